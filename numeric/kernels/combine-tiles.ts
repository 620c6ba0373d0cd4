import type { CombinedPlanes, CombineInput, CombineRules, CountsStack } from './kernels.js';
import { CountsLoader } from './counts-loader.js';
import { float32AtLeast, type CompiledPixels } from './pixel-tiles.js';
import { mergingPairs, sortingPairs } from './sorting-network.js';
import { sampleScatter } from './stack-scatter.js';

const { fround } = Math;
const PAGE = 65_536;
const VECTOR_BYTES = 16;

/** The most frames one combination takes in WebAssembly: a year of bias frames. More go to the reference. */
export const MAX_FRAMES = 1024;
/** Pixels of all frames together in a tile of a combination: what fits the cache of a core, and the memory below. */
const COMBINE_VALUES = 4096 * 64;
/** Most pixels per tile of a combination. */
const COMBINE_TILE = 4096;
/** Room for the counts and the bias of a tile, the pairs of the largest sorting network, the vectors of one pixel group and the results, with the page that is left free. */
const COMBINE_SPARE = 7 * PAGE;
/** Memory that any tile of a combination fits in. */
export const COMBINE_BYTES = COMBINE_VALUES * 9 + COMBINE_SPARE;

/** Pixels per tile when n frames are combined: fewer of many frames, so that a tile needs the same memory. A multiple of 16. */
export function combineTile(n: number): number {
  return Math.min(COMBINE_TILE, Math.floor(COMBINE_VALUES / n / VECTOR_BYTES) * VECTOR_BYTES);
}

/** Tiles of a stack of counts: pieces of one row each, as even as can be. */
export function countsTiles({ frames }: CountsStack): { readonly pieces: number; readonly width: number; readonly tiles: number } {
  const { x0, x1, y0, y1 } = frames[0].section;
  const pieces = Math.ceil((x1 - x0) / combineTile(frames.length));
  return { pieces, width: align(Math.ceil((x1 - x0) / pieces), 4), tiles: pieces * (y1 - y0) };
}

/** What a tile of a combination works on. */
export interface CombineArguments {
  /** `unmasked` and that of counts: values without a mask, by tile. */
  readonly combine: CombineInput & { readonly out: CombinedPlanes; readonly unmasked: Int32Array };
  readonly combineCounts: CountsStack & { readonly out: CombinedPlanes; readonly unmasked: Int32Array };
}

/** Addresses are bytes; parameters as in numeric/assembly/combine.ts. */
export interface CompiledCombine extends CompiledPixels {
  combine(...parameters: readonly (number | boolean)[]): number;
}

/** The sorting network of n vectors as byte offsets, from index `merging` on that of values which fall and then rise. */
interface Network {
  readonly n: number;
  readonly pairs: Uint16Array;
  readonly merging: number;
}

/** Where the arrays of a tile lie: n planes of `lanes` pixels each of flux, variance and mask, and what comes of them. */
interface Places {
  readonly n: number;
  readonly pixels: number;
  readonly lanes: number;
  readonly flux: number;
  readonly variance: number;
  readonly mask: number;
  /** The first byte behind them. */
  readonly end: number;
}

/** Runs tiles of combinations in the WebAssembly memory of a `TileRunner`. */
export class CombineTiles {
  readonly #compiled: CompiledCombine;
  readonly #floats: Float32Array;
  readonly #bytes: Uint8Array;
  readonly #counts: CountsLoader;
  readonly #reserve: (bytes: number) => void;
  #network: Network = { n: 0, pairs: new Uint16Array(), merging: 0 };

  constructor(compiled: CompiledCombine, memory: ArrayBuffer, reserve: (bytes: number) => void) {
    this.#compiled = compiled;
    this.#floats = new Float32Array(memory);
    this.#bytes = new Uint8Array(memory);
    this.#counts = new CountsLoader(compiled, memory);
    this.#reserve = reserve;
  }

  combine(input: CombineArguments['combine'], tile: number): void {
    const { flux, variance, mask, out } = input;
    const from = tile * combineTile(flux.length);
    const places = placesOf(flux.length, Math.min(combineTile(flux.length), out.flux.length - from));
    const { n, pixels, lanes } = places;
    this.#reserve(places.end);
    for (let i = 0; i < n; i++) {
      this.#floats.set(flux[i].subarray(from, from + pixels), (places.flux >> 2) + i * lanes);
      this.#floats.set(variance[i].subarray(from, from + pixels), (places.variance >> 2) + i * lanes);
      this.#bytes.set(mask[i].subarray(from, from + pixels), places.mask + i * lanes);
      // Lanes beyond the end are masked.
      this.#bytes.fill(1, places.mask + i * lanes + pixels, places.mask + (i + 1) * lanes);
    }
    this.#combinePlanes(input, places, from, tile);
  }

