// Draws the map on the GPU.

import { FADE, RIM } from "./marks.js";

const VERTEX = `#version 300 es
uniform vec2 center, scale, formerCenter, formerScale;
uniform float size, fade, share;
uniform vec3 background;
layout(location = 0) in vec2 place; // an array, as drivers want the first to be
in vec2 former;
in vec3 color;
out vec3 seen;
void main() {
  vec2 before = (former - formerCenter) * formerScale;
  gl_Position = vec4(mix(before, (place - center) * scale, share), 0, 1);
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

const UNIFORMS = /** @type {const} */ ([
  "center",
  "scale",
  "formerCenter",
  "formerScale",
  "share",
  "size",
  "fade",
  "background",
  "ring",
  "ink",
]);

export class WebGLRenderer {
  /**
   * A renderer, or null without a graphics card.
   * @param {HTMLCanvasElement} canvas
   * @param {Uint32Array} order
   */
  static open(canvas, order) {
    if (!hasGraphicsCard()) return null;
    const gl = canvas.getContext("webgl2", { alpha: false, antialias: false });
    return gl && new WebGLRenderer(gl, order);
  }

  /**
   * @param {WebGL2RenderingContext} gl
   * @param {Uint32Array} order
   */
  constructor(gl, order) {
    this.gl = gl;
    this.order = order;
    const program = linkProgram(gl);
    this.place = gl.getAttribLocation(program, "place");
    this.former = gl.getAttribLocation(program, "former");
    this.color = gl.getAttribLocation(program, "color");
    this.slots = Object.fromEntries(
      UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]),
    );
    /** @type {Map<ArrayBufferView, WebGLBuffer>} */
    this.buffers = new Map();
    gl.useProgram(program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  /**
   * Draw all points. Returns true, as a renderer does that needs no more time.
   * @param {import("./marks.js").Frame} frame
   */
  draw(frame) {
    const { ratio, colors, size, rows, selected, markSize, ring, rim, background, ink } = frame;
    const { gl, slots } = this;
    const drawn = rows ?? this.order;
    const [red, green, blue] = background.map((c) => c / 255);
    gl.viewport(0, 0, gl.canvas.width, gl.canvas.height);
    gl.clearColor(red, green, blue, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    this.bind(colors, this.color, 3, gl.UNSIGNED_BYTE, true);
    this.bindPlaces(frame);
    gl.uniform1f(slots.ring, 0);
    if (rim) {
      gl.uniform3f(slots.background, rim[0] / 255, rim[1] / 255, rim[2] / 255);
      gl.uniform1f(slots.size, (size + 2 * RIM) * ratio);
      gl.uniform1f(slots.fade, 1);
      this.drawRows(drawn);
    }
    gl.uniform3f(slots.background, red, green, blue);
    gl.uniform1f(slots.size, size * ratio);
    gl.uniform1f(slots.fade, selected ? FADE : 0);
    this.drawRows(drawn);
    if (!selected) return true;
    gl.uniform1f(slots.fade, 0);
    gl.uniform3f(slots.ink, ink[0] / 255, ink[1] / 255, ink[2] / 255);
    gl.uniform1f(slots.size, markSize * ratio);
    gl.uniform1f(slots.ring, ring * ratio);
    this.drawRows(selected);
    return true;
  }

  /** @param {import("./marks.js").Frame} frame */
  bindPlaces({ view, steps, before }) {
    const { gl, slots } = this;
    this.bindLayout(steps, this.place);
    setView(gl, slots.center, slots.scale, view);
    gl.uniform1f(slots.share, before ? before.share : 1);
    if (before) {
      this.bindLayout(before.steps, this.former);
      setView(gl, slots.formerCenter, slots.formerScale, before.view);
    } else gl.disableVertexAttribArray(this.former);
  }

  /**
   * @param {Uint16Array | Float32Array} steps
   * @param {number} slot
   */
  bindLayout(steps, slot) {
    const { FLOAT, UNSIGNED_SHORT } = this.gl;
    this.bind(steps, slot, 2, steps instanceof Float32Array ? FLOAT : UNSIGNED_SHORT, false);
  }

  more() {
    return true; // all is drawn
  }

  /** @param {Uint32Array} rows */
  drawRows(rows) {
    const { gl } = this;
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.upload(rows, gl.ELEMENT_ARRAY_BUFFER));
    gl.drawElements(gl.POINTS, rows.length, gl.UNSIGNED_INT, 0);
  }

  /**
   * @param {ArrayBufferView} values
   * @param {number} slot
   * @param {number} width
   * @param {number} type
   * @param {boolean} normalized
   */
  bind(values, slot, width, type, normalized) {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.upload(values, gl.ARRAY_BUFFER));
    gl.enableVertexAttribArray(slot);
    gl.vertexAttribPointer(slot, width, type, normalized, 0, 0);
  }

  /**
   * The buffer of an array; each array is uploaded once.
   * @param {ArrayBufferView} values
   * @param {number} target
   */
  upload(values, target) {
    const { gl } = this;
    let buffer = this.buffers.get(values);
    if (!buffer) {
      buffer = gl.createBuffer();
      gl.bindBuffer(target, buffer);
      gl.bufferData(target, values, gl.STATIC_DRAW);
      this.buffers.set(values, buffer);
    }
    return buffer;
  }

  /**
   * @param {Float32Array | Uint8Array} values
   * @param {number} from
   * @param {number} to
   */
  refresh(values, from, to) {
    const { gl } = this;
    const buffer = this.buffers.get(values);
    if (!buffer) return; // not uploaded yet
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferSubData(gl.ARRAY_BUFFER, from * values.BYTES_PER_ELEMENT, values, from, to - from);
  }

  /** @param {ArrayBufferView} values */
  forget(values) {
    this.gl.deleteBuffer(this.buffers.get(values) ?? null);
    this.buffers.delete(values);
  }

  /** Give the context back at once; browsers allow about 16 of them. */
  close() {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }
}

/**
 * @param {WebGL2RenderingContext} gl
 * @param {WebGLUniformLocation | null} center
 * @param {WebGLUniformLocation | null} scale
 * @param {import("./view.js").View} view
 */
function setView(gl, center, scale, view) {
  gl.uniform2f(center, view.center[0], view.center[1]);
  gl.uniform2f(scale, (2 * view.scale) / view.width, (2 * view.scale) / view.height);
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

/** @param {WebGL2RenderingContext} gl */
function linkProgram(gl) {
  const program = gl.createProgram();
  for (const [type, source] of /** @type {[number, string][]} */ ([
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ])) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error("the graphics card makes no shader");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS)) return program;
  throw new Error(gl.getProgramInfoLog(program) ?? "the graphics card refuses the program");
}
