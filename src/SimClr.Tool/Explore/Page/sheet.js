// On a narrow window both panels are sheets at the bottom, one at a time.

import { byId } from './dom.js';

const Panels = ['controls', 'details'];
const narrow = matchMedia('(max-width: 760px)');

export function connectSheet() {
  for (const panel of Panels)
    byId(`sheet-${panel}`).addEventListener('click', () => openSheet(byId(panel).classList.contains('open') ? null : panel));
}

// Null closes both.
export function openSheet(opened) {
  for (const panel of Panels) {
    byId(panel).classList.toggle('open', panel === opened);
    byId(`sheet-${panel}`).setAttribute('aria-expanded', String(panel === opened));
  }
}

export const isNarrow = () => narrow.matches;
