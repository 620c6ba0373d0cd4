import { binCenter, type ColumnBins } from './column-bins.js';
import { legendreValues, evaluateFit, type Series } from '../math/polynomial.js';
import { levenbergMarquardt, type NonlinearFit } from '../math/nonlinear-fit.js';
import { pixelAveraged, profileNamed } from '../math/peak-profile.js';
import { median } from '../math/statistics.js';
import type { Target } from './target.js';

/** The line of a faint source runs within so many of its FWHM of its path. */
const REACH_FWHM = 3;
/** Rows this near to another source, FWHM, are left out. */
const OTHERS_FWHM = 2.5;
/** A cell so far from its bin, σ, is a cosmic ray: a source that is not seen in single bins reaches two. */
const RAY_SIGMA = 5;
/**
 * How a line of light may differ from the path, unbinned rows, 1 σ: by slope and bend (Legendre coefficients) where nothing but the sum of the faint light itself told the
 * path; and where a brighter source showed its bend, by what the camera distorts between two places of the slit. Simulated and real traces bend by up to 2.5 rows.
 */
const STRAIGHT_PATH = { slope: 12, bend: 2 };
const BENT_PATH = { slope: 1, bend: 0.6 };
/** The fit starts where a sum over a grid of lines is highest: steps of this share of the FWHM, to so many times the error of the prior; else it stays beside the light. */
const GRID = { step: 0.35, reach: 1.5 };
/** Brightness along the spectrum: the square of a parabola, as light is never negative. With a parabola that is, a line fits the noise beside the source. */
const HEIGHTS = 3;
const ROWS = 3;
const COUNT = HEIGHTS + ROWS;

/** Rows of the bins near the path, the level of every bin taken away. */
interface Cells {
  /** Bin by bin: u ∈ [−1, 1] of its middle, the row of the path, the error of a cell (electron), and where its cells begin and end. */
  readonly bins: readonly { readonly powers: Float64Array; readonly pathRow: number; readonly sigma: number; readonly from: number; readonly to: number }[];
  readonly row: Float64Array;
  readonly light: Float64Array;
}

/**
 * Follows a source that no single bin shows: its offset from the path, a slope and a bend, in one fit to all bins, which share a brightness that changes smoothly along
 * the spectrum. It reaches the error that the photons leave (Cramér & Rao), where the path alone is a straight line.
 *
 * @param others of the frame; rows near them are left out. @param binY unbinned rows a row.
 * @returns its line, row as a function of the column; undefined where the light does not tell: too few rows, or no height.
 */
export function followTogether(bins: ColumnBins, target: Target, others: readonly Target[], nx: number, binY: number): Series | undefined {
  const cells = cellsNear(bins, target, others, nx);
  if (cells.row.length < 4 * COUNT) return undefined;
  const prior = (target.path.coefficients[2] ?? 0) === 0 ? STRAIGHT_PATH : BENT_PATH;
  const [slope, bend] = [prior.slope / binY, prior.bend / binY];
  const fit = fitCells(cells, target, [slope, bend], bestOfGrid(cells, target, [slope, bend]));
  const [height, , , ...rows] = fit.parameters;
  if (!(height > 0) || Math.abs(rows[0]) > target.fwhmPixel) return undefined;
  const coefficients = new Float64Array(Math.max(ROWS, target.path.coefficients.length));
  for (const terms of [target.path.coefficients, rows]) terms.forEach((c, k) => (coefficients[k] += c));
  coefficients[0] += target.positionRow;
  return { kind: 'legendre', coefficients, domain: [0, Math.max(1, nx - 1)] };
}

function cellsNear(binned: ColumnBins, target: Target, others: readonly Target[], nx: number): Cells {
  const { count, ny, flux, variance } = binned;
  const reach = REACH_FWHM * target.fwhmPixel;
  const bins: Cells['bins'][number][] = [];
  const row: number[] = [];
  const light: number[] = [];
  for (let b = 0; b < count; b++) {
    const column = binCenter(binned, b);
    const pathRow = target.positionRow + evaluateFit(target.path, column);
    const known: number[] = [];
    for (let y = Math.max(0, Math.ceil(pathRow - reach)); y <= Math.min(ny - 1, pathRow + reach); y++) {
      const isOther = others.some((other) => Math.abs(other.positionRow + evaluateFit(other.path, column) - y) < OTHERS_FWHM * Math.max(other.fwhmPixel, target.fwhmPixel));
      if (!isOther && Number.isFinite(flux[b * ny + y]) && variance[b * ny + y] > 0) known.push(y);
    }
    if (known.length < reach) continue;
    const values = Float64Array.from(known, (y) => flux[b * ny + y]);
    const sigma = Math.sqrt(median(Float64Array.from(known, (y) => variance[b * ny + y])));
    const middle = median(values);
    const sound = known.filter((_, k) => Math.abs(values[k] - middle) < RAY_SIGMA * sigma);
    const level = sound.reduce((sum, y) => sum + flux[b * ny + y], 0) / sound.length;
    const from = row.length;
    for (const y of sound) {
      row.push(y);
      light.push(flux[b * ny + y] - level);
    }
    bins.push({ powers: legendreValues((2 * column) / (nx - 1) - 1, 2, new Float64Array(3)), pathRow, sigma, from, to: row.length });
  }
  return { bins, row: Float64Array.from(row), light: Float64Array.from(light) };
}

