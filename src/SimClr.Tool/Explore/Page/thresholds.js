// Sliders with live counts: how many pictures reach a score, and which. They are shown while the slider moves.

import { byId, element } from './dom.js';
import { pictures } from './words.js';

const Kinds = [
  { kind: 'twin', name: 'Duplicates', unit: 'similarity', explains: 'Pictures with an earlier one at least so similar' },
  { kind: 'outlier', name: 'Outliers', unit: 'score', explains: 'Pictures that are so far from all others' },
  { kind: 'label', name: 'Doubtful labels', unit: 'score', explains: 'Pictures whose label is so doubtful' },
];
const Bins = 48;

export class Thresholds {
  #sliders = new Map();
  #select;

  constructor(select) {
    this.#select = select;
  }

  show(data) {
    const shown = Kinds.filter(({ kind }) => data.scores[kind].some((score) => score >= 0));
    byId('thresholds').replaceChildren(...shown.map((kind) => this.#slider(kind, data.scores[kind.kind], data.collection.thresholds[kind.kind])));
  }

  // Where a selection came with the address, its slider stands where it was.
  follow(selection) {
    const [kind, value] = (selection ?? '').split(':');
    for (const [name, slider] of this.#sliders) {
      slider.box.classList.toggle('chosen', name === kind);
      slider.button.setAttribute('aria-pressed', String(name === kind));
    }
    const slider = this.#sliders.get(kind);
    if (slider && slider.input.value !== value) {
      slider.input.value = value;
      slider.count();
    }
  }

  #slider({ kind, name, unit, explains }, scores, start) {
    const sorted = scores.filter((score) => score >= 0).sort();
    const [low, high] = [Math.floor(sorted[0] * 50) / 50, Math.min(1, Math.ceil(sorted.at(-1) * 50) / 50)];
    // Where nothing reaches the usual threshold, the utmost hundredth is shown first.
    const first = sorted.at(-1) >= start ? start : Math.floor(sorted[Math.floor(sorted.length * 0.99)] * 200) / 200;
    const input = element('input', {
      type: 'range', min: String(low), max: String(high), step: '0.005', value: String(Math.max(low, first)),
      'aria-label': `${name}: least ${unit}. ${explains}`,
    });
    const reached = element('output');
    const button = element('button', { type: 'button', className: 'show', textContent: 'Show', 'aria-pressed': 'false', 'aria-label': `Show ${name.toLowerCase()}` });
    const bars = histogram(sorted, low, high);
    const count = () => {
      const value = Number(input.value);
      const found = sorted.length - lowerBound(sorted, value);
      reached.textContent = `${pictures(found)} ≥ ${value.toFixed(3).replace(/0$/, '')}`;
      input.setAttribute('aria-valuetext', `${value}: ${pictures(found)}`);
      [...bars.children].forEach((bar, i) => bar.classList.toggle('reached', low + ((i + 0.5) / Bins) * (high - low) >= value));
      return found;
    };
    input.addEventListener('input', () => {
      count();
      this.#select(`${kind}:${input.value}`);
    });
    button.addEventListener('click', () => this.#select(button.getAttribute('aria-pressed') === 'true' ? null : `${kind}:${input.value}`));
    const box = element(
      'div', { className: 'threshold', title: explains },
      element('div', { className: 'line' }, element('strong', { textContent: name }), button),
      bars, input, reached);
    count();
    this.#sliders.set(kind, { box, button, input, count });
    return box;
  }
}

// Heights by the root: a few pictures far out must show beside thousands in the middle.
function histogram(sorted, low, high) {
  const counts = new Array(Bins).fill(0);
  for (const score of sorted) counts[Math.min(Bins - 1, Math.max(0, Math.floor(((score - low) / (high - low || 1)) * Bins)))]++;
  const most = Math.sqrt(Math.max(...counts));
  return element('div', { className: 'histogram', 'aria-hidden': 'true' }, ...counts.map((count) => {
    const bar = element('span');
    bar.style.height = `${(100 * Math.sqrt(count)) / most}%`;
    return bar;
  }));
}

function lowerBound(sorted, value) {
  // Scores are float32, which cannot hold most of what a slider gives.
  const least = Math.fround(value);
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
