/**
 * Sorting networks: lists of pairs [a, b], a < b, each of which puts the smaller of two values at a and the larger at b.
 * A program that only ever does that can run four pixels at a time.
 */

/** Batcher's odd-even merge sort (Knuth, TAOCP 5.2.2, algorithm M) for any n. */
export function sortingNetwork(n) {
  const pairs = [];
  let top = 1;
  while (top * 2 < n) top *= 2;
  for (let p = top; p > 0; p >>= 1) {
    let [q, r, d] = [top, 0, p];
    for (;;) {
      for (let i = 0; i < n - d; i++) if ((i & p) === r) pairs.push([i, i + d]);
      if (q === p) break;
      [d, q, r] = [q - p, q >> 1, p];
    }
  }
  return pairs;
}

/**
 * What of a sorting network the middle value needs: walking backward, comparators none of whose outputs matter are dropped. Each step says which
 * of the two outputs is used, so that half a comparator costs half. `n` is odd.
 */
export function medianNetwork(n) {
  const wanted = new Set([(n - 1) / 2]);
  const steps = [];
  for (const [a, b] of sortingNetwork(n).reverse()) {
    const low = wanted.has(a);
    const high = wanted.has(b);
    if (!low && !high) continue;
    steps.push({ a, b, low, high });
    wanted.add(a).add(b);
  }
  return steps.reverse();
}

/** Applies a network of pairs in place. */
export function applyNetwork(values, pairs) {
  for (const [a, b] of pairs) if (values[b] < values[a]) [values[a], values[b]] = [values[b], values[a]];
  return values;
}

/** The middle value by a median network. */
export function applyMedianNetwork(values, steps) {
  const work = [...values];
  for (const { a, b, low, high } of steps) {
    const [x, y] = [work[a], work[b]];
    if (low) work[a] = Math.min(x, y);
    if (high) work[b] = Math.max(x, y);
  }
  return work[(work.length - 1) / 2];
}

/** AssemblyScript of a function that takes the addresses of n values and gives the median of each of four lanes. */
function medianFunction(name, offsets) {
  const n = offsets.length;
  const lines = offsets.map((offset, i) => `  let v${i} = v128.load(at${offset});`);
  for (const { a, b, low, high } of medianNetwork(n)) {
    if (low && high) lines.push(`  t = f32x4.pmin(v${a}, v${b}); v${b} = f32x4.pmax(v${a}, v${b}); v${a} = t;`);
    else if (low) lines.push(`  v${a} = f32x4.pmin(v${a}, v${b});`);
    else lines.push(`  v${b} = f32x4.pmax(v${a}, v${b});`);
  }
  return `@inline\nexport function ${name}(at: usize, step: usize): v128 {\n  let t: v128;\n${lines.join('\n')}\n  return v${(n - 1) / 2};\n}\n`;
}

/** Offsets of the values of a window from its first, in steps along a line or in rows of `step` bytes of a square. */
const line = (n) => Array.from({ length: n }, (_, i) => ` + ${i} * step`);
const square = (n) => Array.from({ length: n * n }, (_, i) => ` + ${Math.floor(i / n)} * step + ${(i % n) * 4}`);

/** The most values that a clipping is written out for. */
const MOST_CLIPPED = 16;

/** AssemblyScript of the k-th smallest value, counted from one, of two sorted lists: the least of max(a_i, b_j) over i + j = k. */
function smallestOfTwo(k, a, b) {
  const candidates = [];
  for (let i = Math.max(0, k - b.length); i <= Math.min(k, a.length); i++) {
    if (i === 0) candidates.push(b[k - 1]);
    else if (i === k) candidates.push(a[k - 1]);
    else candidates.push(`f32x4.pmax(${a[i - 1]}, ${b[k - i - 1]})`);
  }
  return candidates.reduce((least, next) => `f32x4.pmin(${least}, ${next})`);
}

/**
 * AssemblyScript of the first round of a combination's clipping of n values, all of them usable, in registers: writes their median to `center` and tells whether
 * any lies farther from it than the limit. Deviations of sorted values from their median rise to both sides of it, so their median needs no sorting.
 */
function clipFunction(n) {
  const sorted = Array.from({ length: n }, (_, i) => `v${i}`);
  const lines = sorted.map((v, i) => `  let ${v} = v128.load(values, ${16 * i});`);
  for (const [a, b] of sortingNetwork(n)) lines.push(`  t = f32x4.pmin(v${a}, v${b}); v${b} = f32x4.pmax(v${a}, v${b}); v${a} = t;`);
  const upper = n >> 1;
  const lower = (n - 1) >> 1;
  lines.push(`  const middle = f32x4.mul(f32x4.add(v${lower}, v${upper}), f32x4.splat(0.5));`);
  // An odd number has its median among its values, at no distance: it is left out of both lists.
  const below = sorted.slice(0, upper).reverse();
  const above = sorted.slice(n % 2 === 1 ? upper + 1 : upper);
  for (const v of [...below, ...above]) lines.push(`  ${v} = f32x4.abs(f32x4.sub(${v}, middle));`);
  const first = smallestOfTwo(n % 2 === 1 ? lower : lower + 1, below, above);
  const deviation = n % 2 === 1 ? first : `f32x4.mul(f32x4.add(${first}, ${smallestOfTwo(upper + 1, below, above)}), f32x4.splat(0.5))`;
  lines.push(
    `  const sigma = f32x4.mul(f32x4.splat(madToSigma), ${deviation});`,
    '  const limit = f32x4.mul(f32x4.splat(clipSigma), f32x4.sqrt(f32x4.pmax(f32x4.mul(sigma, sigma), floor)));',
    '  v128.store(center, middle);',
    `  return v128.any_true(v128.or(f32x4.gt(${below.at(-1)}, limit), f32x4.gt(${above.at(-1)}, limit)));`,
  );
  return `function clipOf${n}(values: usize, center: usize, floor: v128, clipSigma: f32, madToSigma: f32): bool {\n  let t: v128;\n${lines.join('\n')}\n}\n`;
}

/** AssemblyScript that chooses among the clippings. */
function clipSource() {
  const numbers = Array.from({ length: MOST_CLIPPED - 2 }, (_, i) => i + 3);
  const cases = numbers.map((n) => `    case ${n}: return clipOf${n}(values, center, floor, clipSigma, madToSigma);`).join('\n');
  const choice = `/** Whether the first round clips any of n values in any lane; their medians go to \`center\`. Told for 3 to MOST_CLIPPED values, true for others. */
export function clipsAny(n: i32, values: usize, center: usize, floor: v128, clipSigma: f32, madToSigma: f32): bool {
  switch (n) {\n${cases}\n    default: return true;\n  }\n}\n`;
  return [...numbers.map(clipFunction), `export const MOST_CLIPPED: i32 = ${MOST_CLIPPED};`, choice].join('\n');
}

/** The module `networks.ts` that the kernels import. */
export function networkSource() {
  const functions = [5, 7, 9, 25].map((n) => medianFunction(`medianLine${n}`, line(n)));
  functions.push(...[3, 5, 7].map((n) => medianFunction(`medianSquare${n}`, square(n))));
  return [...functions, clipSource()].join('\n');
}
