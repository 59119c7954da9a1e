// Pictures on the map: one for each cell of a grid that stays where it is while the map is moved.

const LeastCell = 46; // CSS pixels; cells double when they become smaller
const MostKept = 2000;

export class Mosaic {
  #positions;
  #address;
  #changed;
  #level = null;
  #cells = new Map();
  #images = new Map();

  // address: of a picture's thumbnail; changed: called when one has come
  constructor(positions, address, changed) {
    [this.#positions, this.#address, this.#changed] = [positions, address, changed];
  }

  // Draws what can be seen, each with a frame of its color.
  draw(context, camera, frameOf, strengthOf) {
    this.#sort(camera);
    const size = this.#size(camera);
    const side = size * 0.94;
    for (const { x, y, index } of this.#visible(camera)) {
      const [px, py] = camera.toScreen(x, y);
      const image = this.#image(index);
      context.globalAlpha = strengthOf(index);
      context.fillStyle = frameOf(index);
      context.fillRect(px - side / 2, py - side / 2, side, side);
      if (image.complete && image.naturalWidth > 0) drawCovering(context, image, px, py, side - 4);
    }
    context.globalAlpha = 1;
  }

  // The picture drawn at a place; -1 if there is none.
  at(camera, px, py) {
    this.#sort(camera);
    const cell = this.#cellSize();
    const [x, y] = camera.toWorld(px, py);
    return this.#cells.get(key(Math.floor(x / cell), Math.floor(y / cell)))?.index ?? -1;
  }

  #cellSize() {
    return 2 ** this.#level;
  }

  #size(camera) {
    return this.#cellSize() * camera.scale;
  }

  #sort(camera) {
    const level = Math.ceil(Math.log2(LeastCell / camera.scale));
    if (level === this.#level) return;
    this.#level = level;
    this.#cells.clear();
    const cell = this.#cellSize();
    for (let i = 0; i < this.#positions.length / 2; i++) {
      const [column, row] = [Math.floor(this.#positions[2 * i] / cell), Math.floor(this.#positions[2 * i + 1] / cell)];
      const [x, y] = [(column + 0.5) * cell, (row + 0.5) * cell];
      const distance = Math.hypot(this.#positions[2 * i] - x, this.#positions[2 * i + 1] - y);
      const known = this.#cells.get(key(column, row));
      if (!known || distance < known.distance) this.#cells.set(key(column, row), { x, y, index: i, distance });
    }
  }

  *#visible(camera) {
    const cell = this.#cellSize();
    const [left, high] = camera.toWorld(0, 0);
    const [right, low] = camera.toWorld(camera.width, camera.height);
    for (let row = Math.floor(low / cell); row <= Math.floor(high / cell); row++)
      for (let column = Math.floor(left / cell); column <= Math.floor(right / cell); column++) {
        const found = this.#cells.get(key(column, row));
        if (found) yield found;
      }
  }

  #image(index) {
    let image = this.#images.get(index);
    if (image) return image;
    if (this.#images.size >= MostKept) this.#images.delete(this.#images.keys().next().value);
    image = new Image();
    image.onload = this.#changed;
    image.src = this.#address(index);
    this.#images.set(index, image);
    return image;
  }
}

const key = (column, row) => row * 1_000_003 + column;

// A square part of a picture, as large as there is.
export function drawCovering(context, image, px, py, side) {
  const part = Math.min(image.naturalWidth, image.naturalHeight);
  context.drawImage(
    image, (image.naturalWidth - part) / 2, (image.naturalHeight - part) / 2, part, part, px - side / 2, py - side / 2, side, side);
}
