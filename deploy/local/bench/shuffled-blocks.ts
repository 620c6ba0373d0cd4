import type { Random } from '#numeric/math/random';

/** Order of twelve blocks of which none keeps its place. */
function derangement(random: Random): number[] {
  const blocks = Array.from({ length: 12 }, (_, k) => k);
  do {
    for (let k = blocks.length - 1; k > 0; k--) {
      const other = random.integer(k + 1);
      [blocks[k], blocks[other]] = [blocks[other] ?? 0, blocks[k] ?? 0];
    }
  } while (blocks.some((block, k) => block === k));
  return blocks;
}

/** Twelve blocks of a spectrum of which none keeps its place; with several arrays of one spectrum use {@link shuffler}. */
export function shuffledBlocks(values: Float64Array, random: Random): Float64Array {
  return shuffler(values.length, random)(values);
}

/** The same for several arrays of so many samples: all in one order. */
export function shuffler(samples: number, random: Random): (values: Float64Array) => Float64Array {
  const blocks = derangement(random);
  const size = Math.floor(samples / 12);
  return (values) => values.map((value, q) => (q < 12 * size ? (values[(blocks[Math.floor(q / size)] ?? 0) * size + (q % size)] ?? NaN) : value));
}
