/** Draws a track. All of it is on the graphics card once; moving through time changes one number. */
import { pixelsPerUnit, program, relative, rgb, uniforms } from './program';
import { corners, quads, thin } from './thin';

/** A point of a track: x, y relative to ORIGIN; seconds since its beginning; 1 where used, 0 where not. */
export const TRACK_STRIDE = 4;

export interface TrackShape {
  /** Every point, as TRACK_STRIDE says. */
  readonly points: Float32Array;
  /** The used ones in order, fourth number 1 where a gap lies before the point. */
  readonly line: Float32Array;
}

/** A circle: x, y relative to ORIGIN, radius on the square, strength 0 to 1. */
export const CIRCLE_STRIDE = 4;

export interface TrackColours {
  readonly used: string;
  readonly unused: string;
  readonly ground: string;
  readonly now: string;
}

const LINE_VERTEX = `
uniform mat4 u_matrix;
uniform vec2 u_screen;
uniform float u_now;
in vec4 a_from;
in vec4 a_to;
out float v_past;
out float v_gap;
out float v_along;
void main() {
  vec2 corner = vec2((gl_VertexID & 2) >> 1, (gl_VertexID & 1) * 2 - 1);
  vec4 one = u_matrix * vec4(a_from.xy, 0.0, 1.0);
  vec4 two = u_matrix * vec4(a_to.xy, 0.0, 1.0);
  vec2 a = one.xy / one.w * u_screen * 0.5;
  vec2 b = two.xy / two.w * u_screen * 0.5;
  vec2 way = b - a;
  float length_px = max(length(way), 0.001);
  vec2 aside = vec2(-way.y, way.x) / length_px;
  vec4 at = mix(one, two, corner.x);
  v_past = step(a_to.z, u_now);
  v_gap = a_to.w;
  v_along = corner.x * length_px;
  at.xy += aside * corner.y * 1.5 * 2.0 / u_screen * at.w;
  gl_Position = at;
}`;

const LINE_FRAGMENT = `
uniform vec3 u_used;
uniform vec3 u_unused;
in float v_past;
in float v_gap;
in float v_along;
out vec4 colour;
void main() {
  if (v_gap > 0.5 && mod(v_along, 12.0) > 4.0) discard;
  float strength = (v_past > 0.5 ? 0.9 : 0.22) * (v_gap > 0.5 ? 0.7 : 1.0);
  colour = vec4((v_gap > 0.5 ? u_unused : u_used) * strength, strength);
}`;

const POINT_VERTEX = `
uniform mat4 u_matrix;
uniform float u_now;
uniform float u_size;
uniform float u_part;
in vec4 a_point;
out float v_past;
out float v_used;
void main() {
  v_past = step(a_point.z, u_now);
  v_used = a_point.w;
  bool wanted = (u_part < 2.0) == (v_used > 0.5);
  gl_Position = wanted ? u_matrix * vec4(a_point.xy, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = u_size * (v_used > 0.5 ? 1.0 : 1.3);
}`;

const POINT_FRAGMENT = `
uniform vec3 u_used;
uniform vec3 u_unused;
uniform vec3 u_ground;
uniform float u_part;
in float v_past;
in float v_used;
out vec4 colour;
void main() {
  vec2 p = abs(gl_PointCoord - 0.5) * 2.0;
  float strength = v_past > 0.5 ? 1.0 : 0.3;
  if (v_used > 0.5) {
    float d = length(p);
    if (d > (u_part < 1.0 ? 1.0 : 0.72)) discard;
    colour = vec4((u_part < 1.0 ? u_ground : u_used) * strength, strength);
  } else {
    if (abs(p.x - p.y) > 0.3 || max(p.x, p.y) > 0.95) discard;
    colour = vec4(u_unused * strength, strength);
  }
}`;

const CIRCLE_VERTEX = `
uniform mat4 u_matrix;
in vec2 a_corner;
in vec4 a_circle;
out vec2 v_at;
out float v_strength;
out float v_edge;
uniform vec2 u_screen;
void main() {
  v_at = vec2(a_corner.x * 2.0 - 1.0, a_corner.y);
  v_strength = a_circle.w;
  vec4 middle = u_matrix * vec4(a_circle.xy, 0.0, 1.0);
  vec4 side = u_matrix * vec4(a_circle.xy + vec2(a_circle.z, 0.0), 0.0, 1.0);
  v_edge = 1.5 / max(1.5, length((side.xy / side.w - middle.xy / middle.w) * u_screen * 0.5));
  gl_Position = u_matrix * vec4(a_circle.xy + v_at * a_circle.z, 0.0, 1.0);
}`;

