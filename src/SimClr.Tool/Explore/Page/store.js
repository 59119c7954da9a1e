// What the user sees, in one place; whoever shows a part of it is told when that part changes.

export class Store {
  #values;
  #listeners = [];

  constructor(values) {
    this.#values = { ...values };
  }

  get(key) {
    return this.#values[key];
  }

  set(changes) {
    const changed = Object.keys(changes).filter((key) => !Object.is(this.#values[key], changes[key]));
    if (changed.length === 0) return;
    Object.assign(this.#values, changes);
    for (const { keys, listener } of this.#listeners)
      if (keys.some((key) => changed.includes(key))) listener(changed);
  }

  on(keys, listener) {
    this.#listeners.push({ keys, listener });
  }
}
