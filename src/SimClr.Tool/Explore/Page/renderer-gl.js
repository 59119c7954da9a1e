// Points by WebGL: the processor only hands over a few numbers a frame.

const VertexShader = `#version 300 es
in vec2 position;
in vec4 color;
in float mask;
uniform vec2 scale, offset;
uniform float size, pass;
out vec4 tint;
void main() {
  tint = color;
  bool isOfPass = pass < 0.0 || (mask > 0.5) == (pass > 0.5);
  gl_Position = isOfPass ? vec4(position * scale + offset, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = size;
}`;

const FragmentShader = `#version 300 es
precision highp float;
in vec4 tint;
uniform float size, strength;
out vec4 pixel;
void main() {
  float alpha = strength;
  if (size > 3.0) {
    float fromEdge = (0.5 - length(gl_PointCoord - 0.5)) * size;
    alpha *= clamp(fromEdge, 0.0, 1.0);
    if (alpha <= 0.0) discard;
  }
  pixel = vec4(tint.rgb * alpha, alpha);
}`;

export class GlRenderer {
  #gl;
  #uniforms;
  #count = 0;
  #hasMask = false;
  #buffers = {};

  constructor(gl) {
    this.#gl = gl;
    const program = link(gl);
    gl.useProgram(program);
    this.#uniforms = Object.fromEntries(
      ['scale', 'offset', 'size', 'pass', 'strength'].map((name) => [name, gl.getUniformLocation(program, name)]));
    for (const [name, size, type, normalized] of [
      ['position', 2, gl.FLOAT, false], ['color', 4, gl.UNSIGNED_BYTE, true], ['mask', 1, gl.UNSIGNED_BYTE, false]]) {
      this.#buffers[name] = gl.createBuffer();
      gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffers[name]);
      const place = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, size, type, normalized, 0, 0);
    }
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  // Null where there is no WebGL, or one that the processor imitates: drawing by hand is faster than that.
  static create(canvas, isForced) {
    if (!isForced && !hasGraphicsProcessor()) return null;
    const gl = canvas.getContext('webgl2', { antialias: false, premultipliedAlpha: true });
    return gl && new GlRenderer(gl);
  }

  setPositions(positions) {
    this.#count = positions.length / 2;
    this.#fill('position', positions);
    this.#fill('mask', new Uint8Array(this.#count));
  }

  setColors(colors) {
    this.#fill('color', colors);
  }

  setMask(mask) {
    this.#hasMask = mask !== null;
    if (mask) this.#fill('mask', mask);
  }

  draw(camera, ratio, { radius, strength, dimmed }) {
    const gl = this.#gl;
    gl.viewport(0, 0, gl.canvas.width, gl.canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (this.#count === 0) return;
    const [sx, sy] = [(2 * camera.scale) / camera.width, (2 * camera.scale) / camera.height];
    gl.uniform2f(this.#uniforms.scale, sx, sy);
    gl.uniform2f(this.#uniforms.offset, -camera.x * sx, -camera.y * sy);
    if (!this.#hasMask) return this.#pass(-1, radius * ratio, strength);
    this.#pass(0, radius * ratio, dimmed);
    this.#pass(1, (radius + 0.6) * ratio, strength);
  }

  #pass(pass, radius, strength) {
    const gl = this.#gl;
    gl.uniform1f(this.#uniforms.pass, pass);
    gl.uniform1f(this.#uniforms.size, 2 * radius);
    gl.uniform1f(this.#uniforms.strength, strength);
    gl.drawArrays(gl.POINTS, 0, this.#count);
  }

  #fill(name, values) {
    const gl = this.#gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffers[name]);
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW);
  }
}

// Asked of a canvas of its own: one that has given WebGL gives nothing else any more.
function hasGraphicsProcessor() {
  const gl = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  const names = gl?.getExtension('WEBGL_debug_renderer_info');
  const name = names ? gl.getParameter(names.UNMASKED_RENDERER_WEBGL) : '';
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return gl !== null && !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}

function link(gl) {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, VertexShader], [gl.FRAGMENT_SHADER, FragmentShader]]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program));
  return program;
}
