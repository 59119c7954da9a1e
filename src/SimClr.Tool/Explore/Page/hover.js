// The small picture beside the pointer.

import { byId } from './dom.js';
import { fileName } from './words.js';

const Away = 16;

export class Hover {
  #card = byId('hover');
  #index = -1;
  #thumbnail;
  #describe;

  // thumbnail(index): its address; describe(index): { path, className }
  constructor(thumbnail, describe) {
    [this.#thumbnail, this.#describe] = [thumbnail, describe];
  }

  show(index, x, y) {
    this.#card.hidden = index < 0;
    if (index >= 0) this.#place(x, y);
    if (index === this.#index) return;
    this.#index = index;
    if (index >= 0) this.#fill(index);
  }

  #fill(index) {
    const [image, strong, span] = [this.#card.querySelector('img'), this.#card.querySelector('strong'), this.#card.querySelector('span')];
    image.src = this.#thumbnail(index);
    const { path, className } = this.#describe(index);
    [strong.textContent, span.textContent] = className ? [className, fileName(path)] : [fileName(path), ''];
  }

  // On the side where there is room.
  #place(x, y) {
    const stage = this.#card.parentElement;
    const [width, height] = [this.#card.offsetWidth, this.#card.offsetHeight];
    const left = x + Away + width > stage.clientWidth ? x - Away - width : x + Away;
    const top = Math.min(Math.max(4, y - height / 2), stage.clientHeight - height - 4);
    this.#card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}
