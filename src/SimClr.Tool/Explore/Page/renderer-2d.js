// Points by hand: pixels written into a picture. Where there is no graphics processor this is the fastest way.

// Above this many pixels a frame, dots have no soft edge.
const SoftPixels = 300_000;

export class PixelRenderer {
  #context;
  #pixels = null;
  #positions = new Float32Array(0);
  #colors = new Uint8Array(0);
  #mask = null;

  constructor(canvas) {
    this.#context = canvas.getContext('2d', { willReadFrequently: true }); // in memory, where it is written to
  }

  setPositions(positions) {
    this.#positions = positions;
  }

  setColors(colors) {
    this.#colors = colors;
  }

  setMask(mask) {
    this.#mask = mask;
  }

  draw(camera, ratio, { radius, strength, dimmed }) {
    const { width, height } = this.#context.canvas;
    if (this.#pixels?.width !== width || this.#pixels.height !== height) this.#pixels = this.#context.createImageData(width, height);
    this.#pixels.data.fill(0);
    if (this.#mask) {
      this.#pass(camera, ratio, radius, dimmed, 0);
      this.#pass(camera, ratio, radius + 0.6, strength, 1);
    } else {
      this.#pass(camera, ratio, radius, strength, -1);
    }
    this.#context.putImageData(this.#pixels, 0, 0);
  }

  // pass: 0 and 1 draw those of the mask that have it, -1 draws all
  #pass(camera, ratio, radius, strength, pass) {
    const dot = Dot.of(radius * ratio, strength);
    const { width, height } = this.#pixels;
    const scale = camera.scale * ratio;
    const view = {
      scale,
      left: (camera.width / 2) * ratio - camera.x * scale - dot.size / 2,
      top: (camera.height / 2) * ratio + camera.y * scale - dot.size / 2,
      right: width - dot.size,
      bottom: height - dot.size,
    };
    const isSoft = dot.size * dot.size * (this.#positions.length / 2) <= SoftPixels;
    if (isSoft) this.#drawSoft(view, dot, pass);
    else this.#drawHard(view, dot, strength, pass);
  }

  // Whole pixels, one write each. One loop without calls: a frame is this loop, 200,000 times.
  #drawHard({ scale, left, top, right, bottom }, dot, strength, pass) {
    const target = new Uint32Array(this.#pixels.data.buffer);
    const colors = new Uint32Array(this.#colors.buffer);
    const [positions, mask, width] = [this.#positions, this.#mask, this.#pixels.width];
    const offsets = dot.offsets(width, 0.4);
    const alpha = Math.round(255 * strength) << 24;
    for (let i = 0, n = colors.length; i < n; i++) {
      if (pass >= 0 && mask[i] !== pass) continue;
      const x = left + positions[2 * i] * scale;
      const y = top - positions[2 * i + 1] * scale;
      if (!(x >= 0 && y >= 0 && x <= right && y <= bottom)) continue;
      const at = Math.trunc(y) * width + Math.trunc(x);
      const color = (colors[i] & 0xffffff) | alpha;
      for (let k = 0; k < offsets.length; k++) target[at + offsets[k]] = color;
    }
  }

  // Soft edges, laid over what is there.
  #drawSoft({ scale, left, top, right, bottom }, dot, pass) {
    const [target, colors, width] = [this.#pixels.data, this.#colors, this.#pixels.width];
    const [positions, mask] = [this.#positions, this.#mask];
    const offsets = dot.offsets(width, 0);
    const cover = dot.covers(0);
    for (let i = 0, n = positions.length / 2; i < n; i++) {
      if (pass >= 0 && mask[i] !== pass) continue;
      const x = left + positions[2 * i] * scale;
      const y = top - positions[2 * i + 1] * scale;
      if (!(x >= 0 && y >= 0 && x <= right && y <= bottom)) continue;
      const at = Math.round(y) * width + Math.round(x);
      for (let k = 0; k < offsets.length; k++) {
        const p = 4 * (at + offsets[k]);
        const below = (target[p + 3] / 255) * (1 - cover[k]);
        const alpha = cover[k] + below;
        for (let channel = 0; channel < 3; channel++)
          target[p + channel] = (colors[4 * i + channel] * cover[k] + target[p + channel] * below) / alpha;
        target[p + 3] = 255 * alpha;
      }
    }
  }
}

// How much of each pixel of a square a dot covers.
class Dot {
  static #kept = new Map();

  static of(radius, strength) {
    const key = `${radius.toFixed(1)} ${strength}`;
    if (!Dot.#kept.has(key)) Dot.#kept.set(key, new Dot(radius, strength));
    return Dot.#kept.get(key);
  }

  constructor(radius, strength) {
    this.size = Math.max(1, Math.ceil(2 * radius));
    this.cells = [];
    const middle = this.size / 2;
    for (let y = 0; y < this.size; y++)
      for (let x = 0; x < this.size; x++) {
        const inside = radius <= 1 ? 1 : Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x + 0.5 - middle, y + 0.5 - middle)));
        if (inside > 0) this.cells.push({ x, y, inside, cover: inside * strength });
      }
  }

  offsets(width, least) {
    return Int32Array.from(this.cells.filter((cell) => cell.inside > least), (cell) => cell.y * width + cell.x);
  }

  covers(least) {
    return Float32Array.from(this.cells.filter((cell) => cell.inside > least), (cell) => cell.cover);
  }
}
