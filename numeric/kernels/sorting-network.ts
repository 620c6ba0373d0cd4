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

/**
 * Batcher's bitonic merge (Knuth, TAOCP 5.3.4) of n values that fall and then rise, as pairs of indices like `sortingPairs`: sorts what `sortingPairs` sorts
 * with O(n · log n) pairs. Absolute differences of sorted values from one value fall and then rise. Beyond n the sequence is thought to go on with +∞.
 */
export function mergingPairs(n: number): number[] {
  const pairs: number[] = [];
  let top = 1;
  while (top < n) top *= 2;
  for (let d = top >> 1; d > 0; d >>= 1) for (let i = 0; i < n - d; i++) if ((i & d) === 0) pairs.push(i, i + d);
  return pairs;
}
