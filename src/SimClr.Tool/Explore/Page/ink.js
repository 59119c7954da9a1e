// What is drawn above the points: names, rings and lines, the lasso.

import { drawCovering } from './mosaic.js';

const LineHeight = 18;
const PinSide = 44; // CSS pixels
const PinStem = 14;
const PinFrame = 3;

export class Ink {
  #context;
  #colors;
  #font;

  // style: of the canvas, with the colors of the theme
  constructor(context, style) {
    this.#context = context;
    this.#colors = Object.fromEntries(['ink', 'accent', 'map'].map((name) => [name, style.getPropertyValue(`--${name}`)]));
    this.#font = `600 12.5px ${style.fontFamily}`;
  }

  // Texts with places, the most important first; one that would cover another is left out.
  names(names) {
    const context = this.#context;
    Object.assign(context, { font: this.#font, textAlign: 'center', textBaseline: 'middle', lineJoin: 'round', lineWidth: 4 });
    [context.strokeStyle, context.fillStyle] = [this.#colors.map, this.#colors.ink];
    const taken = [];
    for (const [text, x, y] of names) {
      const half = context.measureText(text).width / 2 + 4;
      if (taken.some((other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < LineHeight)) continue;
      taken.push({ x, y, half });
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    }
  }

  // The open picture, or the pin, with lines to its neighbors, and the picture under the pointer. toScreen: of a picture
  marks({ picture, hovered, neighbors }, pin, toScreen, radius) {
    const from = picture >= 0 ? toScreen(picture) : pin;
    if (from && neighbors.length > 0) {
      this.#context.beginPath();
      for (const i of neighbors) {
        this.#context.moveTo(...from);
        this.#context.lineTo(...toScreen(i));
      }
      this.#stroke(this.#colors.accent, 1, 0.45);
      for (const i of neighbors) this.#ring(toScreen(i), radius + 2, this.#colors.accent, 1.5);
    }
    if (picture >= 0) this.#ring(toScreen(picture), radius + 5, this.#colors.accent, 3);
    if (hovered >= 0) this.#ring(toScreen(hovered), radius + 3, this.#colors.ink, 2);
  }

  // A picture from elsewhere: its tip is where it belongs.
  pin([x, y], image) {
    const context = this.#context;
    const isBelow = y < PinSide + 2 * PinStem;
    const middle = isBelow ? y + PinStem + PinSide / 2 : y - PinStem - PinSide / 2;
    const [left, top] = [x - PinSide / 2, middle - PinSide / 2];
    context.fillStyle = this.#colors.accent;
    context.beginPath();
    context.roundRect(left - PinFrame, top - PinFrame, PinSide + 2 * PinFrame, PinSide + 2 * PinFrame, 7);
    context.moveTo(x, y);
    context.lineTo(x - PinStem / 2, middle);
    context.lineTo(x + PinStem / 2, middle);
    context.closePath();
    Object.assign(context, { shadowColor: 'rgb(0 0 0 / 45%)', shadowBlur: 8 });
    context.fill('nonzero');
    context.shadowColor = 'transparent';
    if (image.naturalWidth > 0) drawCovering(context, image, x, middle, PinSide);
  }

  // x and y in turn
  lasso(points) {
    if (points.length < 4) return;
    this.#context.beginPath();
    for (let k = 0; k < points.length; k += 2) this.#context.lineTo(points[k], points[k + 1]);
    this.#context.closePath();
    Object.assign(this.#context, { globalAlpha: 0.12, fillStyle: this.#colors.accent });
    this.#context.fill();
    this.#stroke(this.#colors.accent, 1.5, 1);
  }

  #ring([x, y], radius, color, width) {
    this.#context.beginPath();
    this.#context.arc(x, y, radius, 0, 2 * Math.PI);
    this.#stroke(color, width, 1);
  }

  #stroke(color, width, strength) {
    Object.assign(this.#context, { strokeStyle: color, lineWidth: width, globalAlpha: strength });
    this.#context.stroke();
    this.#context.globalAlpha = 1;
  }
}
