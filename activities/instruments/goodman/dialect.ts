import type { Lamp, Technique } from '../../domain/exposure.js';

/**
 * Goodman headers speak two dialects: the one before the queue (2019-08-06: `SYZY_400`, `<NO FILTER>`, `1.0" long slit`, `COMP`) and
 * the queue's (`400_SYZY`, `NO_FILTER`, `1.0_LONG_SLIT`, `ARC`). Everything is understood in the second; raw files are never touched.
 */

/** `<NO FILTER>` → `NO_FILTER`: blanks and hyphens between words become underscores, quotes and brackets go. */
export function words(text: string): string {
  return text
    .replace(/[<>"]/g, ' ')
    .trim()
    .replace(/\s+/g, '_');
}

/** `SYZY_600-OLD` → `600_SYZY_OLD`, `<NO GRATING>` → `NO_GRATING`; empty stays empty. */
export function normalizeGrating(text: string): string {
  const name = words(text).toUpperCase().replaceAll('-', '_');
  const makerFirst = /^([A-Z]+)_(\d+)(.*)$/.exec(name);
  return makerFirst ? `${makerFirst[2]}_${makerFirst[1]}${makerFirst[3]}` : name;
}

/** Lines per millimeter: the number a grating's name begins with. */
export function linesPerMm(grating: string): number | null {
  const match = /^(\d{3,4})(?:_|$)/.exec(grating);
  return match ? Number(match[1]) : null;
}

/** Filters keep their case (`r-SDSS`); only "none" has one spelling. */
export function normalizeFilter(text: string): string {
  const name = words(text);
  return name === '' || /^NO_?FILTER$/i.test(name) ? 'NO_FILTER' : name;
}

/** `1.0" long slit` → `1.0_LONG_SLIT`, `<NO MASK>` → `NO_MASK`. */
export function normalizeSlit(text: string): string {
  return words(text).toUpperCase();
}

/** Width of a long slit, arcsecond. Masks, slicers and an open position have none. */
export function slitWidthArcsecond(slit: string): number | null {
  const match = /^(\d+(?:\.\d+)?)_LONG_SLIT/.exec(slit);
  const width = match ? Number(match[1]) : 0;
  return width > 0 ? width : null;
}

/** `400 m1` → `400_M1`. */
export function normalizeWavmode(text: string): string {
  return words(text).toUpperCase();
}

const OBSTYPES: Readonly<Record<string, string>> = {
  OBJECT: 'SPECTRUM',
  SPECTRUM: 'SPECTRUM',
  COMP: 'ARC',
  COMPARISON: 'ARC',
  ARC: 'ARC',
  FLAT: 'LAMPFLAT',
  LAMPFLAT: 'LAMPFLAT',
  DOMEFLAT: 'LAMPFLAT',
  ZERO: 'BIAS',
  BIAS: 'BIAS',
  EXPOSE: 'EXPOSE',
};

/** OBSTYPE in the queue's words; what the table does not have stays itself (FOCUS, DARK, SKYFLAT). */
export function normalizeObstype(text: string): string {
  const name = words(text).toUpperCase();
  return OBSTYPES[name] ?? name;
}

export interface Clues {
  readonly obstype: string;
  readonly roi: string;
  readonly slit: string;
  readonly grating: string;
  readonly wavmode: string;
  readonly object: string;
}

/**
 * What one frame was taken for, by itself, so that a night may hold both. A frame without a grating in the beam is an image whatever
 * slit was in (acquisition through the slit); after that the first clue counts. A bias goes by the region it reads.
 */
export function techniqueOf({ obstype, roi, slit, grating, wavmode, object }: Clues): Technique {
  const region = roi.toUpperCase();
  if (grating === 'NO_GRATING' && obstype !== 'BIAS') return 'Imaging';
  if (region.includes('SPECTROSCOPIC')) return 'Spectroscopy';
  if (obstype === 'BIAS' && region.includes('IMAGING')) return 'Imaging';
  if (obstype === 'ARC' || obstype === 'SPECTRUM') return 'Spectroscopy';
  if (slit !== '' && slit !== 'NO_MASK') return 'Spectroscopy';
  if (grating !== '' && grating !== 'NO_GRATING') return 'Spectroscopy';
  if (object.toUpperCase().includes('_SP_')) return 'Spectroscopy';
  if (region.includes('IMAGING') || obstype === 'EXPOSE' || wavmode === 'IMAGING' || object.toUpperCase().includes('_IM_')) return 'Imaging';
  return 'Unknown';
}

/**
 * The lamps that a name like `HgArNe` or `CuHeAr` stands for, in the words of the LAMP_ keywords. Each lamp is filled with more than
 * its name: the mercury pencil holds argon, the hollow cathodes helium and argon, so argon alone means the argon pencil.
 */
export function lampsFromName(name: string): Lamp[] {
  const spelled = /(?:^|[^A-Za-z])((?:Hg|He|Ar|Ne|Cu|Fe)+)(?![A-Za-z])/i.exec(name)?.[1];
  if (spelled === undefined) return [];
  const elements = new Set(spelled.toUpperCase().match(/../g));
  const lamps: Lamp[] = [];
  if (elements.has('HG')) lamps.push('HGA');
  if (elements.has('NE')) lamps.push('NE');
  if (elements.has('AR') && !elements.has('HG') && !elements.has('FE') && !elements.has('CU')) lamps.push('AR');
  if (elements.has('FE')) lamps.push('FE');
  if (elements.has('CU')) lamps.push('CU');
  return lamps;
}
