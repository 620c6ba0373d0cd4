import type { Peak } from './candidate-peaks.js';
import { deblend } from './deblend.js';
import type { Profile } from '../math/peak-profile.js';
import { fitComponents, profileOf, type Component, type ComponentFit, type Start, type WidthLimits } from './slit-components.js';
import { BINS_PER_BLOCK } from './path-search.js';
import type { SlitProfile } from './slit-search.js';

/** Why light that stands out is no target. */
export type Refusal = 'too-wide' | 'too-narrow' | 'too-low' | 'at-the-edge' | 'beyond-the-rows' | 'same-as-another' | 'wing-of-another' | 'in-few-columns' | 'sky-unknown';

/** What a peak turned out to be. */
export interface FittedPeak {
  readonly peak: Peak;
  readonly component: Component;
  /** Deviation of the profile from one curve, percent of its peak; 0 where it was not looked for. */
  readonly misfitPercent: number;
  readonly refused: Refusal | undefined;
}

/** What the peaks are judged by. */
export interface PeakJudgment {
  /** As a pixel sees it. */
  readonly model: Profile;
  readonly limits: WidthLimits;
  /** Least height, in the scatter between rows. */
  readonly threshold: number;
  /** FWHM of a usual star, rows. */
  readonly fwhm: number;
}

/** The slit profile of the bins `first … last − 1`. */
export type ProfileOfBins = (first: number, last: number) => SlitProfile;

/** Components closer than this, in the FWHM of the narrower, are one: nearer stars cannot be told apart. */
const TWINS_FWHM = 0.8;
/** A source must be this significant for its profile to be taken apart, σ. */
const DEBLEND_SNR = 40;
/** A source with one FWHM or less between its center and the slit's end may be this wide, usual FWHM: a wider one is a gradient of the sky. */
const WIDEST_CUT_FWHM = 2.3;
/** Within a usual FWHM of the slit's end an image must be this wide, usual FWHM (0.54″): half of it is not seen. */
const SHARPEST_AT_END = 0.6;
/**
 * Within so many of its FWHM a star has wings that no Moffat has: light lower than this share of its height is none but its own. In a part of the spectrum more, because
 * the shape is that of the whole there, and the trace runs beside its path.
 */
const WINGS = { fwhm: 3, share: 0.01, shareOfPart: 0.05 };
/** From this width on, usual FWHM, the light as it is must show the source too: the sky removed bends about so fast. */
export const WIDE_FWHM = 3;
/** Rows of the light as it is that are looked at, FWHM of the widest source, and the width up to which it is fitted. */
const PLAIN = { reach: 2, widest: 3 };

/**
 * Fits the peaks of the whole and of each block together, takes merged ones apart, and says of each whether it is a source.
 * @param profile sky removed. @param plain nothing but a constant removed. @param count bins of the frame.
 */
export function fitPeaks(profile: ProfileOfBins, plain: ProfileOfBins, peaks: readonly Peak[], count: number, judgment: PeakJudgment): FittedPeak[] {
  const fitted: FittedPeak[] = [];
  for (const block of new Set(peaks.map((peak) => peak.block))) {
    const [first, last] = binsOf(block, count);
    // What is known from the whole spectrum takes part in the fit of a block, or its light would go to the new one.
    const present = peaks.filter((peak) => peak.block === block || peak.block === -1);
    const found = withoutWings(fitApart(profile(first, last), present, judgment), profile(first, last), judgment).filter(({ peak }) => peak.block === block);
    const asItIs = found.some(({ component }) => component.fwhm > WIDEST_CUT_FWHM * judgment.fwhm) ? plain(first, last) : undefined;
    const seen = found.map((one) => ({ ...one, refused: refusedAtTheEnd(one, profile(first, last), judgment) }));
    fitted.push(...seen.map((one) => (one.refused === undefined && asItIs !== undefined ? inPlainLight(one, asItIs, judgment) : one)));
  }
  return withoutTwins(fitted);
}

/** Bins of a block, half-open; all for −1. */
export function binsOf(block: number, count: number): [number, number] {
  return block < 0 ? [0, count] : [block * BINS_PER_BLOCK, Math.min(count, (block + 1) * BINS_PER_BLOCK)];
}

