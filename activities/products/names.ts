import type { Exposure } from '../domain/exposure.js';
import type { Provenance } from '../domain/products.js';

/**
 * Goodman's file names. Letters in front tell what was done, the newest first: c cosmic rays rejected, f divided by the flat,
 * z bias subtracted, s cut to the slit, t trimmed; then e extracted, w wavelength calibrated.
 */
export function reducedName({ exposure, provenance }: { readonly exposure: Exposure; readonly provenance: Provenance }): string {
  const letters = [
    provenance.cosmicRays && provenance.cosmicRays.method !== 'none' ? 'c' : '',
    provenance.flat ? 'f' : '',
    provenance.bias ? 'z' : '',
    provenance.slitSection === undefined ? '' : 's',
    provenance.trimSection === undefined ? '' : 't',
  ].join('');
  return `${letters === '' ? '' : `${letters}_`}${stem(exposure.name)}.fits`;
}

/** `ecfzst_0123_star.fits`; with several sources on the slit `…_target_2.fits`. */
export function extractedName(product: Parameters<typeof reducedName>[0], target: number, targets: number): string {
  const suffix = targets > 1 ? `_target_${target}` : '';
  return `e${stem(reducedName(product))}${suffix}.fits`;
}

export function calibratedName(product: Parameters<typeof reducedName>[0], target: number, targets: number): string {
  return `w${extractedName(product, target, targets)}`;
}

function stem(fileName: string): string {
  return fileName.replace(/\.gz$/i, '').replace(/\.(fits|fit|fts)$/i, '');
}

/**
 * `master_bias_RED_SP_2x2_R03.89_G01.48_20261123.fits`, `master_flat_RED_400m2_GG455_1.0_2x2_20261123.fits`: camera, optics, binning and
 * night, so that no two masters of a season share a name by accident. A custom read-out adds its region: `…_2x2_r980-1928_…`.
 */
export function masterName(purpose: 'bias' | 'flat', exposure: Exposure): string {
  const { camera, geometry, technique, readNoiseElectron, gainElectronPerAdu, night } = exposure;
  const binning = `${geometry.binX}x${geometry.binY}${regionOf(exposure)}`;
  const words =
    purpose === 'bias'
      ? [camera.toUpperCase(), technique === 'Imaging' ? 'IM' : 'SP', binning, `R${twoDigits(readNoiseElectron)}`, `G${twoDigits(gainElectronPerAdu)}`]
      : [camera.toUpperCase(), modeWord(exposure), exposure.filter2 === 'NO_FILTER' ? '' : exposure.filter2, slitWord(exposure), binning];
  return `master_${purpose}_${[...words, night].filter((word) => word !== '').join('_')}.fits`.replace(/[^\w.-]/g, '-');
}

/** `03.89` */
function twoDigits(value: number): string {
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
