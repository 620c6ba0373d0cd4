import { wavelengthQualities } from './wavelength-qualities.js';

/** A number that a step measured about a frame or a spectrum, and what is to be thought of it. */
export interface QualityNumber {
  /** Empty for a count or a ratio. */
  readonly unit: string;
  /** Of the card in a product's header: `GSQ_` and four letters. */
  readonly keyword: string;
  /** What it is, short enough for the comment of a card. */
  readonly meaning: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Where the bounds come from; a number without bounds says why it has none. */
  readonly source: string;
  /** What to think and do when it is beyond a bound. */
  readonly advice?: string;
}

/** Every quality number by its name, in the order in which a frame meets them. */
export const qualities = {
  // The raw frame, before it is used. Beyond the bounds of `steps/plausibility.ts` it is refused, so that these are never flagged.
  minimumAdu: { unit: 'adu', keyword: 'GSQ_PMIN', meaning: 'lowest count', source: 'none: refused where all counts are equal' },
  maximumAdu: { unit: 'adu', keyword: 'GSQ_PMAX', meaning: 'highest count', source: 'none: refused where all counts are equal' },
  saturatedPercent: {
    unit: '%',
    keyword: 'GSQ_PSAT',
    meaning: 'saturated pixels',
    atMost: 1,
    source: 'the default of the setting that rejects flats, which is that of the Goodman pipeline',
    advice: 'The brightest light of this frame is not measured: expose shorter.',
  },
  noNumberPercent: { unit: '%', keyword: 'GSQ_PNAN', meaning: 'pixels without a number', source: 'none: masked; refused beyond 10 %' },
  unreadRows: { unit: '', keyword: 'GSQ_PROW', meaning: 'rows that were not read out', source: 'none: masked; refused beyond a tenth of the rows' },
  firstUnreadRow: { unit: '', keyword: 'GSQ_PRO1', meaning: 'the first of them, from 0', source: 'none: a place' },
  overscanSaturatedPercent: { unit: '%', keyword: 'GSQ_POSA', meaning: 'saturated overscan rows', source: 'none: refused beyond 50 %' },
  overscanConstantPercent: { unit: '%', keyword: 'GSQ_POCO', meaning: 'overscan rows of a single number', source: 'none: refused beyond 50 %' },
  overscanUnevenElectron: { unit: 'electron', keyword: 'GSQ_POUN', meaning: 'overscan columns differ by', source: 'none: refused beyond five read noises' },
  overscanUnevenRowsElectron: { unit: 'electron', keyword: 'GSQ_POUR', meaning: 'overscan rows differ by', source: 'none: refused beyond five read noises; real frames: up to 0.7' },
  overscanLevelAdu: { unit: 'adu', keyword: 'GSQ_POLE', meaning: 'level of the overscan in the middle', source: 'none: refused below zero' },
  lostBits: {
    unit: '',
    keyword: 'GSQ_PBIT',
    meaning: 'lowest bits that never change',
    atMost: 0,
    source: 'all real frames: 0; refused where the steps are beyond two read noises',
    advice: 'The converter counts in steps: faint light is measured more coarsely than its errors say. Tell the staff.',
  },
  stuckBits: { unit: '', keyword: 'GSQ_PSTB', meaning: 'higher bits that never change', source: 'none: refused beyond 0' },
  firstStuckBit: { unit: '', keyword: 'GSQ_PST1', meaning: 'the first of them, 0 the lowest', source: 'none: a place' },
  repeatedRows: { unit: '', keyword: 'GSQ_PREP', meaning: 'rows that repeat other rows', source: 'none: refused beyond 0' },
  firstRepeatedRow: { unit: '', keyword: 'GSQ_PRE1', meaning: 'the first of them, from 0', source: 'none: a place' },
  unevenRowsElectron: { unit: 'electron', keyword: 'GSQ_PROL', meaning: 'light in the brightest rows', source: 'none: judged for bias frames' },
  lightElectron: { unit: 'electron', keyword: 'GSQ_PLIT', meaning: 'light in the brighter columns', source: 'none: judged for bias frames and flats' },
  // The read-out.
  overscanMedianAdu: { unit: 'adu', keyword: 'GSQ_OVER', meaning: 'median level of the overscan', source: 'none: it is subtracted, whatever it is' },
  overscanRmsAdu: {
    unit: 'adu',
    keyword: 'GSQ_ODRF',
    meaning: 'rms of the overscan level along rows',
    atMost: 5,
    source: 'seven real frames of both cameras: 0.42 to 0.71; 5 is seven times the largest',
    advice: 'The electronics were not stable: look at the bias frames of this night, take them again.',
  },
  overscanReadNoiseAdu: { unit: 'adu', keyword: 'GSQ_ORON', meaning: 'read noise measured in the overscan', source: 'none: its ratio to the header is judged' },
  readNoiseRatio: {
    unit: '',
    keyword: 'GSQ_RNRA',
    meaning: 'read noise measured over that of the header',
    atLeast: 0.7,
    atMost: 1.4,
    source: 'real red frames: 0.79 to 1.05; a blue read-out whose header is wrong: 2.6 to 2.8',
    advice: 'The errors of faint pixels are off by this factor: the header names another gain or read-out than was used.',
  },
  forcedByHand: {
    ...{ unit: '', keyword: 'GSQ_HAND', meaning: 'decisions forced by hand', atMost: 0, source: 'what the platform would have refused is never quietly normal' },
    advice: 'Somebody decided against what the platform asks: who, when and why stands in the history of this file.',
  },
  // Calibrations.
  biasAgeHour: {
    unit: 'h',
    keyword: 'GSQ_BAGE',
    meaning: 'age of the bias frames at the exposure',
    atLeast: -36,
    atMost: 36,
    source: 'bias frames are taken every afternoon: beyond 36 h those of another night serve',
    advice: 'The bias is of another night; take bias frames of this one.',
  },
  flatAgeHour: {
    unit: 'h',
    keyword: 'GSQ_FAGE',
    meaning: 'age of the flats at the exposure',
    atLeast: -36,
    atMost: 36,
    source: 'flats are taken every afternoon or beside the target: beyond 36 h those of another night serve',
    advice: 'The flat is of another night; take flats of this one, fringes and dust move.',
  },
  flatDarkColumns: {
    unit: '',
    keyword: 'GSQ_FDRK',
    meaning: 'columns where the flat has no light',
    atMost: 400,
    source: 'quartz through a blue set-up leaves up to a tenth of 4000 columns dark',
    advice: 'These columns are not flat-fielded: fringes and dust stay in them.',
  },
  flatOutlyingColumns: {
    unit: '',
    keyword: 'GSQ_FOUT',
    meaning: 'columns unlike their neighbors in the flat',
    atMost: 40,
    source: 'a Goodman detector has a handful of bad columns; 40 are 1 % of them',
    advice: 'Look at the master flat: something other than the lamp is in it.',
  },
  flatUnfollowedColumns: {
    unit: '',
    keyword: 'GSQ_FUNF',
    meaning: 'columns where the lamp was not followed',
    atMost: 40,
    source: '1 % of the columns; there the response keeps what is left of the spectrum of the lamp',
    advice: 'Raise the flat normalization order, or look whether the flat has an edge.',
  },
  flatLevelResidualPercent: {
    unit: '%',
    keyword: 'GSQ_FRES',
    meaning: 'lamp spectrum left in the response, rms',
    atMost: 1,
    source: 'the error of relative fluxes that this instrument is used for is 1 to 2 %',
    advice: 'The spectrum has this error over its length: raise the flat normalization order.',
  },
  flatLostPercent: {
    unit: '%',
    keyword: 'GSQ_FLST',
    meaning: 'pixels that the flat tells nothing about',
    atMost: 20,
    source: 'slit ends and a dark end of the lamp take 1 to 10 % of real flats',
    advice: 'A large part of the frame is not flat-fielded: look at the master flat, take flats with more light.',
  },
  lampAgeMinute: {
    unit: 'min',
    keyword: 'GSQ_LAGE',
    meaning: 'age of the lamp at the exposure',
    atLeast: -180,
    atMost: 180,
    source: 'Goodman flexes by up to 1 pixel an hour of tracking (its manual advises a lamp at each target)',
    advice: 'The instrument may have bent since: look at the zero point by sky lines, or take a lamp beside the target.',
  },
  // The frame.
  cosmicRayPixels: { unit: '', keyword: 'GSQ_CRPX', meaning: 'pixels hit by cosmic rays', source: 'none: their rate is judged' },
  cosmicRayPixelsPerSecond: {
    unit: '/s/Mpix',
    keyword: 'GSQ_CRRT',
    meaning: 'pixels hit a second and Mpixel',
    atMost: 20,
    source: 'simulated nights at the rate of real frames: 2.4 to 3.0 binned 2x2; seven times that is no cosmic ray',
    advice: 'More was taken for cosmic rays than there are: look at the 2-D product for eaten lines.',
  },
  // Sources.
  targets: { unit: '', keyword: 'GSQ_NTAR', meaning: 'sources found on the slit', source: 'none: a slit may hold any number' },
  neighbors: { unit: '', keyword: 'GSQ_NNEI', meaning: 'sources beyond the maximum number', source: 'none: they are modeled, not extracted' },
  sourcesBeyondRows: {
    unit: '',
    keyword: 'GSQ_NBEY',
    meaning: 'sources cut off at the end of the rows',
    atMost: 0,
    source: 'a source that is seen and not extracted is missing among the products',
    advice: 'Only their flanks are on the rows kept: reduce with the whole slit (skip_slit_trim) if you need them.',
  },
  lostTargets: {
    unit: '',
    keyword: 'GSQ_NLOS',
    meaning: 'sources that could not be followed',
    atMost: 0,
    source: 'a source that was found and then lost is missing among the products',
    advice: 'Look at the 2-D product, extract it by hand.',
  },
  twinTargets: { unit: '', keyword: 'GSQ_NTWI', meaning: 'traces that met another and were dropped', source: 'none: both are the same source' },
  skyStructurePercent: {
    unit: '%',
    keyword: 'GSQ_SKYS',
    meaning: 'sky structure along the slit, of the sky',
    atMost: 20,
    source: 'real skies differ by 1 to 5 % along the slit; a nebula or scattered light by more',
    advice: 'Light other than sky lies along the slit: the sky under a source is interpolated through it.',
  },
  strongestSnr: { unit: '', keyword: 'GSQ_SMAX', meaning: 'signal-to-noise of the strongest source', source: 'none: the search has its own threshold' },
  snr: { unit: '', keyword: 'GSQ_SNR0', meaning: 'signal-to-noise at which it was found', source: 'none: the search has its own threshold' },
  traceRmsPixel: {
    unit: 'pix',
    keyword: 'GSQ_TRMS',
    meaning: 'scatter of the centers about the trace',
    atMost: 0.5,
    source: 'half a pixel of an FWHM of 4 to 8 moves 1 % of the light out of the profile',
    advice: 'The trace does not follow the source: look at the 2-D product before you use the flux.',
  },
  fwhmPixel: { unit: 'pix', keyword: 'GSQ_FWHM', meaning: 'FWHM of the source along the slit', source: 'none: the seeing in arcsec is judged' },
  seeingArcsecond: {
    unit: 'arcsec',
    keyword: 'GSQ_SEEI',
    meaning: 'FWHM of the source along the slit',
    atLeast: 0.3,
    atMost: 4,
    source: 'SOAR delivers 0.4 to 2.5 arcsec; less is no star, more is extended or out of focus',
    advice: 'This is no point source in focus: its flux depends on the aperture.',
  },
  profileMisfitPercent: {
    unit: '%',
    keyword: 'GSQ_PMIS',
    meaning: 'light that the shape of one source leaves',
    atMost: 10,
    source: 'single real stars leave 1 to 4 %; two stars at one FWHM leave more than 10 %',
    advice: 'This may be two sources, or an extended one: look at the 2-D product.',
  },
  skyMisfitPercent: {
    unit: '%',
    keyword: 'GSQ_SMIS',
    meaning: 'sky beside the source off its model',
    atMost: 5,
    source: 'real skies are followed to 1 %',
    advice: 'The sky beside this source is not smooth: its faint light is uncertain by that much of the sky.',
  },
  slitEdgeDistanceArcsecond: {
    unit: 'arcsec',
    keyword: 'GSQ_EDGE',
    meaning: 'least distance to the end of the slit',
    atLeast: 2,
    source: 'nearer than 2 arcsec, two times the usual FWHM, part of the light and of the sky is cut off',
    advice: 'Part of the light falls beside the slit: the flux is a lower limit.',
  },
  columnsOffSlit: {
    unit: '',
    keyword: 'GSQ_OFFS',
    meaning: 'columns where the source leaves the slit',
    atMost: 0,
    source: 'what is beside the slit has no flux',
    advice: 'These columns have no flux: put the source nearer to the middle of the slit.',
  },
  traceSamples: { unit: '', keyword: 'GSQ_TSAM', meaning: 'centers of the trace that were used', source: 'none: its scatter is judged' },
  // Extraction.
  saturatedColumns: {
    unit: '',
    keyword: 'GSQ_SATC',
    meaning: 'columns with a saturated pixel in the source',
    atMost: 0,
    source: 'a saturated pixel has lost an unknown part of its light',
    advice: 'These columns are masked: expose shorter where their wavelengths matter.',
  },
  skyElectron: { unit: 'electron', keyword: 'GSQ_SKYE', meaning: 'sky under the source a column', source: 'none: moon and twilight are in the error' },
  snrPerPixel: {
    unit: '',
    keyword: 'GSQ_SNRP',
    meaning: 'signal-to-noise a pixel, median',
    atLeast: 1,
    source: 'below 1 single pixels carry no light of the source',
    advice: 'The spectrum is noise pixel by pixel: bin it, or expose longer.',
  },
  columnsWithoutFlux: { unit: '', keyword: 'GSQ_NOFX', meaning: 'columns without an answer', source: 'none: masked, each with its reason' },
  plainColumns: { unit: '', keyword: 'GSQ_PLAI', meaning: 'columns summed plainly, profile unlike', source: 'none: their flux is right, a little noisier' },
  rejectedPixels: { unit: '', keyword: 'GSQ_REJE', meaning: 'pixels rejected in the aperture', source: 'none: in proportion to exposure and length' },
  profileChiSquare: {
    unit: '',
    keyword: 'GSQ_PCHI',
    meaning: 'reduced chi square of the profile',
    atMost: 3,
    source: '1 by its meaning; real bright stars reach 2 where their profile is known to 1 %',
    advice: 'The light along the slit has another shape than was fitted: compare with a plain sum.',
  },
  scaleErrorPercent: { unit: '%', keyword: 'GSQ_SCAL', meaning: 'error of the flux scale, all columns', source: 'none: it is what the width of the profile leaves open' },
  optimalOverPlainPercent: {
    unit: '%',
    keyword: 'GSQ_OPLA',
    meaning: 'optimal over plain flux, minus 1',
    atLeast: -2,
    atMost: 2,
    source: '0 by its meaning; real stars agree within 0.5 %, four times that is another profile',
    advice: 'The profile does not describe the source: extract it with the fractional method.',
  },
  worstOptimalOverPlainPercent: { unit: '%', keyword: 'GSQ_OPLW', meaning: 'the same in the worst part, beyond 2 sigma', atLeast: -3, atMost: 3, source: 'as optimalOverPlainPercent, for a sixteenth of the spectrum', advice: 'Part of the spectrum is off: extract it with the fractional method and compare.' },
  neighborSharePercent: {
    unit: '%',
    keyword: 'GSQ_NSHA',
    meaning: 'light of neighbors taken out',
    atMost: 10,
    source: 'what a neighbor leaves is known to a tenth of it, 1 % of the flux then',
    advice: 'Another source shines into the aperture: the error of the flux holds what is known of it.',
  },
  // Wavelengths.
  ...wavelengthQualities,
  // Masters.
  frames: { unit: '', keyword: 'GSQ_NCOM', meaning: 'frames combined', source: 'none: the settings say how many it takes' },
  left: { unit: '', keyword: 'GSQ_NLFT', meaning: 'frames left out of the master', source: 'none: each is named with its reason' },
  noiseElectron: { unit: 'electron', keyword: 'GSQ_MNOI', meaning: 'noise of the master', source: 'none: it is in the variance' },
  patternElectron: { unit: 'electron', keyword: 'GSQ_BPAT', meaning: 'fixed pattern of the bias', source: 'none: it is subtracted' },
  patternedPercent: { unit: '%', keyword: 'GSQ_BPPC', meaning: 'pixels that stand out of the pattern', source: 'none: they keep their own value' },
  ownPercent: { unit: '%', keyword: 'GSQ_BOWN', meaning: 'weight of the own value of a pixel', source: 'none: it follows from the noise' },
  scatterRatio: {
    unit: '',
    keyword: 'GSQ_BSCA',
    meaning: 'scatter of the frames over the read noise',
    atLeast: 0.7,
    atMost: 1.4,
    source: 'as readNoiseRatio, of which it is the average over the frames',
    advice: 'The bias frames scatter by another noise than their header says.',
  },
  slitFirstRow: { unit: 'pix', keyword: 'GSQ_SLY0', meaning: 'first row that the slit lights', source: 'none: slits differ' },
  slitEndRow: { unit: 'pix', keyword: 'GSQ_SLY1', meaning: 'row behind the last that the slit lights', source: 'none: slits differ' },
} as const satisfies Readonly<Record<string, QualityNumber>>;

export type QualityName = keyof typeof qualities;

/** What a step or a spectrum may say of itself: numbers of the table, nothing else. */
export type MeasuredQuality = Readonly<Partial<Record<QualityName, number>>>;

const table: Readonly<Record<string, QualityNumber>> = qualities;

/** What is declared of a number; undefined when no table entry has its name. */
export function qualityNamed(name: string): QualityNumber | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
