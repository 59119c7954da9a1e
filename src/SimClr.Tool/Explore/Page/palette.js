// Colors that stay apart for the color-blind: Okabe and Ito 2008 for kinds, a ramp of even lightness for numbers.

const Kinds = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#b8ad1f'];
const None = { light: '#a9adb3', dark: '#5d646d' };

// Beyond the seven: the same, farther from the background, then nearer to it.
const Shades = { light: [0, -0.4, 0.45], dark: [0, 0.5, -0.35] };

// cividis (Nuñez et al. 2018), from its dark end; without its darkest and lightest parts, which vanish on dark and on white.
const Ramp = ['#00336f', '#39486b', '#575c6d', '#707173', '#8a8779', '#a69d75', '#c4b56c', '#e4cf5b'];
const RampOnDark = ['#2a5599', '#4a6287', '#64727f', '#7f837d', '#9a957c', '#b6a975', '#d4be69', '#f3d655'];

export function kindColor(number, isDark) {
  if (number < 0) return rgb(isDark ? None.dark : None.light);
  const shades = isDark ? Shades.dark : Shades.light;
  const shade = shades[Math.floor(number / Kinds.length) % shades.length];
  return rgb(Kinds[number % Kinds.length]).map((c) => Math.round(shade < 0 ? c * (1 + shade) : c + (255 - c) * shade));
}

// Of a part from 0 to 1.
export function rampColor(part, isDark) {
  const ramp = isDark ? RampOnDark : Ramp;
  const at = Math.min(1, Math.max(0, part)) * (ramp.length - 1);
  const below = Math.min(ramp.length - 2, Math.floor(at));
  const [from, to] = [rgb(ramp[below]), rgb(ramp[below + 1])];
  return from.map((c, i) => Math.round(c + (to[i] - c) * (at - below)));
}

export const css = (color) => `rgb(${color.join(' ')})`;

function rgb(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}
