// Where the map is looked at from. World: the map from -1 to 1, y upwards. Screen: CSS pixels, y downwards.

const LeastZoom = 0.5;
const MostZoom = 400;
const Filled = 0.92; // of the window, at zoom 1

export class Camera {
  constructor() {
    Object.assign(this, { x: 0, y: 0, zoom: 1, width: 1, height: 1, extent: [2, 2] });
  }

  get scale() {
    return Math.min(this.width / this.extent[0], this.height / this.extent[1]) * Filled * this.zoom;
  }

  resize(width, height) {
    [this.width, this.height] = [width, height];
  }

  toScreen(x, y) {
    return [this.width / 2 + (x - this.x) * this.scale, this.height / 2 - (y - this.y) * this.scale];
  }

  toWorld(px, py) {
    return [this.x + (px - this.width / 2) / this.scale, this.y - (py - this.height / 2) / this.scale];
  }

  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y += dy / this.scale;
    this.#clamp();
  }

  // The point under the cursor stays there.
  zoomAt(factor, px, py) {
    const [x, y] = this.toWorld(px, py);
    this.zoom = Math.min(MostZoom, Math.max(LeastZoom, this.zoom * factor));
    const [nextX, nextY] = this.toWorld(px, py);
    this.x += x - nextX;
    this.y += y - nextY;
    this.#clamp();
  }

  lookAt({ x = 0, y = 0, zoom = 1 } = {}) {
    this.zoom = Math.min(MostZoom, Math.max(LeastZoom, zoom));
    [this.x, this.y] = [x, y];
    this.#clamp();
  }

  // The map never gets lost outside the window.
  #clamp() {
    this.x = Math.min(1.2, Math.max(-1.2, this.x));
    this.y = Math.min(1.2, Math.max(-1.2, this.y));
  }
}
