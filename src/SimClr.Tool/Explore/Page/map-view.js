// The map: points below, rings, lasso and names above. Draws only when something has changed.

import { Camera } from './camera.js';
import { Gestures } from './gestures.js';
import { Ink } from './ink.js';
import { Mosaic } from './mosaic.js';
import { createRenderer } from './renderer.js';
import { SpatialIndex } from './spatial.js';

const Reach = 10; // CSS pixels from a point within which it is meant
const TouchReach = 22;
const Dimmed = 0.14;
const PanStep = 60;

export class MapView {
  camera = new Camera();
  index = null;
  #points;
  #overlay;
  #context;
  #renderer;
  #events;
  #ratio = 1;
  #isWaiting = false;
  #isStale = true; // whether the points, too, must be drawn
  #data = null;
  #mosaic = null;
  #colors = null;
  #mask = null;
  #marks = { picture: -1, hovered: -1, neighbors: [] };
  #pin = null;
  #lasso = [];
  #names = [];
  #gestures;
  #mode = { isLasso: false, showsPictures: false };

  // events: picked(index), hovered(index, x, y), lassoed(polygon in the world), moved()
  constructor(points, overlay, renderer, events) {
    [this.#points, this.#overlay, this.#events] = [points, overlay, events];
    this.#context = overlay.getContext('2d');
    this.#renderer = createRenderer(points, renderer);
    this.#gestures = new Gestures(overlay, {
      pan: (dx, dy) => this.#moved(() => this.camera.pan(dx, dy)),
      zoomAt: (factor, x, y) => this.zoom(factor, x, y),
      hover: (x, y) => this.#hover(x, y),
      leave: () => this.#hover(-1, -1),
      click: (x, y, isTouch) => events.picked(this.#find(x, y, isTouch ? TouchReach : Reach)),
      lassoing: (points) => this.#change(() => { this.#lasso = points; }),
      lassoed: (points) => events.lassoed(this.#toWorld(points)),
      isLasso: () => this.#mode.isLasso,
    });
    new ResizeObserver(() => this.#resize()).observe(overlay);
    this.#resize();
  }

  show(data, thumbnail) {
    this.#data = data;
    this.camera.extent = data.extent;
    this.index = new SpatialIndex(data.positions);
    this.#mosaic = new Mosaic(data.positions, thumbnail, () => this.#change());
    this.#renderer.setPositions(data.positions);
    this.#changePoints();
  }

  // names: { text, x, y, weight } of groups
  setColors(colors, names) {
    [this.#colors, this.#names] = [colors, names];
    this.#renderer.setColors(colors);
    this.#changePoints();
  }

  // Those that stand out; null if all are alike.
  setEmphasis(pictures) {
    this.#mask = pictures && new Uint8Array(this.#data.count);
    if (pictures) for (const i of pictures) this.#mask[i] = 1;
    this.#renderer.setMask(this.#mask);
    this.#changePoints();
  }

  setMarks(marks) {
    this.#change(() => { this.#marks = { ...this.#marks, ...marks }; });
  }

  // A picture from elsewhere, { place, preview }; null for none. The same one twice moves nothing.
  setPin(mark) {
    if (this.#pin?.image.src === mark?.preview) return;
    this.#change(() => { this.#pin = mark && { place: mark.place, image: new Image() }; });
    if (!mark) return;
    this.#pin.image.onload = () => this.#change();
    this.#pin.image.src = mark.preview;
    this.#reveal(mark.place);
  }

  setMode(mode) {
    Object.assign(this.#mode, mode);
    this.#overlay.classList.toggle('lasso', this.#mode.isLasso);
    this.#changePoints();
  }

  cancelLasso() {
    return this.#gestures.cancel();
  }

  lookAt(place) {
    this.#moved(() => this.camera.lookAt(place));
  }

  pan(columns, rows) {
    this.#moved(() => this.camera.pan(columns * PanStep, rows * PanStep));
  }

  zoom(factor, x = this.camera.width / 2, y = this.camera.height / 2) {
    this.#moved(() => this.camera.zoomAt(factor, x, y));
  }

  // The picture nearest to the middle, for those who do not point.
  pickMiddle() {
    this.#events.picked(this.index ? this.index.nearest(this.camera.x, this.camera.y, 3) : -1);
  }

  reveal(i) {
    this.#reveal(this.#place(i));
  }

  // Moves only if the place cannot be seen.
  #reveal([x, y]) {
    const [px, py] = this.camera.toScreen(x, y);
    if (px < 20 || py < 20 || px > this.camera.width - 20 || py > this.camera.height - 20)
      this.lookAt({ x, y, zoom: this.camera.zoom });
  }

  refresh() {
    this.#changePoints();
  }

  #place(i) {
    return [this.#data.positions[2 * i], this.#data.positions[2 * i + 1]];
  }

  #find(px, py, within = Reach) {
    if (!this.index || px < 0) return -1;
    if (this.#mode.showsPictures) return this.#mosaic.at(this.camera, px, py);
    const [x, y] = this.camera.toWorld(px, py);
    const reach = (within + this.#radius()) / this.camera.scale;
    const emphasized = this.#mask ? this.index.nearest(x, y, reach, (i) => this.#mask[i] === 1) : -1;
    return emphasized >= 0 ? emphasized : this.index.nearest(x, y, reach);
  }

  #hover(px, py) {
    const found = this.#find(px, py);
    this.#overlay.classList.toggle('pointing', found >= 0 && !this.#mode.isLasso);
    if (found !== this.#marks.hovered) this.setMarks({ hovered: found });
    this.#events.hovered(found, px, py);
  }

  #toWorld(points) {
    const world = [];
    for (let k = 0; k < points.length; k += 2) world.push(...this.camera.toWorld(points[k], points[k + 1]));
    return world;
  }

  // Fewer points are larger, those of a large window too, and all grow a little when one comes closer.
  #radius() {
    const room = Math.min(1, Math.max(0.55, Math.min(this.camera.width, this.camera.height) / 700));
    const base = Math.max(1, Math.min(7, 48 / this.#data.count ** 0.33) * room);
    return Math.min(12, base * Math.max(0.8, this.camera.zoom ** 0.35));
  }

  #moved(move) {
    move();
    this.#changePoints();
    this.#events.moved();
  }

  #changePoints() {
    this.#isStale = true;
    this.#change();
  }

  #change(change) {
    change?.();
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    requestAnimationFrame(() => {
      this.#isWaiting = false;
      this.#draw();
    });
  }

  #resize() {
    const { width, height } = this.#overlay.getBoundingClientRect();
    this.#ratio = Math.min(2, window.devicePixelRatio || 1);
    for (const canvas of [this.#points, this.#overlay])
      [canvas.width, canvas.height] = [Math.max(1, Math.round(width * this.#ratio)), Math.max(1, Math.round(height * this.#ratio))];
    this.camera.resize(Math.max(1, width), Math.max(1, height));
    // At once: a canvas that was resized is empty.
    this.#isStale = true;
    this.#draw();
  }

  #draw() {
    if (!this.#data || !this.#colors) return;
    if (this.#isStale) {
      const strength = this.#mode.showsPictures ? 0.25 : 0.9;
      this.#renderer.draw(this.camera, this.#ratio, { radius: this.#radius(), strength, dimmed: strength * Dimmed });
    }
    this.#isStale = false;
    const context = this.#context;
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    context.clearRect(0, 0, this.camera.width, this.camera.height);
    if (this.#mode.showsPictures) this.#mosaic.draw(context, this.camera, (i) => this.#css(i), (i) => (this.#mask && this.#mask[i] === 0 ? 0.25 : 1));
    const ink = new Ink(context, getComputedStyle(this.#overlay));
    const toScreen = (i) => this.camera.toScreen(...this.#place(i));
    if (!this.#mode.showsPictures) ink.names(this.#names.map((name) => [name.text, ...this.camera.toScreen(name.x, name.y)]));
    // Lines from picture to picture would cover the pictures.
    const pin = this.#pin && this.camera.toScreen(...this.#pin.place);
    ink.marks(this.#mode.showsPictures ? { ...this.#marks, neighbors: [] } : this.#marks, pin, toScreen, this.#radius());
    if (pin) ink.pin(pin, this.#pin.image);
    ink.lasso(this.#lasso);
  }

  #css(i) {
    return `rgb(${this.#colors[4 * i]} ${this.#colors[4 * i + 1]} ${this.#colors[4 * i + 2]})`;
  }
}
