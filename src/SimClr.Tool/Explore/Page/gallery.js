// A grid of pictures of any number: only those in sight are there.

import { element } from './dom.js';
import { fileName } from './words.js';

const LeastSide = 84;
const Gap = 6;
const RowsAhead = 2;

export class Gallery {
  #pictures = [];
  #captions = null;
  #columns = 1;
  #side = LeastSide;
  #list;
  #tiles = new Map();
  #thumbnail;
  #describe;
  #events;
  root;

  // thumbnail(index): its address; describe(index): its words; events: opened(index), hovered(index or -1)
  constructor(thumbnail, describe, events) {
    [this.#thumbnail, this.#describe, this.#events] = [thumbnail, describe, events];
    this.#list = element('div', { className: 'tiles', role: 'list' });
    this.root = element('div', { className: 'gallery' }, this.#list);
    this.root.addEventListener('scroll', () => this.#render(), { passive: true });
    this.root.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.#layOut()).observe(this.root);
  }

  // captions: a short text under each picture; null for none
  show(pictures, captions = null) {
    [this.#pictures, this.#captions] = [pictures, captions];
    this.root.scrollTop = 0;
    this.#clear();
    this.#layOut();
  }

  #layOut() {
    const width = this.#list.clientWidth;
    if (width <= 0) return;
    this.#columns = Math.max(1, Math.floor((width + Gap) / (LeastSide + Gap)));
    this.#side = (width + Gap) / this.#columns - Gap;
    this.#list.style.height = `${Math.ceil(this.#pictures.length / this.#columns) * this.#rowHeight}px`;
    this.#clear();
    this.#render();
  }

  get #rowHeight() {
    return this.#side + Gap + (this.#captions ? 16 : 0);
  }

  #clear() {
    this.#tiles.clear();
    this.#list.replaceChildren();
  }

  #render() {
    const first = Math.max(0, Math.floor(this.root.scrollTop / this.#rowHeight) - RowsAhead) * this.#columns;
    const rows = Math.ceil(this.root.clientHeight / this.#rowHeight) + 2 * RowsAhead;
    const end = Math.min(this.#pictures.length, first + rows * this.#columns);
    for (const [at, tile] of this.#tiles)
      if ((at < first || at >= end) && tile.firstChild !== document.activeElement) {
        tile.remove();
        this.#tiles.delete(at);
      }
    for (let at = first; at < end; at++)
      if (!this.#tiles.has(at)) this.#add(at);
  }

  #add(at) {
    const index = this.#pictures[at];
    const { path, className } = this.#describe(index);
    const words = [fileName(path), className, this.#captions?.[at]].filter(Boolean).join(', ') || `picture ${index}`;
    const button = element('button', { type: 'button', title: words, 'aria-label': words }, element('img', { src: this.#thumbnail(index), alt: '', decoding: 'async' }));
    button.dataset.index = index;
    button.addEventListener('click', () => this.#events.opened(index));
    button.addEventListener('pointerenter', () => this.#events.hovered(index));
    button.addEventListener('pointerleave', () => this.#events.hovered(-1));
    button.addEventListener('focus', () => this.#events.hovered(index));
    const tile = element('div', { className: 'tile', role: 'listitem', 'aria-setsize': this.#pictures.length, 'aria-posinset': at + 1 }, button);
    if (this.#captions) tile.append(element('small', { textContent: this.#captions[at] }));
    tile.style.width = `${this.#side}px`;
    button.style.height = `${this.#side}px`;
    const [row, column] = [Math.floor(at / this.#columns), at % this.#columns];
    tile.style.transform = `translate(${column * (this.#side + Gap)}px, ${row * this.#rowHeight}px)`;
    this.#tiles.set(at, tile);
    this.#list.append(tile);
  }

  #key(event) {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.#columns, ArrowDown: this.#columns, Home: -Infinity, End: Infinity };
    if (!(event.key in steps)) return;
    const at = [...this.#tiles].find(([, tile]) => tile.firstChild === document.activeElement)?.[0];
    if (at === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.min(this.#pictures.length - 1, Math.max(0, at + steps[event.key]));
    const top = Math.floor(next / this.#columns) * this.#rowHeight;
    if (top < this.root.scrollTop || top + this.#rowHeight > this.root.scrollTop + this.root.clientHeight)
      this.root.scrollTop = top - (this.root.clientHeight - this.#rowHeight) / 2;
    this.#render();
    this.#tiles.get(next).firstChild.focus({ preventScroll: true });
  }
}