const CIRCLE_FRAGMENT = `
uniform vec3 u_used;
in vec2 v_at;
in float v_strength;
in float v_edge;
out vec4 colour;
void main() {
  float d = length(v_at);
  if (d > 1.0) discard;
  float a = (d > 1.0 - v_edge ? 0.9 : 0.1) * v_strength;
  colour = vec4(u_used * a, a);
}`;

/** Points closer than this on the screen are one. */
const APART_PX = 2;

/** Rims first, so that none lies over a neighbour; what was not used last, so that nothing lies over it. */
const RIMS = 0;
const USED = 1;
const UNUSED = 2;

const NAMES = [
  'u_matrix',
  'u_screen',
  'u_now',
  'u_size',
  'u_part',
  'u_used',
  'u_unused',
  'u_ground',
] as const;
type Names = (typeof NAMES)[number];

interface Pass {
  readonly program: WebGLProgram;
  readonly array: WebGLVertexArrayObject | null;
  readonly places: Record<Names, WebGLUniformLocation | null>;
}

export class TrackLayer {
  #gl: WebGL2RenderingContext | null = null;
  #passes: { line: Pass; points: Pass; circles: Pass } | null = null;
  #buffers: Record<'corners' | 'line' | 'order' | 'points' | 'circles', WebGLBuffer> | null = null;
  #shape: TrackShape | null = null;
  #circles = new Float32Array(0);
  #fresh = false;
  #zoom = 0;
  #drawn = { segments: 0, points: 0 };
  #now_s = Infinity;
  #colours: TrackColours = { used: '#7cc4ff', unused: '#a9b8c8', ground: '#0b1118', now: '#ffe66d' };

  /** Told how many points are drawn for all there are, whenever that changes. */
  onthinned: ((drawn: number, all: number) => void) | null = null;

