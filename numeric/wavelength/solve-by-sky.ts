import { FitError, unlessUnfit } from '../errors.js';
import { LINES_NEEDED } from './acceptance.js';
import { findArcLines, type ArcLines } from './arc-lines.js';
import { median } from '../math/statistics.js';
import { axisColumn, nominalModel, wavelengthAtColumn } from './grating-model.js';
import { skyZeroPoint } from './sky-zero-point.js';
import { identifyLamp, type LaboratoryLine, type LampSpectrum, type WavelengthRequest, type WavelengthSolution } from './solve.js';

/** A line of the sky stands this many times over its noise: the sky under a source is known from many rows, what is fainter is the end of a band. */
const LEAST_SNR = 10;
/** Lines nearer than this show one peak, FWHM. */
const SEPARATE_FWHM = 1;
/** Fainter than this share of the brightest are many lines of OH that stand in groups and in no list. */
const LEAST_BRIGHT = 0.04;
/** Narrower than this share of the usual width no light of the sky is. */
const NARROWEST = 0.7;
/**
 * Share of the bright lines that the sky must explain. In simulated skies of every mode what was true explained all, and of some 330 that were none of their set-up (mirrored,
 * shuffled) the two that a lamp's share let pass explained two thirds.
 */
const LEAST_EXPLAINED = 0.75;
/** A line leans and bends by up to twice this from one end of a slit to the other, unbinned columns. */
const LEAN_COLUMNS = 4;
/** All lines of the sky are on one scale of brightness, whatever shines: as if they were one element. */
const SKY = 'sky';

/**
 * Finds the wavelength of every sample from the night sky alone, where no lamp was taken: the sky is a lamp whose lines are oxygen, sodium and OH, and its lines lie where
 * those of the source lie, without the way of the telescope between lamp and source. The optical model carries the solution between them and beyond, so that few lines cost
 * precision, in the expected errors, and not truth.
 *
 * An identification must be as clear as that of a lamp: what shows fewer than four lines, the blue, is refused.
 *
 * @param sky where the source fell, n samples. @param request its laboratory lines are those of the sky, blue to red.
 * @throws {FitError} `sky-lines-insufficient`, whatever is missing. @throws {ContractError} if the setup is no setup.
 */
export function solveBySky(sky: LampSpectrum, request: WavelengthRequest): WavelengthSolution {
  const arc = brightLines(findArcLines(sky.flux, { ...sky, minimumSnr: LEAST_SNR }));
  if (arc.lines.length < LINES_NEEDED) {
    throw new FitError('sky-lines-insufficient', `The sky of this spectrum shows ${arc.lines.length} of the ${LINES_NEEDED} lines that its wavelengths take; only a lamp gives them.`, { found: arc.lines.length, needed: LINES_NEEDED });
  }
  const { setup, optics, detectorColumns, binning } = request;
  const nominal = nominalModel(setup, optics, detectorColumns);
  const middle = axisColumn(nominal);
  const angstromPerSample = binning * Math.abs(wavelengthAtColumn(setup, nominal, middle + 0.5) - wavelengthAtColumn(setup, nominal, middle - 0.5));
  const laboratoryLines = request.laboratoryLines.map((line) => ({ ...line, element: SKY }));
  try {
    const identified = identifyLamp(arc, { ...request, laboratoryLines, recognizedBy: asSeen(laboratoryLines, SEPARATE_FWHM * arc.fwhmPixel * angstromPerSample) });
    if (identified.explainedFraction < LEAST_EXPLAINED) {
      throw new FitError('wavelength-ambiguous', 'The night sky explains too few of the lines', { explainedPercent: Math.round(100 * identified.explainedFraction) });
    }
    const solution = identified.solve();
    return { ...solution, lines: solution.lines.map((line) => ({ ...line, element: elementAt(request.laboratoryLines, line.wavelengthAngstrom) })) };
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
    throw new FitError('sky-lines-insufficient', `${whyNot(error, arc.lines.length)}; only a lamp gives its wavelengths.`, error.facts);
  }
}

/** The bright lines, without hot columns and what rays left in the sky: much narrower than the image of the slit, which is as wide as most lines are. */
function brightLines(arc: ArcLines): ArcLines {
  if (arc.lines.length === 0) return arc;
  const usual = median(Float64Array.from(arc.lines, ({ fwhmPixel }) => fwhmPixel));
  const wide = arc.lines.filter(({ fwhmPixel }) => fwhmPixel > NARROWEST * usual);
  const brightest = wide.reduce((most, { amplitude }) => Math.max(most, amplitude), 0);
  const lines = wide.filter(({ amplitude }) => amplitude > LEAST_BRIGHT * brightest);
  return { ...arc, lines, fwhmPixel: Math.max(arc.fwhmPixel, NARROWEST * usual) };
}

