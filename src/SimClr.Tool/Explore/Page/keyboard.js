// One key for everything that is done often. Keys do nothing while the user types, or in a dialog.

// commands: by key; map: those of the map, which work while it has the focus or nothing has
export function connectKeyboard(commands, map, mapElement) {
  window.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const target = event.target;
    if (target.matches('input, select, textarea')) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    const isOnMap = target === mapElement || target === document.body;
    const command = commands[event.key] ?? (isOnMap ? map[event.key] : undefined);
    if (!command) return;
    event.preventDefault();
    command();
  });
}
