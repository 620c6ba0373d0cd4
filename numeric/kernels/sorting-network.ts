/**
 * Batcher's odd-even merge sort (Knuth, TAOCP 5.2.2, algorithm M) of n values as pairs of indices, flat: a0, b0, a1, b1, … Putting the smaller value
 * of each pair at a and the larger at b, pair after pair, sorts. Empty for n below 2; O(n · log² n) pairs.
 */
export function sortingPairs(n: number): number[] {
  const pairs: number[] = [];
  let top = 1;
  while (top * 2 < n) top *= 2;
  for (let p = top; p > 0; p >>= 1) {
    let [q, r, d] = [top, 0, p];
    for (;;) {
      for (let i = 0; i < n - d; i++) if ((i & p) === r) pairs.push(i, i + d);
      if (q === p) break;
      [d, q, r] = [q - p, q >> 1, p];
    }
  }
  return pairs;
}
