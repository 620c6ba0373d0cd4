/** A block of coefficients within rows of `width`. */
export interface Block {
  readonly width: number;
  readonly nx: number;
  readonly ny: number;
}

/**
 * Moves the differences of a level towards those that would join neighboring squares smoothly, never beyond what rounding may have hidden.
 * In place; the squares at the edge stay as they are.
 * @param most half the scale by which the coefficients were divided.
 * @see White, Postman & Lattanzi 1992, in Digitised Optical Sky Surveys, 167
 */
export function smoothCoefficients(a: Float64Array, { width, nx, ny }: Block, most: number): void {
  const limit = (value: number) => Math.max(-most, Math.min(value, most));
  const slope = (at: number, step: number, place: number) => {
    const before = a[at] - a[at - step];
    const after = a[at + step] - a[at];
    const steepest = 4 * Math.max(Math.min(after, before), 0);
    const deepest = 4 * Math.min(Math.max(after, before), 0);
    if (deepest >= steepest) return;
    const wanted = Math.max(Math.min(after + before, steepest), deepest);
    a[place] += limit(Math.trunc((wanted - 8 * a[place]) / 8));
  };
  for (let y = 2; y < ny - 2; y += 2) for (let x = 0; x < nx; x += 2) slope(y * width + x, 2 * width, (y + 1) * width + x);
  for (let y = 0; y < ny; y += 2) for (let x = 2; x < nx - 2; x += 2) slope(y * width + x, 2, y * width + x + 1);
  for (let y = 2; y < ny - 2; y += 2) for (let x = 2; x < nx - 2; x += 2) twist(a, y * width + x, width, limit);
}

/** The same for the difference of differences, from the four squares at the corners. */
function twist(a: Float64Array, at: number, width: number, limit: (value: number) => number): void {
  const rows = 2 * width;
  const here = a[at];
  const [before, right, below, both] = [a[at - rows - 2] - here, a[at - rows + 2] - here, a[at + rows - 2] - here, a[at + rows + 2] - here];
  const dy = 2 * a[at + width];
  const dx = 2 * a[at + 1];
  const up = (value: number) => Math.max(value, 0);
  const down = (value: number) => Math.min(value, 0);
  const most = 16 * Math.min(up(both) - dy - dx, up(-below) + dy - dx, up(-right) - dy + dx, up(before) + dy + dx);
  const least = 16 * Math.max(down(both) - dy - dx, down(-below) + dy - dx, down(-right) - dy + dx, down(before) + dy + dx);
  if (least >= most) return;
  const wanted = Math.max(Math.min(both + before - right - below, most), least);
  a[at + width + 1] += limit(Math.trunc((wanted - 64 * a[at + width + 1]) / 64));
}
