// Asks for the name of a tag.

import { byId, element } from './dom.js';

const dialog = byId('tag-dialog');
const name = byId('tag-name');
dialog.querySelector('[value=cancel]').addEventListener('click', () => dialog.close());

// Calls back with a name, or not at all.
export function askForTag(what, known, done) {
  byId('tag-title').textContent = `Tag ${what}`;
  byId('tag-names').replaceChildren(...known.map((tag) => element('option', { value: tag.name })));
  name.value = '';
  dialog.returnValue = '';
  dialog.showModal();
  name.focus();
  dialog.onclose = () => {
    if (dialog.returnValue === 'add' && name.value.trim()) done(name.value.trim());
  };
}
