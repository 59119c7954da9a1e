// Names to write on the map: of classes where most of their pictures are, or of groups in their middle.

const Cells = 20; // along one side of the map
const MostNames = 40;

export function groupNames(data, key) {
  if (key === 'cluster') return middles(data);
  return data.hasLabels && data.classes.length <= MostNames ? densest(data) : [];
}

function middles(data) {
  const sums = Array.from({ length: data.clusterCount }, () => ({ x: 0, y: 0, weight: 0 }));
  for (let i = 0; i < data.count; i++) {
    const sum = sums[data.clusters[i]];
    if (!sum) continue;
    sum.x += data.positions[2 * i];
    sum.y += data.positions[2 * i + 1];
    sum.weight++;
  }
  return sums.map(({ x, y, weight }, cluster) => ({ text: String(cluster + 1), x: x / weight, y: y / weight, weight }));
}

// The middle of the pictures of a class in and around the cell that has most of them.
function densest(data) {
  const counts = data.classes.map(() => new Float32Array(Cells * Cells));
  const cell = (coordinate) => Math.min(Cells - 1, Math.max(0, Math.floor(((coordinate + 1) / 2) * Cells)));
  const place = (i) => cell(data.positions[2 * i + 1]) * Cells + cell(data.positions[2 * i]);
  for (let i = 0; i < data.count; i++) if (data.labels[i] >= 0) counts[data.labels[i]][place(i)]++;
  const best = counts.map((of) => densestCell(of));
  const sums = data.classes.map(() => ({ x: 0, y: 0, weight: 0 }));
  for (let i = 0; i < data.count; i++) {
    const label = data.labels[i];
    if (label < 0 || !areNear(place(i), best[label])) continue;
    sums[label].x += data.positions[2 * i];
    sums[label].y += data.positions[2 * i + 1];
    sums[label].weight++;
  }
  return sums
    .map(({ x, y, weight }, label) => ({ text: data.className(label), x: x / weight, y: y / weight, weight }))
    .filter((name) => name.weight > 0)
    .sort((a, b) => b.weight - a.weight);
}

function densestCell(counts) {
  let [best, most] = [0, -1];
  for (let at = 0; at < counts.length; at++) {
    let sum = 0;
    for (const near of [-Cells - 1, -Cells, -Cells + 1, -1, 0, 1, Cells - 1, Cells, Cells + 1])
      if (areNear(at, at + near)) sum += counts[at + near] ?? 0;
    if (sum > most) [best, most] = [at, sum];
  }
  return best;
}

function areNear(a, b) {
  return Math.abs((a % Cells) - (b % Cells)) <= 1 && Math.abs(Math.floor(a / Cells) - Math.floor(b / Cells)) <= 1;
}
