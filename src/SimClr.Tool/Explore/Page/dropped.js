// A picture from elsewhere, and what was found for it.

import { api } from './api.js';

export class Dropped {
  #file;
  #answer = null;

  constructor(file) {
    this.#file = file;
  }

  get name() {
    return this.#file.name;
  }

  // { matches, place or null, preview: an address }. Asked once, and again as long as there is no map to place it on.
  async find(count) {
    if (!this.#answer?.place) {
      const { matches, place, preview } = await this.#ask(count);
      this.forget();
      this.#answer = { matches, place, preview: addressOf(preview) };
    }
    return this.#answer;
  }

  async #ask(count) {
    try {
      return await api.like(this.#file, count);
    } catch (problem) {
      throw new Error(`${this.name}: ${problem.message}`);
    }
  }

  forget() {
    if (this.#answer) URL.revokeObjectURL(this.#answer.preview);
  }
}

const addressOf = (base64) => URL.createObjectURL(new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: 'image/webp' }));
