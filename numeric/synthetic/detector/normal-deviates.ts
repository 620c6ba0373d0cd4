import type { Random } from '../../math/random.js';

const LAYERS = 128;
const RIGHT_EDGE = 3.442619855899; // where the base layer of 128 ends
const LAYER_AREA = 9.91256303526217e-3;
const VALUE_SCALE = 2 ** 24; // 25 signed bits are the value, the other 7 the layer: no bit is used twice

/** Widths of the layers (x_i), their inner rectangles relative to them, and the density at their edges. */
const { width, inner, density } = layers();

function layers(): { width: Float64Array; inner: Float64Array; density: Float64Array } {
  const x = new Float64Array(LAYERS + 1);
  const bell = (z: number): number => Math.exp(-0.5 * z * z);
  x[0] = LAYER_AREA / bell(RIGHT_EDGE);
  x[1] = RIGHT_EDGE;
  for (let i = 2; i < LAYERS; i++) x[i] = Math.sqrt(-2 * Math.log(LAYER_AREA / x[i - 1] + bell(x[i - 1])));
  return {
    width: x,
    inner: Float64Array.from({ length: LAYERS }, (_, i) => x[i + 1] / x[i]),
    density: x.map(bell),
  };
}

/**
 * A source of standard normal deviates that makes a frame's worth (2–8 million) in tens of milliseconds: the ziggurat of
 * Marsaglia & Tsang (2000, J. Stat. Soft. 5, 8) with separate bits for layer and value (Doornik 2005) on the generator
 * sfc32, seeded from `random`. The same seed gives the same deviates on every platform.
 */
export function normalDeviates(random: Random): () => number {
  const state = Int32Array.of(word(random), word(random), word(random), 1); // typed: closed-over variables would be boxed
  const next = (): number => {
    const [a, b, c, counter] = [state[0], state[1], state[2], state[3]];
    const sum = (((a + b) | 0) + counter) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    state[3] = counter + 1;
    return sum;
  };
  for (let i = 0; i < 12; i++) next();
  const uniform = (): number => ((next() >>> 0) + 0.5) / 4294967296;
  return () => {
    for (;;) {
      const bits = next();
      const layer = bits & 127;
      const u = (bits >> 7) / VALUE_SCALE;
      const z = u * width[layer];
      if (Math.abs(u) < inner[layer]) return z;
      if (layer === 0) return u < 0 ? -tail(uniform) : tail(uniform);
      const height = density[layer] + uniform() * (density[layer + 1] - density[layer]);
      if (height < Math.exp(-0.5 * z * z)) return z;
    }
  };
}

function word(random: Random): number {
  return Math.floor(random.uniform() * 4294967296) | 0;
}

/** A deviate beyond the base layer (Marsaglia 1964). */
function tail(uniform: () => number): number {
  for (;;) {
    const x = -Math.log(uniform()) / RIGHT_EDGE;
    const y = -Math.log(uniform());
    if (2 * y > x * x) return RIGHT_EDGE + x;
  }
}
