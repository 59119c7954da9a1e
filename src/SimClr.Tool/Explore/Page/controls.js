// Buttons and keys, which do the same.

import { byId } from './dom.js';
import { connectKeyboard } from './keyboard.js';

const ZoomStep = 1.5;

// actions: tag(), exportList(), goBack(), toggleTheme(), toggleLasso(), togglePictures()
export function connectControls(map, actions) {
  const zoom = { in: () => map.zoom(ZoomStep), out: () => map.zoom(1 / ZoomStep), all: () => map.lookAt() };
  const help = () => byId('help').showModal();
  for (const [name, action] of Object.entries(zoom)) byId(`tool-${name}`).addEventListener('click', action);
  byId('tool-lasso').addEventListener('click', actions.toggleLasso);
  byId('tool-pictures').addEventListener('click', actions.togglePictures);
  byId('help-open').addEventListener('click', help);
  connectKeyboard(
    {
      '/': () => byId('search-text').focus(), '?': help,
      t: actions.tag, e: actions.exportList, d: actions.toggleTheme, l: actions.toggleLasso, p: actions.togglePictures,
      '+': zoom.in, '=': zoom.in, '-': zoom.out, 0: zoom.all, Escape: actions.goBack,
    },
    {
      ArrowLeft: () => map.pan(1, 0), ArrowRight: () => map.pan(-1, 0), ArrowUp: () => map.pan(0, 1), ArrowDown: () => map.pan(0, -1),
      Enter: () => map.pickMiddle(),
    },
    byId('map'));
}