function fitApart(profile: SlitProfile, peaks: readonly Peak[], judgment: PeakJudgment): FittedPeak[] {
  const { limits, fwhm, model } = judgment;
  let starts: (Start & { readonly peak: Peak })[] = peaks.map((peak) => ({ row: peak.row, snr: peak.snr, peak }));
  let fit = fitComponents(profile, model, starts, limits, fwhm);
  // Two of one light share it at random: the weaker goes, and the other is fitted again.
  for (let twin = twinOf(fit.components, starts, profile); twin >= 0; twin = twinOf(fit.components, starts, profile)) {
    starts = withoutTwin(starts, twin, fit.components, profile);
    fit = fitComponents(profile, model, starts, limits, fwhm);
  }
  const shapes = starts.map((start, i) => look(profile, fit, i, start, judgment));
  let misfits = shapes.map(({ misfitPercent }) => misfitPercent);
  const apart = starts.flatMap((start, i) => shapes[i].pair?.map((row) => ({ ...start, row, shape: `pair ${i}` })) ?? [start]);
  if (apart.length > starts.length) {
    const both = fitComponents(profile, model, apart, limits, fwhm);
    if (twinOf(both.components, apart, profile) < 0) {
      misfits = apart.map((start) => (start.shape === undefined ? misfits[starts.findIndex(({ peak }) => peak === start.peak)] : 0));
      [starts, fit] = [apart, both];
    }
  }
  return starts.map((start, i) => {
    const component = fit.components[i];
    const light = fit.components.reduce((sum, other, k) => (starts[k].peak === start.peak ? sum + other.parameters[0] : sum), 0);
    const snr = start.shape === undefined ? start.peak.snr : (start.peak.snr * component.parameters[0]) / light;
    return { peak: { ...start.peak, row: Math.round(start.row), snr }, component, misfitPercent: misfits[i], refused: refusal(component, judgment) };
  });
}

/** Light on the wings of a much brighter source is its own; so is light at the end of the slit beside a source whose center is beyond it in this part of the spectrum. */
function withoutWings(fitted: readonly FittedPeak[], { flux }: SlitProfile, { fwhm: usual }: PeakJudgment): FittedPeak[] {
  const [first, last] = [flux.findIndex(Number.isFinite), flux.findLastIndex(Number.isFinite)];
  const isWing = (one: FittedPeak, of: FittedPeak): boolean => {
    const [height, row] = one.component.parameters;
    if (one.peak.block >= 0 && of.peak.block < 0 && (of.peak.row < first || of.peak.row > last)) return Math.abs(row - of.peak.row) < WINGS.fwhm * usual;
    const [whole, center] = of.component.parameters;
    const share = one.peak.block < 0 ? WINGS.share : WINGS.shareOfPart;
    return of.refused === undefined && Math.abs(row - center) < WINGS.fwhm * of.component.fwhm && height < share * whole;
  };
  return fitted.map((one) => (fitted.some((of) => isWing(one, of)) ? { ...one, refused: one.refused ?? 'wing-of-another' } : one));
}

function look(profile: SlitProfile, fit: ComponentFit, i: number, start: Start, judgment: PeakJudgment): ReturnType<typeof deblend> {
  const component = fit.components[i];
  if (start.snr < DEBLEND_SNR || refusal(component, judgment) !== undefined) return { pair: undefined, misfitPercent: 0 };
  return deblend(profileOf(profile, judgment.model, fit, component), judgment.model, component.parameters, judgment.limits);
}

/** The weaker of two components on the same place; −1 if there are none. */
function twinOf(components: readonly Component[], starts: readonly Start[], profile: SlitProfile): number {
  for (let i = 0; i < components.length; i++) {
    for (let j = 0; j < i; j++) {
      if (starts[i].shape !== undefined && starts[i].shape === starts[j].shape) continue;
      if (areTwins(components[i], components[j]) || areJoined(components[i], components[j], profile)) return starts[i].snr < starts[j].snr ? i : j;
    }
  }
  return -1;
}

function areTwins(a: Component, b: Component): boolean {
  return Math.abs(a.parameters[1] - b.parameters[1]) < TWINS_FWHM * Math.min(a.fwhm, b.fwhm);
}

/** The starts without the weaker of a pair; of the flanks of a saturated star the middle stays. */
function withoutTwin<S extends Start>(starts: readonly S[], twin: number, components: readonly Component[], profile: SlitProfile): S[] {
  const joined = starts.findIndex((_, i) => i !== twin && areJoined(components[i], components[twin], profile));
  const middle = joined < 0 ? NaN : (components[joined].parameters[1] + components[twin].parameters[1]) / 2;
  return starts.map((start, i) => (i === joined ? { ...start, row: middle } : start)).filter((_, i) => i !== twin);
}

