// Light or dark: as the system has it, until the user says otherwise.

const dark = matchMedia('(prefers-color-scheme: dark)');
const Key = 'simclr-theme';

export const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';

export function connectTheme(button, changed) {
  const chosen = localStorage.getItem(Key);
  if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset.theme = chosen;
  const toggle = () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    localStorage.setItem(Key, document.documentElement.dataset.theme);
    changed();
  };
  button.addEventListener('click', toggle);
  dark.addEventListener('change', changed);
  return toggle;
}
