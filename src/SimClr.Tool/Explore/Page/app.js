// Puts the parts together.

import * as address from './address.js';
import { api } from './api.js';
import { chip } from './chips.js';
import { colorings, paint } from './colorings.js';
import { connectControls } from './controls.js';
import { Dataset } from './dataset.js';
import { Details } from './details.js';
import { announce, attempt, byId, download, element } from './dom.js';
import { Dropped } from './dropped.js';
import { groupNames } from './group-names.js';
import { Hover } from './hover.js';
import { introduce } from './introduce.js';
import { fillColorings, showLegend } from './legend.js';
import { MapView } from './map-view.js';
import { connectSearch } from './search.js';
import { resolve } from './selection.js';
import { connectSheet, isNarrow, openSheet } from './sheet.js';
import { Store } from './store.js';
import { askForTag } from './tag-dialog.js';
import { connectTheme, isDark } from './theme.js';
import { Thresholds } from './thresholds.js';
import { fileName, IssueNames, number, pictures } from './words.js';
import { watch } from './work.js';

const Neighbors = 24;
const Lines = 10; // on the map, to neighbors

const collection = await api.collection();
const data = new Dataset(collection);
const given = address.read();
const store = new Store({
  color: null, selection: given.sel ?? null, picture: given.picture ?? -1, showsPictures: given.showsPictures ?? false, isLasso: false,
});
let tags = collection.tags;
let selected = null; // what the selection came to
let found = []; // pictures by kind of issue
let paths = [];
let painted = null; // the colors that are shown
let dropped = null; // the picture that was looked for
let request = 0; // the latest, of those whose answers may come late

const thumbnail = (index) => api.thumbnail(index, collection.version);
const describe = (index) => ({ path: paths[index] ?? '', className: data.hasLabels && data.labels ? data.className(data.labels[index]) : '' });
const select = (selection) => store.set({ selection, picture: -1 });
const open = (index) => store.set({ picture: index });
const hover = new Hover(thumbnail, describe);

const map = new MapView(byId('points'), byId('map'), given.renderer, {
  picked: (index) => (index >= 0 ? open(index) : store.set({ picture: -1 })),
  hovered: (index, x, y) => hover.show(index, x, y),
  lassoed: (polygon) => select(`lasso:${polygon.map((value) => value.toFixed(3)).join(',')}`),
  moved: remember,
});
const details = new Details({
  thumbnail, describe,
  image: (index) => api.image(index, collection.version),
  actions: {
    open,
    close: () => store.set({ picture: -1 }),
    tag,
    exportList,
    clear: () => select(null),
    hover: (index) => map.setMarks({ hovered: index }),
    untag: (name) => setTag(name, [store.get('picture')], false),
    select,
  },
});
const thresholds = new Thresholds(select);

function remember() {
  address.write(() => ({
    color: given.color ?? store.get('color'), sel: store.get('selection'), picture: store.get('picture'), showsPictures: store.get('showsPictures'),
    place: map.camera, renderer: given.renderer,
  }));
}

function color() {
  if (!data.positions || !store.get('color')) return;
  const key = store.get('color');
  const wanted = `${key} ${isDark()}`;
  // A selection changes the legend, but no colors.
  if (painted?.wanted !== wanted) {
    painted = { wanted, ...paint(data, key, isDark()) };
    map.setColors(painted.colors, groupNames(data, key));
  }
  showLegend(painted, key, store.get('selection'), select);
}

function offerColorings() {
  const choices = colorings(data);
  const wish = given.color ?? store.get('color');
  const chosen = choices.some(([key]) => key === wish) ? wish : choices[0][0];
  fillColorings(choices, chosen);
  if (store.get('color') === chosen) color();
  else store.set({ color: chosen });
}

function showChips() {
  const selection = store.get('selection');
  byId('tags').replaceChildren(
    ...tags.map((tag) => chip({ name: tag.name, count: tag.pictures.length, select: `tag:${tag.name}` }, selection, select)),
    ...(tags.length === 0 ? [element('p', { className: 'hint', textContent: 'Select pictures, then press t or “Tag…”.' })] : []));
  byId('issues').replaceChildren(...found.map((issue) => chip({ ...issue, count: issue.pictures.length }, selection, select)));
}

async function showSelection() {
  const selection = store.get('selection');
  const turn = ++request;
  selected = null;
  if (selection && data.positions && isKnown(selection)) {
    if (selection.startsWith('dropped:') && dropped) details.showWait(`Looking for pictures like ${dropped.name}…`);
    const result = await attempt(() => resolve(selection, { data, index: map.index, tags, dropped }));
    if (turn !== request) return;
    selected = result ?? null;
  }
  if (!data.positions) return;
  map.setEmphasis(selected?.near ?? selected?.pictures ?? null);
  map.setPin(selected?.mark ?? null);
  showChips();
  thresholds.follow(selection);
  color();
  if (selected) announce(selected.summary);
  await showPanel();
}

