/**
 * What went wrong in silence once, kind by kind, and the tests that hold it today. `before` was measured on the first complete version (commit d97c3fb), by
 * reviewers on real and simulated frames; `after` is what the tests measure when `npm run golden -- kinds` runs them, or what they hold, in words.
 */
export interface Kind {
  readonly kind: string;
  readonly before: string;
  /** In words, for tests that measure nothing themselves. */
  readonly after?: string;
  /** A file of tests, and what the full name of each test meant contains; every one must be there and pass. */
  readonly tests: readonly (readonly [file: string, name: string])[];
}

const DIFFICULT = 'deploy/truth/difficult.truth.test.ts';
const LAMPS = 'deploy/truth/lamps.truth.test.ts';
const CASES = 'deploy/truth/cases.truth.test.ts';
const RAYS = 'numeric/cosmic-rays/simulated-rays.test.ts';
const SCENES = 'numeric/sources/hard-scenes.test.ts';
const LIGHT = 'numeric/extraction/odd-light.test.ts';
const FLAGS = 'activities/steps/lamp-flags.test.ts';
const PLAUSIBILITY = 'activities/steps/plausibility.test.ts';
const UPLOAD = 'api/upload.integration.test.ts';
const RAW = 'activities/products/raw-file.test.ts';

export const kinds: Readonly<Record<string, readonly Kind[]>> = {
  'Sources and light': [
    { kind: 'saturated star', before: '2–3 targets, flux 0.01–0.9', tests: [[DIFFICULT, '> saturated star']] },
    { kind: 'saturated star and companion', before: 'the companion loses its place', tests: [[DIFFICULT, 'saturated star and companion'], [SCENES, 'leaves its companion its place']] },
    { kind: 'star saturated everywhere', before: 'done', tests: [[DIFFICULT, 'star saturated everywhere']] },
    { kind: 'emission wider than the star', before: '60–66 % of the lines lost', tests: [[DIFFICULT, 'nucleus on its host']] },
    { kind: 'emission 4 rows beside the star', before: '25–33 % of the lines lost', tests: [[DIFFICULT, 'gas 4 rows beside a star']] },
    { kind: 'emission 8 rows beside the star', before: '69–72 % of the lines lost', tests: [[DIFFICULT, 'gas 8 rows beside a star']] },
    { kind: 'profile that changes along the spectrum', before: 'optimal ÷ plain 0.97 … 1.013', tests: [[DIFFICULT, 'out of focus at the ends'], [DIFFICULT, 'out of focus in the middle'], [LIGHT, 'a width that changes by 30 %']] },
    { kind: 'scatter of the flux scale, S/N 25–130', before: '2–4.5 % at claimed 0.6–3 %', after: 'at most 1.3 × claimed', tests: [[LIGHT, 'the scale of a spectrum scatters by what is claimed']] },
    { kind: 'weighted means at S/N 1–3 a pixel', before: '2–5 % low', after: 'the plain mean', tests: [[LIGHT, 'a weighted mean is the plain mean']] },
    { kind: 'two stars, 1.0 and 1.2 FWHM apart', before: 'merged without a word, flux 1.2–2.0 ×', tests: [[DIFFICULT, 'two stars 1.0 FWHM apart'], [DIFFICULT, 'two stars 1.2 FWHM apart']] },
    { kind: 'two stars, 1.5 and 2.5 FWHM apart', before: '3–5 % off at claimed 0.1 %', tests: [[DIFFICULT, 'two stars 1.5 FWHM apart'], [DIFFICULT, 'two stars 2.5 FWHM apart']] },
    { kind: 'more sources than asked for', before: 'the others leave 5 % on their neighbor', tests: [[DIFFICULT, 'five stars, of which the three strongest are asked for']] },
    { kind: 'twins', before: 'two targets on one line', after: 'one: the weaker is dropped', tests: [[SCENES, 'two targets that end on one line are one']] },
    { kind: 'star at the end of the slit', before: 'flux 0.13–0.56, trace 11 rows off', tests: [[DIFFICULT, 'star 4 rows from the edge'], [DIFFICULT, 'star 8 rows from the edge'], [DIFFICULT, 'star 8 rows from the upper edge']] },
    { kind: 'trace that leaves the slit', before: 'a duplicate of 0.07 beside flux 0.93', tests: [[DIFFICULT, 'star that leaves the slit']] },
    { kind: 'star cut off by the end of the slit beside another', before: 'missed without a word', tests: [[DIFFICULT, 'star 4 rows from the edge and another']] },
    { kind: 'frames without a source and without a flat', before: 'a false target at the end of the slit in 98 of 100', after: 'none in 4 × 25', tests: [['numeric/sources/empty-frames.test.ts', '']] },
    { kind: 'gradients and nebulae', before: 'edge targets, flux × 1.7 … 70', tests: [[DIFFICULT, 'sky with a gradient'], [DIFFICULT, 'star in a nebula'], [DIFFICULT, 'faint star in a bright nebula'], [DIFFICULT, 'nebula at the edge']] },
    { kind: 'faint stars on steep traces', before: '1.4–2.6 rows off', tests: [[DIFFICULT, 'each is found, once']] },
    { kind: 'emission lines alone', before: 'refused ("strongest 3.8 σ"), however bright', tests: [[DIFFICULT, '> lines alone'], [DIFFICULT, 'faint lines alone']] },
    { kind: 'source 30 rows wide', before: '"No source brighter than 5 σ (strongest 388.5 σ)"', tests: [[DIFFICULT, 'galaxy 30 rows wide']] },
    { kind: 'frames without a source', before: 'false targets in 2 of 40, at 2000 rays in 5 of 10', tests: [[DIFFICULT, 'a hundred exposures give at most one target']] },
    { kind: 'cosmic rays off the trace', before: 'found 0.73 at 1×1', after: 'found ≥ 0.99, at both binnings; pure ≥ 0.97 at 2×2, ≥ 0.95 at 1×1', tests: [[RAYS, 'off the sources all are found'], [RAYS, 'what is marked is a ray']] },
    { kind: 'cosmic rays on the trace', before: 'found 0.73 at 2×2', after: 'found ≥ 0.95', tests: [[RAYS, 'on a bright star nearly all are found']] },
    { kind: 'cosmic rays in the outer three rows', before: 'found 0 of 125', after: 'found ≥ 0.95', tests: [[RAYS, 'so are those in the outermost three rows']] },
    { kind: 'emission lines taken for rays', before: 'up to 2 % of the good pixels', after: 'one pixel in 100 000', tests: [[RAYS, 'one pixel in 100 000']] },
  ],
  Wavelengths: [
    { kind: 'beyond the last line, every mode, 2×2', before: '0.2 px over the reddest 18 % of 1200_M2', tests: [[LAMPS, 'through the 1″ slit binned 2']] },
    { kind: 'the same, 1×1', before: 'red ends off', tests: [[LAMPS, 'through the 1″ slit binned 1']] },
    { kind: 'expected error through 2″ and 3″', before: 'true error 24 × expected', after: 'within a factor of 3 in each sixteenth of the detector', tests: [[LAMPS, 'through the 2″ slit'], [LAMPS, 'through the 3″ slit: the expected']] },
    { kind: 'lamps through 3″', before: '29 of 80 within 0.1 px, 16 refused, 2 wrong by > 1 px', tests: [[LAMPS, 'all but one in twenty right to a tenth of a pixel']] },
    { kind: 'windows of 3096 columns', before: 'origins 0 and 1046 refused', after: 'each sits where its serial origin says', tests: [['activities/instruments/goodman/describe-detector.test.ts', 'a window of 3096 columns']] },
    { kind: 'lamp flags that are wrong', before: '0.43 Å off and done', after: 'the lamps that shine are found and named', tests: [[FLAGS, 'lamps that the header names wrongly'], [FLAGS, 'is not accepted with any set']] },
    { kind: 'elements that disagree within one exposure', before: 'done, Hg 0.26–0.41 px beside Ne', after: 'measured, and flagged beyond 0.1 px', tests: [['activities/steps/element-offset.test.ts', 'mercury 0.3 pixels beside neon'], ['activities/steps/element-offset.test.ts', 'elements that agree']] },
    { kind: 'wavelengths without a lamp', before: 'none', after: 'by four or more lines of the night sky, flagged, each error its own; else refused in words', tests: [['deploy/truth/sky-lines.truth.test.ts', '']] },
    { kind: 'a night without a lamp', before: '0 of 38 extracted', after: 'all reduced and extracted; what the sky allows is calibrated by its lines', tests: [['deploy/local/offline/lampless-night.test.ts', 'a night without a lamp']] },
  ],
  'Frames that are not what they seem': [
    { kind: 'NUL in the header', before: '500, the frame lost', after: 'kept, the card named', tests: [[UPLOAD, 'with bytes in its header that do not belong there'], [RAW, 'NUL and letters beyond ASCII name their cards']] },
    { kind: 'UTF-8 in the header', before: 'broken Latin-1', after: 'read as meant', tests: [[UPLOAD, 'its words are read as they were meant']] },
    { kind: 'impossible and improbable dates', before: '500, or a night nobody looks for', after: 'another card gives the night, or one sentence', tests: [[CASES, 'absurd-year'], [UPLOAD, 'is kept, and goes to the night of another card']] },
    { kind: 'celestial WCS in a raw header', before: 'two WCS in a product', after: 'one', tests: [[CASES, 'celestial-wcs-in-raw']] },
    { kind: 'coordinates in degrees', before: '15 × the right ascension', after: 'read in every notation, or unknown with the value found', tests: [[CASES, 'coordinates-in-degrees']] },
    { kind: 'binning that contradicts itself', before: 'counts of all masters wrong', after: 'two witnesses decide, and it is said', tests: [[CASES, 'binning-contradiction']] },
    { kind: 'flat without light at one end', before: 'rings of 5–20 %', after: 'within 3 σ, no offset of 1 %', tests: [[CASES, 'flat-without-light']] },
    { kind: 'dead columns in a flat', before: '300 columns 1.3 % low', after: 'the others within 0.1 %', tests: [[CASES, 'dead-columns-in-flat']] },
    { kind: 'one dark flat of ten', before: 'all ten fail', after: 'it is left out by name', tests: [[CASES, 'one-dark-flat'], [PLAUSIBILITY, 'a group never fails for one member']] },
    { kind: 'a master that failed', before: '"on its way"', after: 'its reason, and what to do', tests: [[CASES, 'failed-master-on-its-way']] },
    { kind: 'frames without information', before: '"no source", or masters of zeros called done', after: 'saturated, not read out, or dead overscan, in words', tests: [[CASES, 'frame-without-information']] },
    { kind: 'text-mode transfer, cut files, broken extensions', before: 'used in a master', after: 'refused in words; behind a good image a warning', tests: [[RAW, 'is never a warning'], [RAW, 'what is broken behind a good image']] },
    { kind: 'wrong checksum', before: 'three sources where there is one', after: 'refused: transfer it again', tests: [[RAW, 'one damaged byte of the pixels is a refusal'], [UPLOAD, 'is proved by DATASUM']] },
    { kind: 'one frame under many names', before: 'ten biases of three frames', after: 'counted once, each copy named', tests: [[CASES, 'one-frame-under-many-names']] },
    { kind: '.fz, .bz2, .Z, .fts, odd gzip', before: 'passed over, exit code 0', after: 'read, or named', tests: [[RAW, 'the same frame, however it is packed'], [UPLOAD, 'may be tile compressed']] },
    { kind: 'folders, dead links, hidden files, long names', before: 'EISDIR, ENOENT, ENAMETOOLONG', after: 'named in sentences', tests: [[CASES, 'folder-oddities']] },
    { kind: 'mirrored, shifted or doubled read-outs, lost bits', before: 'done', after: 'refused or flagged, in words', tests: [[PLAUSIBILITY, 'a raw frame before it is used'], [PLAUSIBILITY, 'a converter without its lowest bit']] },
  ],
};
