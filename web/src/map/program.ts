/** The little of WebGL that the layers of people and tracks share. */
import { ORIGIN } from './mercator';

/** Compiles a program. Throws with the driver's words; our shaders are fixed, so that is a mistake of ours. */
export function program(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const made = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) throw new Error('the graphics context is lost');
    gl.shaderSource(shader, `#version 300 es\nprecision highp float;\n${source}`);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost()) {
    const logs = (gl.getAttachedShaders(made) ?? []).map((one) => gl.getShaderInfoLog(one));
    throw new Error([gl.getProgramInfoLog(made), ...logs].join('\n'));
  }
  return made;
}

/** Uniform places by name. */
export function uniforms<N extends string>(
  gl: WebGL2RenderingContext,
  of: WebGLProgram,
  names: readonly N[],
): Record<N, WebGLUniformLocation | null> {
  return Object.fromEntries(names.map((name) => [name, gl.getUniformLocation(of, name)])) as Record<
    N,
    WebGLUniformLocation | null
  >;
}

/** The map's matrix for positions given relative to ORIGIN; moved in double precision, so that nothing trembles. */
export function relative(matrix: ArrayLike<number>): Float32Array {
  const m = Float64Array.from(matrix);
  for (let row = 0; row < 4; row += 1) {
    m[12 + row] = (m[row] ?? 0) * ORIGIN.x + (m[4 + row] ?? 0) * ORIGIN.y + (m[12 + row] ?? 0);
  }
  return Float32Array.from(m);
}

/**
 * CSS pixels across one unit of the square in the middle of a map that is not tilted, `width` pixels wide.
 * The matrix gives positions that are still to be divided by their fourth number.
 */
export function pixelsPerUnit(matrix: ArrayLike<number>, width: number): number {
  return Math.abs(((matrix[0] ?? 1) * width) / 2 / (matrix[15] || 1));
}

/** A CSS colour of six hexadecimal digits as red, green, blue from 0 to 1. */
export function rgb(colour: string): [number, number, number] {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour.trim())?.[1] ?? '888888';
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as [number, number, number];
}
