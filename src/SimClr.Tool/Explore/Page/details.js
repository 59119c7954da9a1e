// The panel of pictures: one picture with its neighbors, or the selection, or what can be done.

import { byId, element } from './dom.js';
import { Gallery } from './gallery.js';
import { IssueNames, number, pictures } from './words.js';

const Samples = 6;

export class Details {
  #panel = byId('details');
  #selection;
  #neighbors;
  #actions;
  #thumbnail;
  #image;

  // actions: open(index), close(), tag(), exportList(), clear(), hover(index), untag(name), select(text)
  constructor({ thumbnail, image, describe, actions }) {
    [this.#thumbnail, this.#image, this.#actions] = [thumbnail, image, actions];
    const events = { opened: actions.open, hovered: actions.hover };
    this.#selection = new Gallery(thumbnail, describe, events);
    this.#neighbors = new Gallery(thumbnail, describe, events);
  }

  // found: { name, select, pictures } of each kind of issue
  showNothing(data, found = []) {
    this.#panel.replaceChildren(
      ...found.map((issue) => this.#overview(issue)),
      element('div', { className: 'empty' },
        element('p', { textContent: `${pictures(data.count)} on the map. Those that look alike lie close together.` }),
        element('ul', {},
          element('li', { textContent: 'Click a point for its picture and its neighbors.' }),
          element('li', { textContent: 'Drag to move, scroll or pinch to zoom.' }),
          element('li', { textContent: 'Hold Shift and draw round points to select them.' }),
          element('li', { textContent: 'Choose a color of the legend, or move a slider.' }),
          element('li', { textContent: 'Drop a picture to find the ones like it.' }))));
  }

  // What is still to come.
  showWait(text) {
    this.#panel.replaceChildren(element('p', { className: 'hint', role: 'status', textContent: text }));
  }

  showSelection({ title, hint, pictures: found, matches, preview }) {
    const count = element('p', { className: 'count', textContent: pictures(found.length) });
    const buttons = element('p', { className: 'buttons' },
      this.#button('Tag…', this.#actions.tag, found.length === 0),
      this.#button('Export list', this.#actions.exportList, found.length === 0),
      this.#button('Clear', this.#actions.clear));
    const heading = element('div', { className: 'heading' }, element('h2', { textContent: title, tabIndex: -1 }), count);
    if (preview) heading.prepend(element('img', { className: 'preview', src: preview, alt: 'The picture that was looked for' }));
    if (hint) heading.append(element('p', { className: 'hint', textContent: hint }));
    this.#panel.replaceChildren(heading, buttons, this.#selection.root);
    this.#selection.show(found, matches?.map((match) => match.similarity.toFixed(3)) ?? null);
  }

  showPicture(picture, className, neighbors) {
    const path = picture.path.split('/');
    const heading = element('div', { className: 'heading' },
      element('div', { className: 'line' },
        element('h2', { textContent: path.pop(), title: picture.path, tabIndex: -1 }),
        element('button', { type: 'button', className: 'icon', 'aria-label': 'Close the picture', title: 'Close (Esc)', textContent: '×', onclick: this.#actions.close })),
      element('p', { className: 'count', textContent: [path.join('/'), className && className !== path.at(-1) ? className : ''].filter(Boolean).join(' · ') }));
    const full = element('img', { className: 'full', src: this.#image(picture.index), alt: `${picture.path}${className ? `, class ${className}` : ''}` });
    // A few pixels are better seen than smeared.
    full.addEventListener('load', () => full.classList.toggle('tiny', full.naturalWidth < 100));
    const tags = element('div', { className: 'chips' }, ...picture.tags.map((name) => this.#tag(name)), this.#button('Tag…', this.#actions.tag));
    this.#panel.replaceChildren(
      heading, full, this.#issues(picture.issues), tags,
      element('h3', { textContent: `Nearest ${number(neighbors.length)}` }), this.#neighbors.root);
    this.#neighbors.show(neighbors.map((match) => match.index), neighbors.map((match) => match.similarity.toFixed(3)));
  }

  #overview({ name, select, pictures: found }) {
    const samples = element('span', { className: 'samples' }, ...found.slice(0, Samples).map((index) => element('img', { src: this.#thumbnail(index), alt: '' })));
    const button = element('button', { type: 'button', className: 'overview' },
      element('span', { className: 'line' }, element('strong', { textContent: name }), element('span', { className: 'count', textContent: number(found.length) })), samples);
    button.addEventListener('click', () => this.#actions.select(select));
    return button;
  }

  #issues(issues) {
    return element('ul', { className: 'issues' }, ...issues.map((issue) => {
      const line = element('li', {}, element('strong', { textContent: IssueNames[issue.kind] }), ` ${issue.reason} `);
      if (issue.other !== null) line.append(this.#twin(issue.other));
      return line;
    }));
  }

  #twin(index) {
    const button = element('button', { type: 'button', className: 'twin', 'aria-label': 'Open the picture that it duplicates' }, element('img', { src: this.#thumbnail(index), alt: '' }));
    button.addEventListener('click', () => this.#actions.open(index));
    return button;
  }

  #tag(name) {
    const remove = element('button', { type: 'button', className: 'remove', textContent: '×', 'aria-label': `Take the tag ${name} off` });
    remove.addEventListener('click', () => this.#actions.untag(name));
    const open = element('button', { type: 'button', className: 'plain', textContent: name });
    open.addEventListener('click', () => this.#actions.select(`tag:${name}`));
    return element('span', { className: 'chip' }, open, remove);
  }

  #button(text, onclick, disabled = false) {
    return element('button', { type: 'button', textContent: text, onclick, disabled });
  }
}