  start(gl: WebGL2RenderingContext): void {
    this.#gl = gl;
    const buffers = {
      corners: gl.createBuffer(),
      line: gl.createBuffer(),
      order: gl.createBuffer(),
      points: gl.createBuffer(),
      circles: gl.createBuffer(),
    };
    this.#buffers = buffers;
    gl.bindBuffer(gl.ARRAY_BUFFER, buffers.corners);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, -1, 0, 1, 1, -1, 1, 1]), gl.STATIC_DRAW);
    const pass = (vertex: string, fragment: string, join: (made: WebGLProgram) => void): Pass => {
      const made = program(gl, vertex, fragment);
      const array = gl.createVertexArray();
      gl.bindVertexArray(array);
      join(made);
      gl.bindVertexArray(null);
      return { program: made, array, places: uniforms(gl, made, NAMES) };
    };
    const give = (
      made: WebGLProgram,
      name: string,
      buffer: WebGLBuffer,
      size: number,
      offset = 0,
      each = 0,
    ): void => {
      const at = gl.getAttribLocation(made, name);
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.enableVertexAttribArray(at);
      gl.vertexAttribPointer(at, size, gl.FLOAT, false, size * 4, offset);
      gl.vertexAttribDivisor(at, each);
    };
    this.#passes = {
      line: pass(LINE_VERTEX, LINE_FRAGMENT, (made) => {
        // Not one instance a segment: drivers pay for each instance, and software pays a frame's time for thousands.
        give(made, 'a_from', buffers.line, TRACK_STRIDE);
        give(made, 'a_to', buffers.line, TRACK_STRIDE, corners * TRACK_STRIDE * 4);
        gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffers.order);
      }),
      points: pass(POINT_VERTEX, POINT_FRAGMENT, (made) =>
        give(made, 'a_point', buffers.points, TRACK_STRIDE),
      ),
      circles: pass(CIRCLE_VERTEX, CIRCLE_FRAGMENT, (made) => {
        give(made, 'a_corner', buffers.corners, 2);
        give(made, 'a_circle', buffers.circles, CIRCLE_STRIDE, 0, 1);
      }),
    };
    this.#fresh = true;
  }

  stop(): void {
    const gl = this.#gl;
    for (const pass of Object.values(this.#passes ?? {})) {
      gl?.deleteProgram(pass.program);
      gl?.deleteVertexArray(pass.array);
    }
    for (const buffer of Object.values(this.#buffers ?? {})) gl?.deleteBuffer(buffer);
    this.#gl = null;
  }

  colours(chosen: TrackColours): void {
    this.#colours = chosen;
  }

  show(shape: TrackShape | null): void {
    this.#shape = shape;
    this.#fresh = true;
  }

  /** now_s: seconds since the track's beginning; what lies after is drawn faint. circles: as CIRCLE_STRIDE says. */
  at(now_s: number, circles: Float32Array): void {
    this.#now_s = now_s;
    this.#circles = Float32Array.from(circles);
  }

  draw(matrix: ArrayLike<number>, ratio: number): void {
    const gl = this.#gl;
    const passes = this.#passes;
    const shape = this.#shape;
    if (gl === null || passes === null || shape === null || this.#buffers === null) return;
    const placed = relative(matrix);
    this.#upload(gl, shape, pixelsPerUnit(matrix, gl.drawingBufferWidth / ratio));
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.disable(gl.CULL_FACE);
    this.#begin(gl, passes.circles, placed, ratio);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffers.circles);
    gl.bufferData(gl.ARRAY_BUFFER, this.#circles, gl.STREAM_DRAW);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.#circles.length / CIRCLE_STRIDE);
    this.#begin(gl, passes.line, placed, ratio);
    gl.drawElements(gl.TRIANGLES, this.#drawn.segments * 6, gl.UNSIGNED_INT, 0);
    this.#begin(gl, passes.points, placed, ratio);
    // Where points fall together a rim tells none from another; it would only hide the line.
    const together = this.#drawn.points < shape.points.length / TRACK_STRIDE;
    for (const part of together ? [USED, UNUSED] : [RIMS, USED, UNUSED]) {
      gl.uniform1f(passes.points.places.u_part, part);
      gl.drawArrays(gl.POINTS, 0, this.#drawn.points);
    }
    this.#now(gl, passes.points, ratio);
    gl.bindVertexArray(null);
  }

  /** The point that is told of beside the map, over all others: its circle may be smaller than a pixel. */
  #now(gl: WebGL2RenderingContext, pass: Pass, ratio: number): void {
    if (this.#drawn.points === 0 || this.#circles.length === 0) return;
    const [x = 0, y = 0] = this.#circles.subarray(-CIRCLE_STRIDE);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffers?.points ?? null);
    const at = this.#drawn.points * TRACK_STRIDE * 4;
    gl.bufferSubData(gl.ARRAY_BUFFER, at, new Float32Array([x, y, this.#now_s, 1]));
    gl.uniform1f(pass.places.u_size, 14 * ratio);
    gl.uniform3fv(pass.places.u_used, rgb(this.#colours.now));
    for (const part of [RIMS, USED]) {
      gl.uniform1f(pass.places.u_part, part);
      gl.drawArrays(gl.POINTS, this.#drawn.points, 1);
    }
  }

  #begin(gl: WebGL2RenderingContext, pass: Pass, matrix: Float32Array, ratio: number): void {
    gl.useProgram(pass.program);
    gl.bindVertexArray(pass.array);
    gl.uniformMatrix4fv(pass.places.u_matrix, false, matrix);
    gl.uniform2f(pass.places.u_screen, gl.drawingBufferWidth / ratio, gl.drawingBufferHeight / ratio);
    gl.uniform1f(pass.places.u_now, this.#now_s);
    gl.uniform1f(pass.places.u_size, 8 * ratio);
    gl.uniform3fv(pass.places.u_used, rgb(this.#colours.used));
    gl.uniform3fv(pass.places.u_unused, rgb(this.#colours.unused));
    gl.uniform3fv(pass.places.u_ground, rgb(this.#colours.ground));
  }

  /** scale: CSS pixels across one unit of the square. What would fall on one spot is left out, at each zoom anew. */
  #upload(gl: WebGL2RenderingContext, shape: TrackShape, scale: number): void {
    const zoom = Math.ceil(Math.log2(Math.abs(scale)));
    if (!this.#fresh && zoom === this.#zoom) return;
    const apart = APART_PX / 2 ** zoom;
    const line = thin(shape.line, apart, true);
    const points = thin(shape.points, apart, false);
    const { vertices, order, segments } = quads(line);
    gl.bindVertexArray(this.#passes?.line.array ?? null);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffers?.line ?? null);
    gl.bufferData(gl.ARRAY_BUFFER, vertices, gl.STATIC_DRAW);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, order, gl.STATIC_DRAW);
    gl.bindVertexArray(null);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffers?.points ?? null);
    // One more, for the point of now.
    gl.bufferData(gl.ARRAY_BUFFER, points.byteLength + TRACK_STRIDE * 4, gl.DYNAMIC_DRAW);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, points);
    this.#drawn = { segments, points: points.length / TRACK_STRIDE };
    this.#zoom = zoom;
    this.#fresh = false;
    this.onthinned?.(this.#drawn.points, shape.points.length / TRACK_STRIDE);
  }
}
