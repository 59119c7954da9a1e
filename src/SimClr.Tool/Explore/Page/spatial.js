// Finds points by place: cells of a few points each, sorted by cell.

const PointsPerCell = 8;

export class SpatialIndex {
  constructor(positions) {
    const n = positions.length / 2;
    this.positions = positions;
    this.side = Math.max(1, Math.ceil(Math.sqrt(n / PointsPerCell)));
    this.starts = new Uint32Array(this.side * this.side + 1);
    this.order = new Uint32Array(n);
    for (let i = 0; i < n; i++) this.starts[this.#cellOf(i) + 1]++;
    for (let cell = 0; cell < this.side * this.side; cell++) this.starts[cell + 1] += this.starts[cell];
    const next = this.starts.slice();
    for (let i = 0; i < n; i++) this.order[next[this.#cellOf(i)]++] = i;
  }

  // The point nearest to a place, within a distance; -1 if there is none.
  nearest(x, y, reach, accepts = () => true) {
    let best = -1;
    let least = reach * reach;
    this.#visit(x - reach, y - reach, x + reach, y + reach, (i) => {
      const distance = (this.positions[2 * i] - x) ** 2 + (this.positions[2 * i + 1] - y) ** 2;
      if (distance < least && accepts(i)) [best, least] = [i, distance];
    });
    return best;
  }

  // The points inside a polygon of x and y in turn, in order.
  inside(polygon) {
    const xs = polygon.filter((_, i) => i % 2 === 0);
    const ys = polygon.filter((_, i) => i % 2 === 1);
    const found = [];
    this.#visit(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys), (i) => {
      if (isInside(xs, ys, this.positions[2 * i], this.positions[2 * i + 1])) found.push(i);
    });
    return found.sort((a, b) => a - b);
  }

  #visit(left, low, right, high, visit) {
    const [x0, x1, y0, y1] = [this.#place(left), this.#place(right), this.#place(low), this.#place(high)];
    for (let y = y0; y <= y1; y++)
      for (let k = this.starts[y * this.side + x0], end = this.starts[y * this.side + x1 + 1]; k < end; k++) visit(this.order[k]);
  }

  #cellOf(i) {
    return this.#place(this.positions[2 * i + 1]) * this.side + this.#place(this.positions[2 * i]);
  }

  #place(coordinate) {
    return Math.min(this.side - 1, Math.max(0, Math.floor(((coordinate + 1) / 2) * this.side)));
  }
}

// Even-odd rule.
function isInside(xs, ys, x, y) {
  let inside = false;
  for (let i = 0, j = xs.length - 1; i < xs.length; j = i++)
    if (ys[i] > y !== ys[j] > y && x < ((xs[j] - xs[i]) * (y - ys[i])) / (ys[j] - ys[i]) + xs[i]) inside = !inside;
  return inside;
}
