import { GlRenderer } from './renderer-gl.js';
import { PixelRenderer } from './renderer-2d.js';

// WebGL where there is a graphics processor, else pixels by hand; a user, or a test, may ask for one of the two.
export function createRenderer(canvas, wish) {
  const gl = wish === '2d' ? null : GlRenderer.create(canvas, wish === 'webgl');
  canvas.dataset.renderer = gl ? 'webgl' : '2d';
  return gl ?? new PixelRenderer(canvas);
}