/**
 * Solves the skies under the sources of one exposure. Where one shows too few lines, beside another source or the end of the slit, those it shows tell where the solution of the
 * first that was solved lies there; where it shows none, the error holds how far lines lean along a slit.
 *
 * @param skies on the same columns. @param alone wavelengths in air of lines that stand alone, angstrom.
 * @throws {FitError} `sky-lines-insufficient` where none can be solved.
 */
export function solveSkies(skies: readonly LampSpectrum[], request: WavelengthRequest, alone: readonly number[]): WavelengthSolution[] {
  const attempts = skies.map((sky) => unlessUnfit(() => solveBySky(sky, request)));
  const solved = attempts.find((attempt): attempt is WavelengthSolution => !(attempt instanceof FitError));
  return attempts.map((attempt, i) => {
    if (!(attempt instanceof FitError)) return attempt;
    if (solved === undefined) throw attempt;
    return movedBySky(solved, skies[i].flux, alone);
  });
}

/**
 * The solution of one source moved to another of the same exposure, whose sky shows too few lines for one of its own: the lines of a slit lean, so that its place along the
 * spectrum differs, by what the lines that are seen tell; the optics are the same.
 *
 * @param sky under the other source, n samples. @param skyLines as of `skyZeroPoint`, angstrom.
 */
function movedBySky(solution: WavelengthSolution, sky: Float64Array, skyLines: readonly number[]): WavelengthSolution {
  const { setup, firstColumn, binning, wavelengths, errorsAngstrom } = solution;
  const place = skyZeroPoint(sky, solution, solution.lineWidthPixel, binning, skyLines) ?? { offsetPixel: 0, errorPixel: LEAN_COLUMNS / binning };
  const { deltaRadian, pixelMillimeter, focalLengthMillimeter } = solution.model;
  const model = { ...solution.model, deltaRadian: deltaRadian + (place.offsetPixel * binning * pixelMillimeter) / focalLengthMillimeter };
  const moved = wavelengths.map((_, q) => wavelengthAtColumn(setup, model, firstColumn + binning * q + (binning - 1) / 2));
  const angstromPerSample = Math.abs(moved[moved.length - 1] - moved[0]) / (moved.length - 1);
  return {
    ...solution,
    model,
    lines: [],
    wavelengths: moved,
    errorsAngstrom: errorsAngstrom.map((error) => Math.hypot(error, place.errorPixel * angstromPerSample)),
    predictedErrorPixel: Math.hypot(solution.predictedErrorPixel, place.errorPixel),
  };
}

/** Lines that stand apart, and groups of lines that do not, each by the mean of its light. @param apart angstrom. */
function asSeen(lines: readonly LaboratoryLine[], apart: number): LaboratoryLine[] {
  const seen: LaboratoryLine[] = [];
  let previous = -Infinity;
  for (const line of lines) {
    const last = seen.at(-1);
    if (last && line.wavelengthAngstrom - previous < apart) {
      const strength = last.strength + line.strength;
      const wavelengthAngstrom = (last.wavelengthAngstrom * last.strength + line.wavelengthAngstrom * line.strength) / strength;
      seen[seen.length - 1] = { ...last, wavelengthAngstrom, strength, fit: false };
    } else seen.push(line);
    previous = line.wavelengthAngstrom;
  }
  return seen;
}

function elementAt(lines: readonly LaboratoryLine[], wavelengthAngstrom: number): string {
  return lines.find((line) => line.wavelengthAngstrom === wavelengthAngstrom)?.element ?? '';
}

/** What a refused lamp is told, said of the sky. */
function whyNot({ reason, facts }: FitError, found: number): string {
  const lines = `the ${found} lines in the sky of this spectrum`;
  if (reason === 'wavelength-ambiguous') return `None of the known lines of the night sky are clearly ${lines}`;
  if (reason === 'wavelength-poor') return `As lines of the night sky ${lines} agree or reach too badly (expected error ${facts['predictedErrorPixel']} unbinned pixels)`;
  return `Of ${lines} too few are known and stand alone (${facts['found'] ?? facts['linesUsed'] ?? 0} of ${LINES_NEEDED} needed)`;
}