/** Offset, slope and bend (rows) of the line, of a grid, along which most of the light lies, its significance squared less what the prior takes. */
function bestOfGrid(cells: Cells, target: Target, [slope, bend]: readonly [number, number]): readonly number[] {
  const step = GRID.step * target.fwhmPixel;
  const steps = (reach: number): number[] => Array.from({ length: 2 * Math.ceil(reach / step) + 1 }, (_, k) => (k - Math.ceil(reach / step)) * step);
  const filtered = cells.bins.map((bin) => filteredAt(cells, bin, target));
  let best = { value: -Infinity, line: [0, 0, 0] };
  for (const c1 of steps(GRID.reach * slope)) {
    for (const c2 of steps(GRID.reach * bend)) {
      for (const c0 of steps(target.fwhmPixel)) {
        let [sum, squares] = [0, 0];
        cells.bins.forEach(({ powers, sigma }, b) => {
          const value = filtered[b](c0 + c1 * powers[1] + c2 * powers[2]);
          if (Number.isNaN(value)) return;
          sum += value / sigma;
          squares += 1 / (sigma * sigma);
        });
        const value = (sum > 0 ? (sum * sum) / squares : 0) - (c1 / slope) ** 2 - (c2 / bend) ** 2;
        if (value > best.value) best = { value, line: [c0, c1, c2] };
      }
    }
  }
  return best.line;
}

/** The light of a bin under a profile so many rows from the path, in σ; NaN beyond its cells. */
function filteredAt({ row, light }: Cells, { pathRow, sigma, from, to }: Cells['bins'][number], target: Target): (offset: number) => number {
  const model = pixelAveraged(profileNamed(target.model));
  const shape = target.parameters.slice(2);
  const first = row[from] - pathRow;
  const values = Array.from({ length: 2 * Math.ceil(row[to - 1] - row[from]) + 1 }, (_, k) => {
    let [sum, squares] = [0, 0];
    for (let i = from; i < to; i++) {
      const weight = model.evaluate(row[i] - pathRow, [1, first + k / 2, ...shape]);
      sum += weight * light[i];
      squares += weight * weight;
    }
    return squares > 0 ? sum / Math.sqrt(squares) / sigma : NaN;
  });
  return (offset) => values[Math.round(2 * (offset - first))] ?? NaN;
}

/** Parameters: root of the brightness along u, rows along u (Legendre coefficients both). The last two residuals are the priors of slope and bend. */
function fitCells({ bins, row, light }: Cells, target: Target, [slope, bend]: readonly [number, number], start: readonly number[]): NonlinearFit {
  const model = pixelAveraged(profileNamed(target.model));
  const shape = target.parameters.slice(2);
  const derivatives = new Float64Array(model.parameterCount);
  const count = row.length + 2;
  const free = target.fwhmPixel;
  return levenbergMarquardt({
    count,
    parameters: [Math.sqrt(Math.max(target.amplitude, 1e-3)), 0, 0, ...start],
    bounds: { lower: [0, -Infinity, -Infinity, -1.5 * free, -Infinity, -Infinity], upper: [Infinity, Infinity, Infinity, 1.5 * free, Infinity, Infinity] },
    maxIterations: 40,
    tolerance: 1e-6,
    both(p, residuals, jacobian) {
      jacobian.fill(0);
      for (const { powers, pathRow, sigma, from, to } of bins) {
        const root = p[0] * powers[0] + p[1] * powers[1] + p[2] * powers[2];
        const height = root * root;
        const center = pathRow + p[3] * powers[0] + p[4] * powers[1] + p[5] * powers[2];
        let [meanHeight, meanRow] = [0, 0];
        for (let k = from; k < to; k++) {
          const value = model.gradient(row[k], [1, center, ...shape], derivatives);
          residuals[k] = value;
          jacobian[k * COUNT] = value;
          jacobian[k * COUNT + HEIGHTS] = derivatives[1];
          meanHeight += value;
          meanRow += derivatives[1];
        }
        meanHeight /= to - from;
        meanRow /= to - from;
        for (let k = from; k < to; k++) {
          const byHeight = (jacobian[k * COUNT] - meanHeight) / sigma;
          const byRow = (height * (jacobian[k * COUNT + HEIGHTS] - meanRow)) / sigma;
          residuals[k] = height * byHeight - light[k] / sigma;
          for (let j = 0; j < HEIGHTS; j++) {
            jacobian[k * COUNT + j] = 2 * root * byHeight * powers[j];
            jacobian[k * COUNT + HEIGHTS + j] = byRow * powers[j];
          }
        }
      }
      residuals[count - 2] = p[4] / slope;
      residuals[count - 1] = p[5] / bend;
      jacobian[(count - 2) * COUNT + 4] = 1 / slope;
      jacobian[(count - 1) * COUNT + 5] = 1 / bend;
    },
  });
}
