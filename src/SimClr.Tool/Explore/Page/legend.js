// The choice of colors, and what they mean. An entry of the legend selects its pictures.

import { byId, element } from './dom.js';
import { number, ScoreNames } from './words.js';

export function fillColorings(choices, chosen) {
  byId('color').disabled = false;
  byId('color').replaceChildren(...choices.map(([key, name]) => element('option', { value: key, textContent: name, selected: key === chosen })));
}

export function showLegend({ entries, range }, key, selection, select) {
  const legend = byId('legend');
  if (range) {
    legend.replaceChildren(ramp(range, key));
    return;
  }
  legend.replaceChildren(...entries.map((entry) => entryButton(entry, selection, select)));
}

function entryButton(entry, selection, select) {
  const isOn = selection === entry.select;
  const swatch = element('span', { className: 'swatch' });
  swatch.style.background = entry.color;
  const button = element(
    'button', { type: 'button', className: 'entry', 'aria-pressed': String(isOn) },
    swatch, element('span', { className: 'name', textContent: entry.name }), element('span', { className: 'count', textContent: number(entry.count) }));
  button.addEventListener('click', () => select(isOn ? null : entry.select));
  return button;
}

function ramp({ low, high, steps }, key) {
  const bar = element('div', { className: 'ramp', role: 'img', 'aria-label': `${ScoreNames[key]} from ${low.toFixed(2)} to ${high.toFixed(2)}` });
  bar.style.background = `linear-gradient(to right, ${steps.join(', ')})`;
  const ends = element('div', { className: 'ends' }, element('span', { textContent: low.toFixed(2) }), element('span', { textContent: high.toFixed(2) }));
  return element('div', {}, bar, ends);
}
