// Draws the map on the GPU.

const VERTEX = `#version 300 es
uniform vec2 center, scale;
uniform float size, fade;
uniform vec3 background;
in vec2 place;
in vec3 color;
out vec3 seen;
void main() {
  gl_Position = vec4((place - center) * scale, 0, 1);
  gl_PointSize = size;
  seen = mix(color, background, fade);
}`;

// A disc has an antialiased edge and exactly its color inside. Below 3 pixels there is
// hardly any inside, and the whole square is filled.
const FRAGMENT = `#version 300 es
precision highp float;
uniform float size, ring;
uniform vec3 ink;
in vec3 seen;
out vec4 pixel;
void main() {
  float inwards = 0.5 * size - length(gl_PointCoord - 0.5) * size;
  float covered = size < 3.0 ? 1.0 : clamp(inwards + 0.5, 0.0, 1.0);
  float inked = clamp(ring - inwards + 0.5, 0.0, 1.0) * step(0.5, ring);
  pixel = vec4(mix(seen, ink, inked) * covered, covered);
}`;

class WebGLRenderer {
  static open(canvas, layout, order) {
    if (!hasGraphicsCard()) return null;
    const gl = canvas.getContext("webgl2", { alpha: false, antialias: false });
    return gl && new WebGLRenderer(gl, layout, order);
  }

  constructor(gl, layout, order) {
    this.gl = gl;
    this.order = order;
    this.program = linkProgram(gl);
    this.buffers = new Map();
    gl.useProgram(this.program);
    const type = layout instanceof Float32Array ? gl.FLOAT : gl.UNSIGNED_SHORT;
    this.bind(layout, "place", 2, type, false);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  draw({ view, ratio, colors, size, selected, marked, background, ink }) {
    const { gl } = this;
    const scale = [(2 * view.scale) / view.width, (2 * view.scale) / view.height];
    gl.viewport(0, 0, gl.canvas.width, gl.canvas.height);
    gl.clearColor(...background.map((c) => c / 255), 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    this.bind(colors, "color", 3, gl.UNSIGNED_BYTE, true);
    this.set({ center: view.center, scale, background: background.map((c) => c / 255) });
    this.set({ size: [size * ratio], fade: [selected ? FADE : 0], ring: [0] });
    this.drawRows(this.order);
    if (!selected) return;
    this.set({ fade: [0], ink: ink.map((c) => c / 255) });
    if (marked) this.set({ size: [MARK_SIZE * ratio], ring: [MARK_RING * ratio] });
    this.drawRows(selected);
  }

  drawRows(rows) {
    const { gl } = this;
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.upload(rows, gl.ELEMENT_ARRAY_BUFFER));
    gl.drawElements(gl.POINTS, rows.length, gl.UNSIGNED_INT, 0);
  }

  bind(values, name, width, type, normalized) {
    const { gl } = this;
    const slot = gl.getAttribLocation(this.program, name);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.upload(values, gl.ARRAY_BUFFER));
    gl.enableVertexAttribArray(slot);
    gl.vertexAttribPointer(slot, width, type, normalized, 0, 0);
  }

  set(uniforms) {
    for (const [name, value] of Object.entries(uniforms)) {
      const slot = this.gl.getUniformLocation(this.program, name);
      this.gl[`uniform${value.length}fv`](slot, value);
    }
  }

  // The buffer of an array; each array is uploaded once.
  upload(values, target) {
    const { gl } = this;
    if (!this.buffers.has(values)) {
      const buffer = gl.createBuffer();
      gl.bindBuffer(target, buffer);
      gl.bufferData(target, values, gl.STATIC_DRAW);
      this.buffers.set(values, buffer);
    }
    return this.buffers.get(values);
  }

  forget(values) {
    this.gl.deleteBuffer(this.buffers.get(values) ?? null);
    this.buffers.delete(values);
  }
}

// With software WebGL, CanvasRenderer is ten times as fast. This tests a separate canvas,
// because a canvas with a WebGL context cannot get another kind.
function hasGraphicsCard() {
  const canvas = document.createElement("canvas");
  const gl = canvas.getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  if (!gl) return false;
  const known = gl.getExtension("WEBGL_debug_renderer_info");
  const name = gl.getParameter(known ? known.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}

function linkProgram(gl) {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS)) return program;
  throw new Error(gl.getProgramInfoLog(program));
}
