// The few things that every part of the page does with elements.

export const byId = (id) => document.getElementById(id);

// An element with properties (aria-* and data-* are attributes) and children.
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties))
    if (name.includes('-') || name === 'role') made.setAttribute(name, value);
    else made[name] = value;
  made.append(...children);
  return made;
}

// Says something to those who listen to the page rather than look at it.
export function announce(text) {
  byId('announce').textContent = text;
}

let hiding;

// Says what went wrong, for a while.
export function notice(text) {
  const place = byId('notice');
  place.textContent = text;
  place.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { place.hidden = true; }, 6000);
}

// Runs what may fail, and says so if it does.
export async function attempt(work) {
  try {
    return await work();
  } catch (problem) {
    notice(problem.message);
    return undefined;
  }
}

export function download(blob, name) {
  const address = URL.createObjectURL(blob);
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
