// Small buttons that each stand for some pictures.

import { element } from './dom.js';
import { number } from './words.js';

export function chip({ name, count, select: target }, selection, select) {
  const isOn = selection === target;
  const button = element(
    'button', { type: 'button', className: 'chip', 'aria-pressed': String(isOn) },
    element('span', { textContent: name }), element('span', { className: 'count', textContent: number(count) }));
  button.addEventListener('click', () => select(isOn ? null : target));
  return button;
}
