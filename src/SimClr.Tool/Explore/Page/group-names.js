// Names to write on the map: what a group mostly holds, in the middle of it.

export function groupNames(data, key) {
  if (data.clusterCount === 0 || !(data.hasLabels || key === 'cluster')) return [];
  const sums = Array.from({ length: data.clusterCount }, () => ({ x: 0, y: 0, weight: 0 }));
  for (let i = 0; i < data.count; i++) {
    const sum = sums[data.clusters[i]];
    if (!sum) continue;
    sum.x += data.positions[2 * i];
    sum.y += data.positions[2 * i + 1];
    sum.weight++;
  }
  return sums
    .map(({ x, y, weight }, cluster) => ({ text: shortName(data.clusterName(cluster), key), x: x / weight, y: y / weight, weight }))
    .filter((name) => name.text)
    .sort((a, b) => b.weight - a.weight);
}

// "3: mostly cat" is "3" where groups are colored, else "cat".
function shortName(name, key) {
  const [group, mostly] = name.split(': mostly ');
  return key === 'cluster' ? group : mostly;
}
