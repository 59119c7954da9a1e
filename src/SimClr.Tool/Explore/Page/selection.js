// A selection is a short text, so that the address can hold it: "class:3", "outlier:0.7", "lasso:0.1,0.2,...". This is where it is understood.

import { api } from './api.js';
import { IssueNames, pictures } from './words.js';

const Found = 1000; // pictures like a dropped one
const Near = 24; // of which so many stand out on the map

// { pictures: indices, title, hint } of a selection; of a dropped picture also { matches, preview, near, mark }.
export async function resolve(selection, { data, index, tags, dropped }) {
  const at = selection.indexOf(':');
  const [kind, value] = [selection.slice(0, at), selection.slice(at + 1)];
  const result = await kinds[kind]?.({ value, data, index, tags, dropped });
  if (!result) throw new Error(`There is no selection like “${selection.slice(0, 40)}”.`);
  return result;
}

const kinds = {
  class: ({ value, data }) => titled(where(data, (i) => data.labels[i] === Number(value)), `Class ${data.className(Number(value))}`),
  cluster: ({ value, data }) => titled(
    where(data, (i) => data.clusters[i] === Number(value)), Number(value) < 0 ? 'Between groups' : `Group ${data.clusterName(Number(value))}`),
  first: ({ value, data }) => {
    const bit = Number(value) < 0 ? 0 : 1 << Number(value);
    const isFirst = (flags) => (bit === 0 ? flags === 0 : (flags & -flags) === bit);
    return titled(where(data, (i) => isFirst(data.flags[i])), bit === 0 ? 'Nothing found' : IssueNames[data.collection.issues[Number(value)]]);
  },
  issue: ({ value, data }) => {
    const bit = 1 << data.collection.issues.indexOf(value);
    return titled(where(data, (i) => (data.flags[i] & bit) !== 0), IssueNames[value]);
  },
  twin: ({ value, data }) => above(data, 'twin', value, 'Duplicates by similarity', 'Each has an earlier picture that is at least so similar.'),
  outlier: ({ value, data }) => above(data, 'outlier', value, 'Outliers', 'The farthest from all others come first.'),
  label: ({ value, data }) => above(data, 'label', value, 'Doubtful labels', 'The most doubtful come first.'),
  tag: ({ value, tags }) => titled(tags.find((tag) => tag.name === value)?.pictures ?? [], `Tag ${value}`),
  text: async ({ value }) => titled(await api.find(value), `Files named “${value}”`),
  lasso: ({ value, index }) => titled(index.inside(value.split(',').map(Number)), 'Lasso'),
  dropped: async ({ data, dropped }) => {
    if (!dropped) throw new Error('The picture that was looked for is gone; drop it again.');
    const { matches, place, preview } = await dropped.find(Found);
    const found = matches.map((match) => match.index);
    const hint = `The most similar come first.${place ? ' The map shows where it belongs.' : ''}`;
    return {
      ...titled(found, `Like ${dropped.name}`, hint), matches, preview,
      near: found.slice(0, Near), mark: place && { place: data.toWorld(...place), preview },
    };
  },
};

function above(data, score, value, title, hint) {
  const scores = data.scores[score];
  const found = where(data, (i) => scores[i] >= Math.fround(Number(value))).sort((a, b) => scores[b] - scores[a] || a - b);
  return titled(found, title, hint);
}

function where(data, accepts) {
  const found = [];
  for (let i = 0; i < data.count; i++) if (accepts(i)) found.push(i);
  return found;
}

const titled = (found, title, hint = '') => ({ pictures: found, title, hint, summary: `${title}: ${pictures(found.length)}. ${hint}`.trim() });