/** Whether nothing but saturated rows lies between two: the flanks of one star. */
function areJoined(a: Component, b: Component, { flux, variance }: SlitProfile): boolean {
  const [from, to] = [a.parameters[1], b.parameters[1]].sort((p, q) => p - q).map(Math.round);
  for (let y = from; y <= to; y++) if (!Number.isFinite(flux[y]) || variance[y] !== Infinity) return false;
  return true;
}

function withoutTwins(fitted: readonly FittedPeak[]): FittedPeak[] {
  const ordered = [...fitted].sort((a, b) => Number(a.peak.block >= 0) - Number(b.peak.block >= 0) || b.peak.snr - a.peak.snr);
  const kept: FittedPeak[] = [];
  for (const one of ordered) {
    // A pair taken apart may be closer after the fit of all: it shares one shape and stays.
    const twin = one.refused === undefined && kept.some((other) => other.refused === undefined && other.peak.block !== one.peak.block && areTwins(one.component, other.component));
    kept.push(twin ? { ...one, refused: 'same-as-another' } : one);
  }
  return kept;
}

function refusal({ parameters, fwhm, peakInScatter }: Component, { limits, threshold }: PeakJudgment): Refusal | undefined {
  if (!(fwhm > limits.narrowest)) return 'too-narrow';
  if (!(fwhm < limits.widest)) return 'too-wide';
  return parameters[0] > 0 && peakInScatter >= threshold ? undefined : 'too-low';
}

/** What a component is refused for, the ends of the slit considered: the flank of an image has no width of its own, so one whose center is beyond the rows is never too narrow. */
function refusedAtTheEnd({ component, refused }: FittedPeak, profile: SlitProfile, judgment: PeakJudgment): Refusal | undefined {
  if (refused !== undefined && refused !== 'too-narrow') return refused;
  const atEnd = offTheSlit(component, profile, judgment);
  return atEnd === 'beyond-the-rows' ? atEnd : (refused ?? atEnd);
}

/** A center beyond the rows there are, or an image at their end that is sharper than seeing: a cosmic ray, or the flank of a source beyond the slit. */
function offTheSlit({ parameters, fwhm }: Component, { flux }: SlitProfile, { fwhm: usual }: PeakJudgment): Refusal | undefined {
  const row = parameters[1];
  const [first, last] = [flux.findIndex(Number.isFinite), flux.findLastIndex(Number.isFinite)];
  const distance = Math.min(row - first, last - row);
  // The outermost row is lost where the path is straightened.
  if (distance < -1) return fwhm < WIDEST_CUT_FWHM * usual ? 'beyond-the-rows' : 'at-the-edge';
  return distance < usual && fwhm < SHARPEST_AT_END * usual ? 'too-narrow' : undefined;
}

/** A wide source in the light as it is: the flank of a gradient, wider than a source may be, or a source that the sky removed has made too narrow. */
function inPlainLight(one: FittedPeak, { flux, variance }: SlitProfile, { limits, fwhm: usual, model, threshold }: PeakJudgment): FittedPeak {
  const { fwhm, parameters } = one.component;
  const row = parameters[1];
  const [first, last] = [variance.findIndex(Number.isFinite), variance.findLastIndex(Number.isFinite)];
  if ((row - first < fwhm || last - row < fwhm) && fwhm > WIDEST_CUT_FWHM * usual) return { ...one, refused: 'at-the-edge' };
  if (fwhm < WIDE_FWHM * usual) return one;
  const reach = PLAIN.reach * limits.widest;
  const near = variance.map((value, y) => (Math.abs(y - row) <= reach ? value : Infinity));
  const base = flux.reduce((least, value, y) => (Number.isFinite(near[y]) ? Math.min(least, value) : least), Infinity);
  const light = { flux: flux.map((value) => value - base), variance: near };
  const { components } = fitComponents(light, model, [{ row: Math.round(row), snr: one.peak.snr }], { ...limits, widest: PLAIN.widest * limits.widest }, fwhm);
  const component = { ...components[0], peakInScatter: one.component.peakInScatter };
  return { ...one, component, refused: refusal(component, { limits, fwhm: usual, model, threshold }) };
}
