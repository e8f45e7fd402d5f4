/** Draws people: one point sprite each, shaped by its severity; gatherings with their number. */
import { program, relative, rgb, uniforms } from './program';
import { shortCount, STRIDE, type Sprites } from './sprites';

export interface PeopleColours {
  /** Of nobody's incident, info, warning, high, critical: as LEVELS. */
  readonly levels: readonly string[];
  readonly ground: string;
  readonly text: string;
}

const VERTEX = `
uniform mat4 u_matrix;
uniform float u_ratio;
in vec2 a_at;
in vec4 a_what;
in vec2 a_aside;
uniform vec2 u_screen;
out float v_level;
out float v_many;
out float v_turn;
out float v_opacity;
out float v_size;
void main() {
  v_level = a_what.x;
  v_many = a_what.y;
  v_turn = a_what.z;
  v_opacity = a_what.w;
  v_size = v_many > 1.5 ? 40.0 + 6.0 * log(v_many) / 2.3 : (v_turn >= 0.0 ? 46.0 : 26.0);
  gl_Position = u_matrix * vec4(a_at, 0.0, 1.0);
  gl_Position.xy += a_aside * vec2(2.0, -2.0) / u_screen * gl_Position.w;
  gl_PointSize = v_size * u_ratio;
}`;

const FRAGMENT = `
uniform vec3 u_levels[5];
uniform vec3 u_ground;
uniform vec3 u_text;
uniform sampler2D u_labels;
in float v_level;
in float v_many;
in float v_turn;
in float v_opacity;
in float v_size;
out vec4 colour;

float shape(vec2 p, float level, float r) {
  if (level > 3.5) {
    vec2 q = vec2(abs(p.x), -p.y);
    return max(dot(q - vec2(0.0, r), vec2(0.862, 0.507)), -q.y - 0.7 * r);
  }
  if (level > 2.5) return (abs(p.x) + abs(p.y) - r) * 0.7071;
  if (level > 1.5) return length(p) - 0.85 * r;
  if (level > 0.5) return abs(length(p) - 0.68 * r) - 0.22 * r;
  return length(p) - 0.45 * r;
}
float covered(float d) { return clamp(0.5 - d, 0.0, 1.0); }
vec4 over(vec4 top, vec4 under) { return top + under * (1.0 - top.a); }
vec4 paint(vec3 c, float a) { return vec4(c * a, a); }

vec4 gathering(vec2 p, vec3 tint) {
  float r = 0.5 * v_size - 6.0;
  float d = length(p) - r;
  vec4 made = paint(u_ground, covered(d - 1.5));
  made = over(paint(tint, covered(abs(d + 2.0) - 2.0)), made);
  float cell = v_turn;
  vec2 inside = p / vec2(40.0, 20.0) + 0.5;
  if (all(greaterThan(inside, vec2(0.0))) && all(lessThan(inside, vec2(1.0)))) {
    vec2 uv = (vec2(mod(cell, 12.0), floor(cell / 12.0)) + inside) * vec2(80.0, 40.0) / vec2(1024.0, 2048.0);
    made = over(paint(u_text, texture(u_labels, uv).a), made);
  }
  if (v_level > 0.5) {
    vec2 badge = p - vec2(0.72, -0.72) * r;
    made = over(paint(u_ground, covered(shape(badge, max(v_level, 2.0), 6.5) - 1.5)), made);
    made = over(paint(tint, covered(shape(badge, v_level, 6.5))), made);
  }
  return made;
}

vec4 person(vec2 p, vec3 tint) {
  float r = v_level > 0.5 ? 10.0 : 9.0;
  float d = shape(p, v_level, r);
  vec4 made = paint(u_ground, covered((v_level > 0.5 && v_level < 1.5 ? length(p) - 0.9 * r : d) - 1.8));
  made = over(paint(tint, covered(d)), made);
  if (v_turn >= 0.0) {
    float turn = radians(v_turn);
    vec2 q = vec2(p.x * cos(turn) + p.y * sin(turn), p.x * sin(turn) - p.y * cos(turn));
    float tip = max(dot(vec2(abs(q.x), q.y) - vec2(0.0, 21.0), vec2(0.848, 0.53)), 12.5 - q.y);
    made = over(made, over(paint(tint, covered(tip)), paint(u_ground, covered(tip - 1.5))));
  }
  return made;
}

void main() {
  vec2 p = (gl_PointCoord - 0.5) * v_size;
  vec3 tint = u_levels[int(v_level + 0.5)];
  colour = (v_many > 1.5 ? gathering(p, tint) : person(p, tint)) * v_opacity;
  if (colour.a < 0.01) discard;
}`;

const ATLAS = { width: 1024, height: 2048 } as const;
const CELL = { width: 80, height: 40, across: 12, all: 612 } as const;
/** 25,000 people fall into gatherings of at most this many different sizes. */
const MOST_LABELS = 223;

export class PeopleLayer {
  #gl: WebGL2RenderingContext | null = null;
  #program: WebGLProgram | null = null;
  #places: Record<string, WebGLUniformLocation | null> = {};
  #buffer: WebGLBuffer | null = null;
  #array: WebGLVertexArrayObject | null = null;
  #labels: WebGLTexture | null = null;
  #canvas: CanvasRenderingContext2D | null = null;
  readonly #written = new Map<string, number>();
  #repaint = false;
  #sprites: Sprites | null = null;
  #fresh = false;
  #colours: PeopleColours = { levels: [], ground: '#000000', text: '#ffffff' };