// Scores may still be on their way.
const isKnown = (selection) => data.scores || !/^(twin|outlier|label|issue|first):/.test(selection);

async function showPanel() {
  const index = store.get('picture');
  if (index >= 0 && index < data.count && data.positions) {
    await showPicture(index);
    return;
  }
  map.setMarks({ picture: -1, neighbors: selected?.near?.slice(0, Lines) ?? [] });
  if (selected) details.showSelection(selected);
  else details.showNothing(data, found);
  // Who moves a slider wants to see the slider.
  if (selected && isNarrow() && !/^(twin|outlier|label):/.test(store.get('selection'))) openSheet('details');
}

async function showPicture(index) {
  map.setMarks({ picture: index, neighbors: [] });
  const answers = await attempt(() => Promise.all([api.picture(index), api.neighbors(index, Neighbors)]));
  if (!answers || store.get('picture') !== index) return;
  const [picture, neighbors] = answers;
  details.showPicture(picture, describe(index).className, neighbors);
  map.setMarks({ neighbors: neighbors.slice(0, Lines).map((match) => match.index) });
  map.reveal(index);
  announce(`${fileName(picture.path)}${describe(index).className ? `, ${describe(index).className}` : ''}. ${number(neighbors.length)} neighbors.`);
  if (isNarrow()) openSheet('details');
}

// What an action is about: the open picture, else the selection.
function chosen() {
  return store.get('picture') >= 0 ? [store.get('picture')] : selected?.pictures ?? [];
}

function tag() {
  const about = chosen();
  if (about.length === 0) announce('Nothing is selected.');
  else askForTag(pictures(about.length), tags, (name) => setTag(name, about, true));
}

async function setTag(name, about, isOn) {
  const next = await attempt(() => api.tag(name, about, isOn));
  if (!next) return;
  tags = next;
  announce(`${pictures(about.length)}: tag ${name} ${isOn ? 'put on' : 'taken off'}.`);
  await (store.get('selection')?.startsWith('tag:') ? showSelection() : Promise.all([showChips(), showPanel()]));
}

async function exportList() {
  const about = chosen();
  if (about.length === 0) return;
  const list = await attempt(() => api.list(about));
  if (list) download(list, `${(selected?.title ?? 'pictures').replace(/[^\w.-]+/g, '-').toLowerCase()}.txt`);
}

function findPicture(file) {
  dropped?.forget();
  dropped = new Dropped(file);
  // A new name each time, so that the same one can be looked for again.
  select(`dropped:${++request}`);
}

function goBack() {
  if (map.cancelLasso()) return;
  if (store.get('isLasso')) store.set({ isLasso: false });
  else if (store.get('picture') >= 0) store.set({ picture: -1 });
  else if (store.get('selection')) select(null);
  else openSheet(null);
}

function toggle(key) {
  store.set({ [key]: !store.get(key) });
}

function showModes() {
  map.setMode({ isLasso: store.get('isLasso'), showsPictures: store.get('showsPictures') });
  byId('tool-lasso').setAttribute('aria-pressed', String(store.get('isLasso')));
  byId('tool-pictures').setAttribute('aria-pressed', String(store.get('showsPictures')));
}

function connect() {
  store.on(['color'], color);
  store.on(['selection'], () => attempt(showSelection));
  store.on(['picture'], () => attempt(showPanel));
  store.on(['showsPictures', 'isLasso'], showModes);
  store.on(['color', 'selection', 'picture', 'showsPictures'], remember);
  byId('color').addEventListener('change', (event) => {
    given.color = null; // what the address wished for, if the scores for it were still to come
    store.set({ color: event.target.value });
  });
  const toggleTheme = connectTheme(byId('theme'), () => { color(); map.refresh(); });
  connectSearch({ text: (words) => select(words ? `text:${words}` : null), picture: findPicture });
  connectSheet();
  connectControls(map, { tag, exportList, goBack, toggleTheme, toggleLasso: () => toggle('isLasso'), togglePictures: () => toggle('showsPictures') });
  // The user changed the address by hand, or followed a link within the page.
  window.addEventListener('hashchange', () => location.reload());
}

introduce(collection);
connect();
showModes();
details.showNothing(data);
await watch({
  map: async () => {
    data.takePoints(await api.points());
    api.paths().then((known) => { paths = known; });
    map.show(data, thumbnail);
    if (given.place) map.lookAt(given.place);
    offerColorings();
    await showSelection();
  },
  scores: async () => {
    data.takeScores(await api.scores());
    found = data.found().map((issue) => ({ ...issue, name: IssueNames[issue.kind], select: `issue:${issue.kind}` }));
    thresholds.show(data);
    offerColorings();
    await showSelection();
  },
});
