// Search by file name, and by a picture that is chosen or dropped.

import { byId, notice } from './dom.js';

const MostBytes = 64 * 2 ** 20;

// found: text(words or null), picture(file)
export function connectSearch(found) {
  byId('search').addEventListener('submit', (event) => {
    event.preventDefault();
    found.text(byId('search-text').value.trim() || null);
  });
  // Emptied by its own button.
  byId('search-text').addEventListener('search', () => byId('search-text').value || found.text(null));
  byId('search-picture').addEventListener('click', () => byId('search-file').click());
  byId('search-file').addEventListener('change', (event) => take(event.target.files, found));
  connectDrop(found);
}

function connectDrop(found) {
  const veil = byId('drop');
  let inside = 0;
  const show = (change) => {
    inside = Math.max(0, inside + change);
    veil.hidden = inside === 0;
  };
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  window.addEventListener('dragenter', (event) => hasFiles(event) && show(1));
  window.addEventListener('dragleave', (event) => hasFiles(event) && show(-1));
  window.addEventListener('dragover', (event) => event.preventDefault());
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    show(-Infinity);
    take(event.dataTransfer.files, found);
  });
}

function take([file], found) {
  if (!file) return;
  if (file.size > MostBytes) notice(`${file.name} is larger than 64 MiB.`);
  else found.picture(file);
  byId('search-file').value = '';
}
