import { ContractError } from '../errors.js';
import { MASK, type Spectrum } from '../frame.js';

/** Equal bins: centers, and edges (one more), in the unit of the step. */
export interface LinearAxis {
  readonly centers: Float64Array;
  readonly edges: Float64Array;
  readonly step: number;
}

/** `count` equal bins of width `step`, the first centered on `first`. @throws {ContractError} for no bin or a step that is not positive. */
export function linearAxis(first: number, step: number, count: number): LinearAxis {
  if (!(step > 0) || !(count > 0)) throw new ContractError(`an axis of ${count} bins of ${step}`);
  return {
    step,
    centers: Float64Array.from({ length: count }, (_, i) => first + i * step),
    edges: Float64Array.from({ length: count + 1 }, (_, i) => first + (i - 0.5) * step),
  };
}

/** Edges halfway between centers, the outermost as far out as the nearest inner ones are in. Exact where the dispersion is a parabola, but for the ends. @throws {ContractError} for fewer than two bins. */
export function edgesOfCenters(centers: Float64Array): Float64Array {
  const n = centers.length;
  if (n < 2) throw new ContractError(`edges of ${n} bins`);
  return Float64Array.from({ length: n + 1 }, (_, i) => {
    if (i === 0) return 1.5 * centers[0] - 0.5 * centers[1];
    if (i === n) return 1.5 * centers[n - 1] - 0.5 * centers[n - 2];
    return 0.5 * (centers[i - 1] + centers[i]);
  });
}

/**
 * Moves a spectrum to other bins so that no photon is lost: each old bin is spread evenly over its width and every new bin gets what
 * falls on it.
 *
 *     flux′(j) = Σᵢ aᵢⱼ·flux(i),   variance′(j) = Σᵢ aᵢⱼ²·variance(i),   aᵢⱼ = share of old bin i inside new bin j
 *
 * Neighboring new bins that share an old one are correlated, covariance Σᵢ aᵢⱼ·aᵢₖ·variance(i): a sum over new bins has a larger error than their
 * variances say, and the scatter from bin to bin is smaller than they say. Fit and measure on the old bins where that matters.
 *
 * flux is the amount in a bin (electron), not a density; divide by the bin width for one.
 *
 * @param fromEdges n + 1 ascending edges of the old bins; toEdges: of the new ones, same unit.
 * @returns a new bin not wholly inside the old ones, or touching an old one that is NaN, is NaN and NO_DATA; one that touches a masked bin has its
 *          mask bits.
 * @throws {ContractError} if edges do not ascend or their number does not fit.
 *
 * Inputs are left unchanged. O(n + m).
 */
export function rebinConservingFlux(spectrum: Spectrum, fromEdges: Float64Array, toEdges: Float64Array): Spectrum {
  const n = spectrum.flux.length;
  const m = toEdges.length - 1;
  if (fromEdges.length !== n + 1) throw new ContractError(`${fromEdges.length} edges for ${n} bins`);
  assertAscending(fromEdges);
  assertAscending(toEdges);
  const out = { flux: new Float64Array(m), variance: new Float64Array(m), mask: new Uint8Array(m) };
  // Bins that end where the old ones end must count as inside, whatever rounding says.
  const slack = 1e-9 * (fromEdges[n] - fromEdges[0]) / n;
  let i = 0;
  for (let j = 0; j < m; j++) {
    const [low, high] = [toEdges[j], toEdges[j + 1]];
    if (low < fromEdges[0] - slack || high > fromEdges[n] + slack) {
      discard(out, j);
      continue;
    }
    while (i > 0 && fromEdges[i] > low) i--;
    while (i < n - 1 && fromEdges[i + 1] <= low) i++;
    for (let k = i; k < n && fromEdges[k] < high; k++) {
      const inside = Math.min(high, fromEdges[k + 1]) - Math.max(low, fromEdges[k]);
      if (!(inside > 0)) continue;
      const share = inside / (fromEdges[k + 1] - fromEdges[k]);
      out.flux[j] += share * spectrum.flux[k];
      out.variance[j] += share * share * spectrum.variance[k];
      out.mask[j] |= spectrum.mask[k];
    }
    if (Number.isNaN(out.flux[j])) discard(out, j);
  }
  return out;
}

function discard(out: Spectrum, j: number): void {
  out.flux[j] = NaN;
  out.variance[j] = NaN;
  out.mask[j] |= MASK.NO_DATA;
}

function assertAscending(edges: Float64Array): void {
  for (let i = 1; i < edges.length; i++) {
    if (!(edges[i] > edges[i - 1])) throw new ContractError(`bin edges must ascend: ${edges[i - 1]} is followed by ${edges[i]} at ${i}`);
  }
}
