/**
 * The functions of `Math` whose last bit the language leaves open, from additions, multiplications, divisions and square roots alone, which it does not:
 * the same bits on every machine. V8 computes the originals in C++, where a compiler for ARM may fuse a multiplication with an addition.
 * They are good to some 10⁻¹⁵, which is enough for a fingerprint to be that of the real work; reductions never use them.
 */
export const exactMath = { exp, log, pow, sin, cos, tan, atan, asin, hypot };

const LN2 = 0.6931471805599453;
/** The first 32 bits of ln 2, so that k·LN2_HIGH has no rounding, and the rest. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** π/2 likewise. */
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;

/** 2ᵏ·x by doubling and halving, which is exact. */
function scale(x: number, k: number): number {
  let value = x;
  for (let i = 0; i < Math.abs(k) && value !== 0 && Number.isFinite(value); i++) value *= k > 0 ? 2 : 0.5;
  return value;
}

function exp(x: number): number {
  if (!Number.isFinite(x)) return x > 0 ? Infinity : x < 0 ? 0 : NaN;
  if (x > 710 || x < -746) return x > 0 ? Infinity : 0;
  const k = Math.round(x / LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let n = 18; n >= 1; n--) sum = 1 + (r / n) * sum;
  return scale(sum, k);
}

/** ln(m·2ᵏ) = k·ln 2 + 2·artanh((m − 1)/(m + 1)), m within √2 of 1. */
function log(x: number): number {
  if (!(x > 0) || x === Infinity) return x === 0 ? -Infinity : x === Infinity ? Infinity : NaN;
  let [m, k] = [x, 0];
  for (; m > Math.SQRT2; k++) m *= 0.5;
  for (; m < Math.SQRT1_2; k--) m *= 2;
  const s = (m - 1) / (m + 1);
  let sum = 0;
  for (let n = 25; n >= 0; n--) sum = 1 / (2 * n + 1) + s * s * sum;
  return k * LN2_HIGH + (k * LN2_LOW + 2 * s * sum);
}

function pow(x: number, y: number): number {
  if (Number.isInteger(y) && Math.abs(y) <= 64) {
    let product = 1;
    for (let i = 0; i < Math.abs(y); i++) product *= x;
    return y < 0 ? 1 / product : product;
  }
  return y === 0.5 ? Math.sqrt(x) : exp(y * log(x));
}

/** Sine and cosine of what is left of an angle after quarter turns. */
function quarter(x: number): { sine: number; cosine: number; turns: number } {
  const turns = Math.round(x / (HALF_PI_HIGH + HALF_PI_LOW));
  const r = x - turns * HALF_PI_HIGH - turns * HALF_PI_LOW;
  let [sine, cosine] = [1, 1];
  for (let n = 10; n >= 1; n--) {
    sine = 1 - ((r * r) / ((2 * n + 1) * 2 * n)) * sine;
    cosine = 1 - ((r * r) / (2 * n * (2 * n - 1))) * cosine;
  }
  return { sine: r * sine, cosine, turns: ((turns % 4) + 4) % 4 };
}

function sin(x: number): number {
  const { sine, cosine, turns } = quarter(x);
  return [sine, cosine, -sine, -cosine][turns] ?? NaN;
}

function cos(x: number): number {
  const { sine, cosine, turns } = quarter(x);
  return [cosine, -sine, -cosine, sine][turns] ?? NaN;
}

function tan(x: number): number {
  return sin(x) / cos(x);
}

/** Halved three times, atan x = 2·atan(x/(1 + √(1 + x²))), then the series. */
function atan(x: number): number {
  let r = Math.abs(x) > 1 ? 1 / x : x;
  for (let i = 0; i < 3; i++) r /= 1 + Math.sqrt(1 + r * r);
  let sum = 0;
  for (let n = 14; n >= 0; n--) sum = 1 / (2 * n + 1) - r * r * sum;
  const angle = 8 * r * sum;
  if (Math.abs(x) > 1) return (x > 0 ? 1 : -1) * (HALF_PI_HIGH + HALF_PI_LOW) - angle;
  return Number.isNaN(x) ? NaN : angle;
}

function asin(x: number): number {
  return atan(x / Math.sqrt((1 - x) * (1 + x)));
}

function hypot(...values: number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** What `Math` has besides, and the language defines to the last bit (the square root everywhere we run is IEEE 754's). */
const EXACT_ALREADY = new Set(['abs', 'ceil', 'clz32', 'floor', 'fround', 'f16round', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc']);

/** For this process: `Math` gives the same bits everywhere, and refuses what nobody has made exact yet. */
export function useExactMath(): void {
  for (const name of Object.getOwnPropertyNames(Math)) {
    if (typeof Math[name as keyof Math] !== 'function' || EXACT_ALREADY.has(name)) continue;
    const refuse = (): never => {
      throw new Error(`Math.${name} may differ in its last bit from machine to machine: write it in activities/fingerprints/exact-math.ts, then a step may be checked that uses it.`);
    };
    Object.defineProperty(Math, name, { value: exactMath[name as keyof typeof exactMath] ?? refuse });
  }
}
