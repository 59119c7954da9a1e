// What the server can be asked. Every failure is an Error whose message can be shown.

async function ask(address, options) {
  let answer;
  try {
    answer = await fetch(address, options);
  } catch {
    throw new Error('The program does not answer. Is simclr explore still running?');
  }
  if (!answer.ok) throw new Error((await answer.text()) || `The program answered with ${answer.status}.`);
  return answer;
}

const json = async (address, options) => (await ask(address, options)).json();
const post = (address, body) => ask(address, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

export const api = {
  collection: () => json('/api/collection'),
  paths: () => json('/api/paths'),
  progress: () => json('/api/progress'),
  points: async () => (await ask('/api/points')).arrayBuffer(),
  scores: async () => (await ask('/api/scores')).arrayBuffer(),
  picture: (index) => json(`/api/pictures/${index}`),
  neighbors: (index, count) => json(`/api/pictures/${index}/neighbors?count=${count}`),
  find: (text) => json(`/api/find?text=${encodeURIComponent(text)}`),
  like: (file, count) => json(`/api/search?count=${count}`, { method: 'POST', body: file }),
  tag: async (name, pictures, isOn) => (await post('/api/tags', { name, pictures: Array.from(pictures), isOn })).json(),
  list: async (pictures) => (await post('/api/export', Array.from(pictures))).blob(),
  thumbnail: (index, version) => `/api/pictures/${index}/thumbnail?v=${version}`,
  image: (index, version) => `/api/pictures/${index}/image?v=${version}`,
};