  combineCounts(stack: CombineArguments['combineCounts'], tile: number): void {
    const { frames, bias } = stack;
    const { x0, x1 } = frames[0].section;
    const { pieces, width } = countsTiles(stack);
    const row = Math.floor(tile / pieces);
    const x = (tile % pieces) * width;
    const places = placesOf(frames.length, Math.min(width, x1 - x0 - x));
    const { pixels, lanes } = places;
    const biasAt = align(places.end, VECTOR_BYTES);
    const countsAt = biasAt + 9 * lanes + VECTOR_BYTES;
    this.#reserve(countsAt + 4 * lanes);
    if (bias) {
      const q = (bias.at.y0 + row) * bias.frame.geometry.nx + bias.at.x0 + x;
      this.#floats.set(bias.frame.flux.subarray(q, q + pixels), biasAt >> 2);
      this.#floats.set(bias.frame.variance.subarray(q, q + pixels), (biasAt >> 2) + lanes);
      this.#bytes.set(bias.frame.mask.subarray(q, q + pixels), biasAt + 8 * lanes);
    }
    frames.forEach(({ counts: { data, nx }, section, gain, readVariance, saturation, level, unread, light }, i) => {
      const y = section.y0 + row;
      this.#counts.load(data, y * nx + section.x0 + x, pixels, countsAt, lanes, NaN);
      const [flux, variance, mask] = [places.flux + 4 * i * lanes, places.variance + 4 * i * lanes, places.mask + i * lanes];
      this.#compiled.electrons(countsAt, flux, variance, mask, lanes, level ? level[y] : 0, unread?.[y] === 1 ? NaN : gain, readVariance, float32AtLeast(saturation), light);
      if (bias) this.#compiled.subtractBias(flux, variance, mask, biasAt, biasAt + 4 * lanes, biasAt + 8 * lanes, lanes);
    });
    this.#combinePlanes(stack, places, row * (x1 - x0) + x, tile);
  }

  /** Combines the planes of a tile that lie in memory; its first pixel is number `from` of the result. */
  #combinePlanes(how: CombineRules & { readonly out: CombinedPlanes; readonly unmasked: Int32Array }, places: Places, from: number, tile: number): void {
    const { scale, clipSigma, method, sample, out, unmasked } = how;
    const { n, pixels, lanes } = places;
    const scalesAt = align(places.end + 13 * lanes + 2 * VECTOR_BYTES, VECTOR_BYTES);
    const pairsAt = align(scalesAt + n * 8, VECTOR_BYTES);
    const { pairs, merging } = this.#networkOf(n);
    const scratchAt = align(pairsAt + pairs.byteLength, VECTOR_BYTES);
    const fluxAt = scratchAt + 3 * n * VECTOR_BYTES;
    const [varianceAt, usedAt, maskAt] = [fluxAt + lanes * 4, fluxAt + lanes * 8, fluxAt + lanes * 10];
    this.#reserve(maskAt + lanes);
    for (let i = 0; i < n; i++) {
      this.#floats[(scalesAt >> 2) + i] = scale[i];
      this.#floats[(scalesAt >> 2) + n + i] = fround(scale[i] * scale[i]);
    }
    new Uint16Array(this.#bytes.buffer, pairsAt, pairs.length).set(pairs);
    unmasked[tile] = this.#compiled.combine(
      n, lanes, places.flux, places.variance, places.mask, scalesAt, pairsAt, pairsAt + merging * pairs.BYTES_PER_ELEMENT, pairsAt + pairs.byteLength, scratchAt,
      fluxAt, varianceAt, usedAt, maskAt, clipSigma, method === 'median',
    );
    const used = new Uint16Array(this.#bytes.buffer, usedAt, pixels);
    out.flux.set(this.#floats.subarray(fluxAt >> 2, (fluxAt >> 2) + pixels), from);
    out.variance.set(this.#floats.subarray(varianceAt >> 2, (varianceAt >> 2) + pixels), from);
    out.used.set(used, from);
    out.mask.set(this.#bytes.subarray(maskAt, maskAt + pixels), from);
    if (!sample) return;
    const planes = { flux: this.#floats, variance: this.#floats, mask: this.#bytes, step: lanes };
    sampleScatter(sample, from, used, scale, (k) => ({ ...planes, flux0: (places.flux >> 2) + k, variance0: (places.variance >> 2) + k, mask0: places.mask + k }));
  }

  #networkOf(n: number): Network {
    if (this.#network.n !== n) {
      const sorting = sortingPairs(n);
      this.#network = { n, pairs: Uint16Array.from([...sorting, ...mergingPairs(n)], (index) => index * VECTOR_BYTES), merging: sorting.length };
    }
    return this.#network;
  }
}

function placesOf(n: number, pixels: number): Places {
  const lanes = align(pixels, 4);
  const flux = PAGE;
  const variance = flux + 4 * n * lanes;
  const mask = variance + 4 * n * lanes;
  return { n, pixels, lanes, flux, variance, mask, end: mask + n * lanes };
}

/** The next multiple. */
function align(value: number, of: number): number {
  return Math.ceil(value / of) * of;
}
