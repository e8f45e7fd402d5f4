/** Leaves out of a track what would be drawn on the same spot. */

/** Numbers a row has: x, y, time, mark. */
const STRIDE = 4;

/**
 * Rows at least `apart` from the row kept before them (in x or in y, in the rows' own units), the first and the last
 * ones, and both ends of a gap (`gaps`: mark 1 says that a gap lies before the row). Without `gaps`, rows of either
 * mark are compared with their own kind. Nothing moves by more than `apart`.
 */
export function thin(rows: Float32Array, apart: number, gaps: boolean): Float32Array {
  const count = rows.length / STRIDE;
  const made = new Float32Array(rows.length);
  const lastX = [Infinity, Infinity];
  const lastY = [Infinity, Infinity];
  let kept = 0;
  let newest = -1;
  const keep = (row: number): void => {
    if (row <= newest) return;
    made.set(rows.subarray(row * STRIDE, (row + 1) * STRIDE), kept * STRIDE);
    kept += 1;
    newest = row;
  };
  for (let row = 0; row < count; row += 1) {
    const x = rows[row * STRIDE] as number;
    const y = rows[row * STRIDE + 1] as number;
    const mark = rows[row * STRIDE + 3] as number;
    const kind = gaps ? 0 : mark;
    const isGap = gaps && mark === 1;
    if (isGap && row > 0) keep(row - 1);
    const far = !(
      Math.abs(x - (lastX[kind] as number)) < apart && Math.abs(y - (lastY[kind] as number)) < apart
    );
    if (!far && !isGap && row !== count - 1) continue;
    keep(row);
    lastX[kind] = x;
    lastY[kind] = y;
  }
  return made.slice(0, kept * STRIDE);
}

/** Vertices of a segment of a line. */
export const corners = 4;

/**
 * A line's rows as quads: each row once for every corner, so that a vertex finds the row after its own `corners`
 * further on; and the two triangles of each segment.
 */
export function quads(line: Float32Array): { vertices: Float32Array; order: Uint32Array; segments: number } {
  const count = line.length / STRIDE;
  const segments = Math.max(0, count - 1);
  const vertices = new Float32Array(count * corners * STRIDE);
  const order = new Uint32Array(segments * 6);
  for (let row = 0; row < count; row += 1) {
    const of = line.subarray(row * STRIDE, (row + 1) * STRIDE);
    for (let corner = 0; corner < corners; corner += 1) vertices.set(of, (row * corners + corner) * STRIDE);
  }
  for (let one = 0; one < segments; one += 1) {
    const first = one * corners;
    order.set([first, first + 1, first + 2, first + 2, first + 1, first + 3], one * 6);
  }
  return { vertices, order, segments };
}
