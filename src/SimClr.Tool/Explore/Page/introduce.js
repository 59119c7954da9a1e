// What the page is about, said once.

import { byId, element } from './dom.js';
import { pictures } from './words.js';

const MostDamaged = 100; // that are listed

export function introduce(collection) {
  document.title = `${collection.name} – simclr explore`;
  byId('collection-name').textContent = collection.name;
  byId('collection-name').title = `${collection.folder}, ${collection.dimension} numbers each, ${collection.modelId}`;
  byId('collection-count').textContent = pictures(collection.count);
  byId('damaged').hidden = collection.damaged.length === 0;
  byId('damaged-list').replaceChildren(
    ...collection.damaged.slice(0, MostDamaged).map(({ path, reason }) => element('li', {}, path, element('small', { textContent: reason }))));
}
