// Pointers and wheel on the map, as what the user means by them.

const ClickReach = 5; // CSS pixels that a click may wander
const TapReach = 14; // a finger is less steady than a mouse
const WheelStep = 0.0016;
const LassoStep = 4;

export class Gestures {
  #canvas;
  #map;
  #pointers = new Map();
  #start = [0, 0];
  #moved = 0; // at most so far from the start: a finger trembles, but stays
  #lasso = null;

  // map: pan(dx, dy), zoomAt(factor, x, y), hover(x, y), leave(), click(x, y, isTouch), lassoing(points), lassoed(points), isLasso()
  constructor(canvas, map) {
    this.#canvas = canvas;
    this.#map = map;
    canvas.addEventListener('pointerdown', (event) => this.#down(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerup', (event) => this.#up(event, true));
    canvas.addEventListener('pointercancel', (event) => this.#up(event, false));
    canvas.addEventListener('pointerleave', () => map.leave());
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    canvas.addEventListener('dblclick', (event) => map.zoomAt(2, event.offsetX, event.offsetY));
  }

  // Drops a lasso that is being drawn; true if there was one.
  cancel() {
    const had = this.#lasso !== null;
    this.#lasso = null;
    if (had) this.#map.lassoing([]);
    return had;
  }

  #down(event) {
    if (event.button !== 0) return;
    try {
      this.#canvas.setPointerCapture(event.pointerId);
    } catch {
      // A pointer that a script made up cannot be captured, and need not be.
    }
    this.#pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    if (this.#pointers.size > 1) {
      this.cancel();
      this.#moved = Infinity;
      return;
    }
    this.#start = [event.offsetX, event.offsetY];
    this.#moved = 0;
    if (this.#map.isLasso() || event.shiftKey) this.#lasso = [event.offsetX, event.offsetY];
  }

  #move(event) {
    const last = this.#pointers.get(event.pointerId);
    if (!last) {
      if (event.pointerType !== 'touch') this.#map.hover(event.offsetX, event.offsetY);
      return;
    }
    const [dx, dy] = [event.offsetX - last.x, event.offsetY - last.y];
    this.#moved = Math.max(this.#moved, Math.hypot(event.offsetX - this.#start[0], event.offsetY - this.#start[1]));
    if (this.#pointers.size === 2) this.#pinch(event, last);
    else if (this.#lasso) this.#extend(event);
    else if (this.#moved > reachOf(event)) this.#map.pan(dx, dy);
    this.#pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
  }

  #up(event, isDone) {
    if (!this.#pointers.delete(event.pointerId)) return;
    const lasso = this.#lasso;
    this.cancel();
    if (!isDone || this.#pointers.size > 0) return;
    if (this.#moved <= reachOf(event)) this.#map.click(event.offsetX, event.offsetY, event.pointerType === 'touch');
    else if (lasso?.length >= 6) this.#map.lassoed(lasso);
  }

  #pinch(event, last) {
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)[1];
    const before = Math.hypot(last.x - other.x, last.y - other.y);
    const after = Math.hypot(event.offsetX - other.x, event.offsetY - other.y);
    this.#map.pan((event.offsetX - last.x) / 2, (event.offsetY - last.y) / 2);
    if (before > 0) this.#map.zoomAt(after / before, (event.offsetX + other.x) / 2, (event.offsetY + other.y) / 2);
  }

  #extend(event) {
    const [x, y] = this.#lasso.slice(-2);
    if (Math.hypot(event.offsetX - x, event.offsetY - y) < LassoStep) return;
    this.#lasso.push(event.offsetX, event.offsetY);
    this.#map.lassoing(this.#lasso);
  }

  #wheel(event) {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
    this.#map.zoomAt(Math.exp(-pixels * WheelStep), event.offsetX, event.offsetY);
  }
}

const reachOf = (event) => (event.pointerType === 'touch' ? TapReach : ClickReach);
