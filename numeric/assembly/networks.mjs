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
  return `// @ts-ignore: decorator\n@inline\nexport function ${name}(at: usize, step: usize): v128 {\n  let t: v128;\n${lines.join('\n')}\n  return v${(n - 1) / 2};\n}\n`;
}

/** Offsets of the values of a window from its first, in steps along a line or in rows of `step` bytes of a square. */
const line = (n) => Array.from({ length: n }, (_, i) => ` + ${i} * step`);
const square = (n) => Array.from({ length: n * n }, (_, i) => ` + ${Math.floor(i / n)} * step + ${(i % n) * 4}`);

/** The module `networks.ts` that the kernels import. */
export function networkSource() {
  const functions = [5, 7, 9, 25].map((n) => medianFunction(`medianLine${n}`, line(n)));
  functions.push(...[3, 5, 7].map((n) => medianFunction(`medianSquare${n}`, square(n))));
  return functions.join('\n');
}
