import type { Exposure } from './exposure.js';
import type { ReductionSettings } from './settings.js';

/** What the instrument takes besides what is reduced. */
const KEPT_KINDS: ReadonlySet<string> = new Set(['FOCUS', 'DARK', 'SKYFLAT', 'ACQUISITION']);

/**
 * Why a frame is kept and shown, but not reduced; undefined for one that is. The `technique` of a proposal is what its observers do: in an imaging
 * proposal a frame that looks like a spectrum (a grating left in the beam) is no spectrum, and nothing is extracted from it.
 */
export function reasonNotReduced({ kind, obstype, technique }: Pick<Exposure, 'kind' | 'obstype' | 'technique'>, settings: Pick<ReductionSettings, 'technique'>): string | undefined {
  switch (kind) {
    case 'image':
      return `${obstype} frames taken as ${technique.toLowerCase()} are kept and shown, not reduced`;
    case 'other':
      return KEPT_KINDS.has(obstype) ? `${obstype} frames are kept and shown, not reduced` : `OBSTYPE is '${obstype}', none of those that are reduced (BIAS, LAMPFLAT, ARC, SPECTRUM): kept and shown, not reduced`;
    case 'arc':
    case 'spectrum':
      return settings.technique === 'Imaging' ? `${obstype} frames of a proposal whose technique is set to Imaging are kept and shown, not reduced` : undefined;
    case 'bias':
    case 'flat':
      return undefined;
  }
}

/** `none` is the proposal's wish; a lamp is never searched for cosmic rays: its lines are as sharp as they are. */
export function looksForCosmicRays({ kind }: Pick<Exposure, 'kind'>, settings: Pick<ReductionSettings, 'cosmic_ray_rejection'>): boolean {
  return kind === 'spectrum' && settings.cosmic_ray_rejection !== 'none';
}
