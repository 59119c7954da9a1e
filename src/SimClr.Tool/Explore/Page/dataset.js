// All that is known of each picture, as typed arrays that the map can draw without further work.

export class Dataset {
  #frame = null;

  constructor(collection) {
    Object.assign(this, {
      collection,
      count: collection.count,
      classes: collection.classes,
      positions: null, // x and y of each picture, the larger extent from -1 to 1
      labels: null,
      clusters: null,
      clusterCount: 0,
      scores: null, // by name
      flags: null, // a bit for each kind of issue
    });
  }

  get hasLabels() {
    return this.classes.length > 0;
  }

  takePoints(buffer) {
    const n = this.count;
    const raw = new Float32Array(buffer, 0, 2 * n);
    this.labels = new Int16Array(buffer, 8 * n, n);
    this.clusters = new Int16Array(buffer, 10 * n, n);
    this.clusterCount = this.clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
    this.#frame = frameOf(raw);
    this.positions = new Float32Array(raw.length);
    for (let i = 0; i < raw.length; i += 2) this.positions.set(this.toWorld(raw[i], raw[i + 1]), i);
    this.extent = this.#frame.extent;
  }

  // Where on the map a place is that the program names.
  toWorld(x, y) {
    const { middle, scale } = this.#frame;
    return [(x - middle[0]) * scale, (y - middle[1]) * scale];
  }

  takeScores(buffer) {
    const n = this.count;
    const names = this.collection.scores;
    this.scores = Object.fromEntries(names.map((name, i) => [name, new Float32Array(buffer, 4 * n * i, n)]));
    this.flags = new Uint16Array(buffer, 4 * n * names.length, n);
  }

  // The pictures of each kind of issue that there is.
  found() {
    return this.collection.issues
      .map((kind, bit) => ({ kind, pictures: Array.from(this.flags.keys()).filter((i) => (this.flags[i] >> bit) & 1) }))
      .filter((issue) => issue.pictures.length > 0);
  }

  className(label) {
    return label < 0 ? 'no class' : this.classes[label] ?? `class ${label}`;
  }

  // What a group mostly holds, if it does.
  clusterName(cluster) {
    if (cluster < 0) return 'between groups';
    this.clusterNames ??= this.#nameClusters();
    return this.clusterNames[cluster];
  }

  #nameClusters() {
    const names = [];
    for (let cluster = 0; cluster < this.clusterCount; cluster++) {
      const counts = new Map();
      let size = 0;
      for (let i = 0; i < this.count; i++) {
        if (this.clusters[i] !== cluster) continue;
        size++;
        counts.set(this.labels[i], (counts.get(this.labels[i]) ?? 0) + 1);
      }
      const [label, most] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [-1, 0]);
      names.push(label >= 0 && most > size / 2 ? `${cluster + 1}: mostly ${this.className(label)}` : `${cluster + 1}`);
    }
    return names;
  }
}

// What brings all points between -1 and 1.
function frameOf(raw) {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < raw.length; i += 2) {
    left = Math.min(left, raw[i]);
    right = Math.max(right, raw[i]);
    low = Math.min(low, raw[i + 1]);
    high = Math.max(high, raw[i + 1]);
  }
  const scale = 2 / (Math.max(right - left, high - low) || 1);
  return { middle: [(left + right) / 2, (low + high) / 2], scale, extent: [(right - left) * scale || 2, (high - low) * scale || 2] };
}
