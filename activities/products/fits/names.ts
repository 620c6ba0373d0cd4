import { createHash } from 'node:crypto';
import { purposes } from '../../domain/calibrations.js';
import { unpackedName } from '../../domain/raw-name.js';
import type { Exposure } from '../../domain/exposure.js';
import type { Provenance } from '../../domain/products.js';
import type { DraftContext } from './file-draft.js';

/** How a name is made besides what the product says. */
export type NamingContext = Pick<DraftContext, 'calibrationHeaders' | 'distinguishedBy'>;

/** A product as its file name tells of it. */
interface Named {
  readonly exposure: Exposure;
  readonly provenance: Provenance;
}

/**
 * Goodman's file names. Letters in front tell what was done, the newest first: c cosmic rays rejected, the letter of each calibration (f divided by
 * the flat, z bias subtracted), s cut to the slit, t trimmed; then e extracted, w wavelength calibrated.
 */
export function reducedName({ exposure, provenance }: Named, { calibrationHeaders: headers, distinguishedBy }: NamingContext): string {
  const letters = [
    provenance.cosmicRays && provenance.cosmicRays.method !== 'none' ? 'c' : '',
    ...[...purposes].reverse().map((purpose) => (provenance[purpose] ? (headers[purpose].namePrefix ?? '') : '')),
    provenance.slitSection === undefined ? '' : 's',
    provenance.trimSection === undefined ? '' : 't',
  ].join('');
  return `${letters === '' ? '' : `${letters}_`}${shortened(frameStem(exposure.name))}${distinguishedBy === undefined ? '' : `_${distinguishedBy}`}.fits`;
}

/** `ecfzst_0123_star.fits`; with several sources on the slit `…_target_2.fits`. */
export function extractedName(product: Named, context: NamingContext, target: number, targets: number): string {
  const suffix = targets > 1 ? `_target_${target}` : '';
  return `e${frameStem(reducedName(product, context))}${suffix}.fits`;
}

export function calibratedName(product: Named, context: NamingContext, target: number, targets: number): string {
  return `w${extractedName(product, context, target, targets)}`;
}

/** `0123_star` of `0123_star.fits.gz`: products of frames with one stem have one name. */
export function frameStem(fileName: string): string {
  return unpackedName(fileName).replace(/\.(fits|fit|fts)$/i, '');
}

/** File systems take names of 255 bytes; what we put around a stem (`wecfzst_…_1f2e3d4c_target_20.fits`) takes 32. */
const LONGEST_STEM_BYTES = 220;
const HASH_DIGITS = 12;

/** A stem that leaves room for our letters; a longer one is cut, and told apart from others of the same beginning by a hash of all of it. */
function shortened(stem: string): string {
  if (Buffer.byteLength(stem) <= LONGEST_STEM_BYTES) return stem;
  const hash = createHash('sha256').update(stem).digest('hex').slice(0, HASH_DIGITS);
  let kept = '';
  for (const character of stem) {
    if (Buffer.byteLength(kept + character) > LONGEST_STEM_BYTES - HASH_DIGITS - 1) break;
    kept += character;
  }
  return `${kept}~${hash}`;
}

/**
 * `master_bias_RED_SP_2x2_R03.89_G01.48_20261123.fits`, `master_flat_RED_400m2_GG455_1.0_2x2_20261123.fits`: camera, optics, binning and
 * night, so that no two masters of a season share a name by accident. A custom read-out adds its region: `…_2x2_r980-1928_…`.
 */
export function masterName(purpose: string, words: readonly string[], night: string, distinguishedBy = ''): string {
  return `master_${purpose}_${[...words, night, distinguishedBy].filter((word) => word !== '').join('_')}.fits`.replace(/[^\w.-]/g, '-');
}

/** What a master of the read-out alone is told apart by. */
export function readoutWords(exposure: Exposure): string[] {
  const { camera, technique, readNoiseElectron, gainElectronPerAdu } = exposure;
  return [camera.toUpperCase(), technique === 'Imaging' ? 'IM' : 'SP', binningWord(exposure), `R${twoDecimals(readNoiseElectron)}`, `G${twoDecimals(gainElectronPerAdu)}`];
}

/** What a master of read-out and optics is told apart by. */
export function opticsWords(exposure: Exposure): string[] {
  const { camera, filter2 } = exposure;
  return [camera.toUpperCase(), modeWord(exposure), filter2 === 'NO_FILTER' ? '' : filter2, slitWord(exposure), binningWord(exposure)];
}

function binningWord(exposure: Exposure): string {
  return `${exposure.geometry.binX}x${exposure.geometry.binY}${regionOf(exposure)}`;
}

/** `03.89` */
function twoDecimals(value: number): string {
  return value.toFixed(2).padStart(5, '0');
}

/** Preset regions have names and need none here. */
function regionOf({ roi, geometry: { ny, y0, binY } }: Exposure): string {
  return /^spectroscopic|^imaging/i.test(roi) ? '' : `_r${y0}-${y0 + ny * binY}`;
}

/** `400m2`, `600blue`, `1200custom742nm`: lines per millimeter and mode. */
function modeWord({ wavmode, gratingLinesPerMm, grating }: Exposure): string {
  const lines = gratingLinesPerMm === null ? grating : String(gratingLinesPerMm);
  const mode = wavmode.toLowerCase().replaceAll('_', '');
  return mode.startsWith(lines) ? mode : `${lines}${mode}`;
}

function slitWord({ slit, slitWidthArcsecond }: Exposure): string {
  return slitWidthArcsecond === null ? slit : slit.replace(/_LONG_SLIT.*$/, '');
}
