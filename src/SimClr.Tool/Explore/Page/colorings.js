// Ways to color the points. Each gives every picture a color, and says what the colors mean.

import { css, kindColor, rampColor } from './palette.js';
import { IssueNames, ScoreNames } from './words.js';

// What the data allow, as keys and names.
export function colorings(data) {
  return [
    ...(data.hasLabels ? [['class', 'Class']] : []),
    ['cluster', 'Group on the map'],
    ...(data.scores ? [['issue', 'Issue'], ...Object.entries(ScoreNames).filter(([name]) => hasValues(data.scores[name]))] : []),
  ];
}

// { colors: Uint8Array of red, green, blue, 255; entries: of the legend, or range: of a score }
export function paint(data, key, isDark) {
  if (key === 'class') return byKind(data.count, (i) => data.labels[i], (kind) => data.className(kind), 'class', isDark);
  if (key === 'cluster') return byKind(data.count, (i) => data.clusters[i], (kind) => data.clusterName(kind), 'cluster', isDark);
  if (key === 'issue') return byIssue(data, isDark);
  return byScore(data.scores[key], isDark);
}

function byKind(count, kindOf, nameOf, selection, isDark) {
  const colors = new Uint8Array(4 * count);
  const counts = new Map();
  const known = new Map();
  for (let i = 0; i < count; i++) {
    const kind = kindOf(i);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (!known.has(kind)) known.set(kind, kindColor(kind, isDark));
    write(colors, i, known.get(kind));
  }
  const kinds = [...counts.keys()].sort((a, b) => (a < 0) - (b < 0) || a - b);
  const entries = kinds.map((kind) => ({ name: nameOf(kind), count: counts.get(kind), color: css(known.get(kind)), select: `${selection}:${kind}` }));
  return { colors, entries };
}

function byIssue(data, isDark) {
  const names = data.collection.issues;
  const first = (i) => (data.flags[i] === 0 ? -1 : 31 - Math.clz32(data.flags[i] & -data.flags[i]));
  return byKind(data.count, first, (kind) => (kind < 0 ? 'nothing found' : IssueNames[names[kind]]), 'first', isDark);
}

function byScore(scores, isDark) {
  const colors = new Uint8Array(4 * scores.length);
  const [low, high] = spread(scores);
  for (let i = 0; i < scores.length; i++)
    write(colors, i, scores[i] < 0 ? kindColor(-1, isDark) : rampColor((scores[i] - low) / (high - low || 1), isDark));
  const steps = Array.from({ length: 9 }, (_, k) => css(rampColor(k / 8, isDark)));
  return { colors, range: { low, high, steps } };
}

// A few extremes shall not take all the colors.
function spread(scores) {
  const sorted = scores.filter((score) => score >= 0).sort();
  if (sorted.length === 0) return [0, 1];
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  return [at(0.01), at(0.99)];
}

const hasValues = (scores) => scores.some((score) => score >= 0);

function write(colors, i, [red, green, blue]) {
  colors[4 * i] = red;
  colors[4 * i + 1] = green;
  colors[4 * i + 2] = blue;
  colors[4 * i + 3] = 255;
}
