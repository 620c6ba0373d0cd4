/** Share of the slope of the sorted values that the display spans. */
const CONTRAST = 0.25;
const REJECT_SIGMA = 2.5;
const MOST_ROUNDS = 5;
/** Fewer good values than this, or than half of them, say nothing of the sky. */
const FEWEST = 5;
/** A rejected value takes its neighbors along, this share of all. */
const GROW = 0.01;

/**
 * Limits for display by IRAF's zscale: a line through the sorted values, without those that stick out, so that faint light near the sky is seen.
 * @param sorted rising, without NaN, about a thousand of them.
 * @returns [low, high] in the unit of the values; [NaN, NaN] of none.
 * @see astropy.visualization.ZScaleInterval, whose numbers these are
 */
export function zscale(sorted: ArrayLike<number>): [number, number] {
  const n = sorted.length;
  if (n === 0) return [NaN, NaN];
  let [low, high] = [sorted[0], sorted[n - 1]];
  const fewest = Math.max(FEWEST, n / 2);
  const grow = Math.max(1, Math.floor(n * GROW));
  let bad = new Uint8Array(n);
  let [good, before, slope] = [n, n + 1, 0];
  for (let round = 0; round < MOST_ROUNDS && good < before && good >= fewest; round++) {
    const line = lineThrough(sorted, bad);
    slope = line.slope;
    const limit = REJECT_SIGMA * deviation(sorted, bad, line);
    bad = grown(Uint8Array.from({ length: n }, (_, i) => Number(Math.abs(sorted[i] - line.at(i)) > limit)), grow);
    before = good;
    good = bad.reduce((count, each) => count + 1 - each, 0);
  }
  if (good >= fewest) {
    const center = Math.floor((n - 1) / 2);
    const median = (sorted[center] + sorted[Math.floor(n / 2)]) / 2;
    low = Math.max(low, median - ((center - 1) * slope) / CONTRAST);
    high = Math.min(high, median + ((n - center) * slope) / CONTRAST);
  }
  return [low, high];
}

interface Line {
  readonly slope: number;
  at(index: number): number;
}

/** Least squares over index and value of what is not bad. */
function lineThrough(values: ArrayLike<number>, bad: Uint8Array): Line {
  let [count, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    if (bad[i] === 1) continue;
    count++;
    sumX += i;
    sumY += values[i];
  }
  const [meanX, meanY] = [sumX / count, sumY / count];
  let [xx, xy] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (bad[i] === 1) continue;
    xx += (i - meanX) ** 2;
    xy += (i - meanX) * (values[i] - meanY);
  }
  const slope = xx > 0 ? xy / xx : 0;
  return { slope, at: (index) => meanY + slope * (index - meanX) };
}

function deviation(values: ArrayLike<number>, bad: Uint8Array, line: Line): number {
  let [count, sum, squares] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    if (bad[i] === 1) continue;
    const rest = values[i] - line.at(i);
    count++;
    sum += rest;
    squares += rest * rest;
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

function grown(bad: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bad.length);
  const ahead = Math.floor((width - 1) / 2);
  for (let i = 0; i < bad.length; i++) {
    if (bad[i] === 1) out.fill(1, Math.max(0, i - ahead), Math.min(bad.length, i - ahead + width));
  }
  return out;
}
