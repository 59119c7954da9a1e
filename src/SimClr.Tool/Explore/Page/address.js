// The address keeps what the user sees, behind '#', where no server sees it.

const Digits = 4;
const Delay = 150;

// What the address says; only what it says.
export function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  const state = {};
  for (const key of ['color', 'sel', 'renderer']) if (given.has(key)) state[key] = given.get(key);
  if (given.has('pic')) state.picture = Number.parseInt(given.get('pic'), 10);
  if (given.get('mosaic') === '1') state.showsPictures = true;
  const [x, y, zoom] = (given.get('at') ?? '').split(',').map(Number);
  if ([x, y, zoom].every(Number.isFinite) && zoom > 0) state.place = { x, y, zoom };
  return state;
}

let waiting;

// Later, and once for many small moves.
export function write(state) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const next = `#${text(state())}`;
    if (next !== location.hash) history.replaceState(null, '', next);
  }, Delay);
}

function text({ color, sel, picture, showsPictures, place, renderer }) {
  const parts = new URLSearchParams();
  if (color) parts.set('color', color);
  if (sel && !sel.startsWith('dropped:')) parts.set('sel', sel);
  if (picture >= 0) parts.set('pic', picture);
  if (showsPictures) parts.set('mosaic', '1');
  if (renderer) parts.set('renderer', renderer);
  if (place.zoom !== 1 || place.x !== 0 || place.y !== 0) parts.set('at', [place.x, place.y, place.zoom].map((value) => Number(value.toFixed(Digits))).join(','));
  // Commas and colons may stand there as they are.
  return parts.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
}
