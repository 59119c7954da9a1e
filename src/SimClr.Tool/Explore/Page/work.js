// What is still being made: asks now and then, says how far it is, and calls back when a part has come.

import { api } from './api.js';
import { attempt, byId, notice } from './dom.js';

const Interval = 700;

// come: { map, scores }, each called once
export async function watch(come) {
  const arrived = { map: false, scores: false };
  for (;;) {
    const state = await attempt(() => api.progress());
    if (state) {
      if (state.hasMap && !arrived.map) {
        arrived.map = true;
        await come.map();
      }
      if (state.hasScores && !arrived.scores) {
        arrived.scores = true;
        await come.scores();
      }
      show(state);
      if (state.problem) notice(state.problem);
      if (state.problem || (arrived.map && arrived.scores)) return;
    }
    await new Promise((resolve) => { setTimeout(resolve, Interval); });
  }
}

function show({ stage, done, all }) {
  const [text, bar] = byId('work').children;
  byId('work').hidden = !stage;
  if (text.textContent !== stage) text.textContent = stage;
  if (all > 0) bar.value = done / all;
  else bar.removeAttribute('value');
}