  start(gl: WebGL2RenderingContext): void {
    this.#gl = gl;
    this.#program = program(gl, VERTEX, FRAGMENT);
    this.#places = uniforms(gl, this.#program, [
      'u_matrix',
      'u_ratio',
      'u_screen',
      'u_levels',
      'u_ground',
      'u_text',
      'u_labels',
    ]);
    this.#buffer = gl.createBuffer();
    this.#array = gl.createVertexArray();
    this.#labels = gl.createTexture();
    gl.bindVertexArray(this.#array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    const at = gl.getAttribLocation(this.#program, 'a_at');
    const what = gl.getAttribLocation(this.#program, 'a_what');
    gl.enableVertexAttribArray(at);
    gl.enableVertexAttribArray(what);
    const aside = gl.getAttribLocation(this.#program, 'a_aside');
    gl.enableVertexAttribArray(aside);
    gl.vertexAttribPointer(aside, 2, gl.FLOAT, false, STRIDE * 4, 24);
    gl.vertexAttribPointer(at, 2, gl.FLOAT, false, STRIDE * 4, 0);
    gl.vertexAttribPointer(what, 4, gl.FLOAT, false, STRIDE * 4, 8);
    gl.bindVertexArray(null);
    this.#fresh = true;
    this.#repaint = true;
  }

  stop(): void {
    const gl = this.#gl;
    gl?.deleteProgram(this.#program);
    gl?.deleteBuffer(this.#buffer);
    gl?.deleteVertexArray(this.#array);
    gl?.deleteTexture(this.#labels);
    this.#gl = null;
  }

  colours(chosen: PeopleColours): void {
    this.#colours = chosen;
  }

  show(sprites: Sprites): void {
    if (this.#written.size > CELL.all - MOST_LABELS) this.#written.clear();
    for (let one = 0; one < sprites.count; one += 1) {
      const at = one * STRIDE;
      const many = sprites.data[at + 3] as number;
      if (many > 1) sprites.data[at + 4] = this.#cell(shortCount(many));
    }
    this.#sprites = sprites;
    this.#fresh = true;
  }

  /** matrix: from the unit square of Web Mercator to the screen. ratio: device pixels in one of CSS. */
  draw(matrix: ArrayLike<number>, ratio: number): void {
    const gl = this.#gl;
    const places = this.#places;
    if (gl === null || this.#sprites === null || this.#sprites.count === 0) return;
    gl.useProgram(this.#program);
    gl.bindVertexArray(this.#array);
    this.#upload(gl, this.#sprites);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.#labels);
    gl.uniform1i(places['u_labels'] ?? null, 0);
    gl.uniformMatrix4fv(places['u_matrix'] ?? null, false, relative(matrix));
    gl.uniform1f(places['u_ratio'] ?? null, ratio);
    gl.uniform2f(places['u_screen'] ?? null, gl.drawingBufferWidth / ratio, gl.drawingBufferHeight / ratio);
    gl.uniform3fv(places['u_levels'] ?? null, this.#colours.levels.flatMap(rgb));
    gl.uniform3fv(places['u_ground'] ?? null, rgb(this.#colours.ground));
    gl.uniform3fv(places['u_text'] ?? null, rgb(this.#colours.text));
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.drawArrays(gl.POINTS, 0, this.#sprites.count);
    gl.bindVertexArray(null);
  }

  #upload(gl: WebGL2RenderingContext, sprites: Sprites): void {
    if (this.#fresh) {
      gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
      gl.bufferData(gl.ARRAY_BUFFER, sprites.data.subarray(0, sprites.count * STRIDE), gl.DYNAMIC_DRAW);
      this.#fresh = false;
    }
    if (this.#repaint && this.#canvas !== null) {
      gl.bindTexture(gl.TEXTURE_2D, this.#labels);
      gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, this.#canvas.canvas);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
      this.#repaint = false;
    }
  }

  /** The cell of the atlas that holds this label; written into it if it is not there yet. */
  #cell(label: string): number {
    const known = this.#written.get(label);
    if (known !== undefined) return known;
    const cell = this.#written.size % CELL.all;
    const canvas = (this.#canvas ??= atlas());
    const x = (cell % CELL.across) * CELL.width;
    const y = Math.floor(cell / CELL.across) * CELL.height;
    canvas.clearRect(x, y, CELL.width, CELL.height);
    canvas.fillText(label, x + CELL.width / 2, y + CELL.height / 2 + 1);
    this.#written.set(label, cell);
    this.#repaint = true;
    return cell;
  }
}

function atlas(): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = ATLAS.width;
  canvas.height = ATLAS.height;
  const made = canvas.getContext('2d', { willReadFrequently: true });
  if (made === null) throw new Error('this browser draws no text on a canvas');
  made.font = '600 24px "Noto Sans Variable", sans-serif';
  made.textAlign = 'center';
  made.textBaseline = 'middle';
  made.fillStyle = '#ffffff';
  return made;
}
