import { createHash } from 'node:crypto';
import type { Card } from '#numeric/fits/header';
import { byHandInWords } from '../../domain/by-hand.js';
import { purposes, type CalibrationHeaders } from '../../domain/calibrations.js';
import type { Exposed, Member, Provenance, Quality } from '../../domain/products.js';
import type { Level } from '../../domain/reduction.js';
import type { Row } from './card-row.js';
import { describesRawPixels } from './coordinate-keywords.js';
import type { DraftContext } from './file-draft.js';
import { qualityRows } from './quality-cards.js';
import { SOFTWARE_VERSION } from './software-version.js';

export function cardsOf(rows: readonly Row[]): Card[] {
  return rows.map(([keyword, value, comment = '']) => ({ keyword, value, comment }));
}

/** What describes the stored array rather than the exposure: the writer makes its own. */
const STRUCTURAL = /^(SIMPLE|BITPIX|NAXIS\d*|EXTEND|BSCALE|BZERO|BLANK|DATAMIN|DATAMAX|CHECKSUM|DATASUM|CONTINUE|END|LONGSTRN|PCOUNT|GCOUNT)$/;

/** The raw header carried through, in its order: every card but those of the stored array and of its coordinates. RLEVEL and BUNIT say what the file is now. */
export function carriedCards(raw: readonly Card[], level: Level, unit: string, meaning = 'unit of the primary array'): Card[] {
  const renewed = new Map<string, Row>([
    ['BUNIT', ['BUNIT', unit, meaning]],
    ['RLEVEL', ['RLEVEL', 60 + level, 'Reduction level']],
  ]);
  const cards: Card[] = [];
  for (const { keyword, value, comment } of raw) {
    if (STRUCTURAL.test(keyword) || keyword.startsWith('GSP_') || keyword.startsWith('GSQ_') || describesRawPixels(keyword)) continue;
    const row = renewed.get(keyword);
    if (!row) cards.push({ keyword, value, comment });
    else if (renewed.delete(keyword)) cards.push(...cardsOf([row]));
  }
  return [...cards, ...cardsOf([...renewed.values()])];
}

/** What the block says besides what the exposure and its provenance say. */
export interface Block {
  readonly fileName: string;
  readonly parentName: string;
  readonly checksum: string;
  readonly context: DraftContext;
  readonly members?: readonly Member[];
  /** All that was measured on the way to this product. */
  readonly quality: Quality;
  /** Cards of trace and extraction, of the wavelength solution; `none` where there are none. */
  readonly extraction?: readonly Row[];
  readonly wavelength?: readonly Row[];
}

const NO_EXTRACTION: readonly Row[] = [
  ['GSP_TMOD', 'none', 'Model of the trace'],
  ['GSP_EXTR', 'none', 'Rows summed at the first column'],
  ['GSP_BKG1', 'none', 'First sky zone'],
  ['GSP_BKG2', 'none', 'Second sky zone'],
];
const NO_WAVELENGTH: readonly Row[] = [
  ['GSP_WRMS', 'none', 'RMS of the wavelength solution [Angstrom]'],
  ['GSP_WPOI', 'none', 'Lamp lines matched'],
  ['GSP_WREJ', 'none', 'Lamp lines left out of the fit'],
];

/** The GSP_ block: names and order of the Goodman pipeline, then what it did not write: keys and checksums of the inputs, steps, settings. */
export function pipelineCards(product: Exposed, block: Block): Card[] {
  const { exposure, provenance } = product;
  const { context, members = [] } = block;
  const none = 'none';
  return cardsOf([
    ['', ' '],
    ['', '-- Goodman Spectroscopic Pipeline --'],
    ['', ' '],
    ['GSP_VERS', SOFTWARE_VERSION, 'Goodman Live Pipeline version'],
    ['GSP_ONAM', members.length > 0 ? block.fileName : exposure.name, 'Original file name'],
    ['GSP_PNAM', block.parentName, 'Parent file name'],
    ['GSP_FNAM', block.fileName, 'Current file name'],
    ['GSP_PATH', none, 'Kept by content key, see GSP_KEY'],
    ['GSP_TECH', exposure.technique, 'Observing technique'],
    ['GSP_DATE', context.date, 'Processing date'],
    ['GSP_OVER', provenance.overscanSection ?? none, 'Overscan region'],
    ['GSP_TRIM', provenance.trimSection ?? none, 'Trim section'],
    ['GSP_SLIT', provenance.slitSection ?? none, 'Slit trim section, of the trimmed frame'],
    ...calibrationRows(provenance, context.calibrationHeaders),
    ['GSP_NORM', provenance.flatNormalization ?? none, 'Flat normalization method'],
    ['GSP_COSM', provenance.cosmicRays?.method ?? none, 'Cosmic ray rejection method'],
    ...(provenance.cosmicRays ? [['GSP_CRPX', provenance.cosmicRays.pixels, 'Pixels hit by cosmic rays'] as const] : []),
    ...(block.extraction ?? NO_EXTRACTION),
    ...(block.wavelength ?? NO_WAVELENGTH),
    ['GSP_KEY', context.key, 'Key of this product'],
    ['GSP_SUM', block.checksum, 'SHA-256 of its numbers'],
    ...checksumRows(provenance, context.calibrationHeaders),
    ...settingsRows(context.settings),
    ...provenance.steps.map(({ step, version, settings }, i): Row => [`GSP_S${twoDigits(i + 1)}`, `${step} v${version} ${stableJson(settings)}`]),
    ...[...new Set(provenance.steps.flatMap(({ byHand = [] }) => byHand.map(byHandInWords)))].map((sentence): Row => ['HISTORY', sentence]),
    ...(members.length > 0 ? [['GSP_NCOM', members.filter(({ used }) => used).length, 'Frames combined'] as const] : []),
    ...members.filter(({ used }) => used).map(({ name }, i): Row => [memberKeyword(i + 1), name, 'Combined frame']),
    ...members.filter(({ used }) => !used).map(({ name, reason }): Row => ['HISTORY', `not combined: ${name}${reason === undefined ? '' : `, ${reason}`}`]),
    ...qualityRows(block.quality),
    // Of a master the warnings stand with its members: it has many.
    ...(members.length > 0 ? [] : exposure.warnings.map((warning): Row => ['HISTORY', `warning: ${warning}`])),
    ['', '-- GSP END --'],
  ]);
}

/** GSP_BIAS, GSP_FLAT, GSP_LAMP: the calibrations by their file names. */
function calibrationRows(provenance: Provenance, headers: CalibrationHeaders): Row[] {
  return purposes.flatMap((purpose): Row[] => {
    const { keyword, comment, always } = headers[purpose];
    const used = provenance[purpose];
    const second = purpose === 'arc' ? provenance.bracketArc : undefined;
    return [
      ...(used || always ? [[keyword, used?.name ?? 'none', comment] as const] : []),
      ...(second ? [['GSP_LAM2', second.name, 'Second lamp, on the other side in time'] as const] : []),
    ];
  });
}

/** GSP_BKEY and GSP_BSUM: the calibrations by their content keys and the checksums of their data. */
function checksumRows(provenance: Provenance, headers: CalibrationHeaders): Row[] {
  return purposes.flatMap((purpose): Row[] => {
    const { letter, noun } = headers[purpose];
    const used = provenance[purpose];
    if (!used) return [];
    return [
      [`GSP_${letter}KEY`, used.key, `Key of the ${noun}`],
      [`GSP_${letter}SUM`, used.checksum, `SHA-256 of the ${noun}`],
    ];
  }).concat(secondLampRows(provenance));
}

function secondLampRows({ bracketArc }: Provenance): Row[] {
  if (!bracketArc) return [];
  return [
    ['GSP_L2KY', bracketArc.key, 'Key of the second lamp'],
    ['GSP_L2SM', bracketArc.checksum, 'SHA-256 of the second lamp'],
  ];
}

function settingsRows(settings: DraftContext['settings']): Row[] {
  if (!settings) return [];
  const hash = createHash('sha256').update(stableJson(settings)).digest('hex').slice(0, 16);
  return [['GSP_SETS', hash, 'Hash of the reduction settings']];
}

/** JSON with sorted keys: equal settings, equal text. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}

/** GSP_IC01 … GSP_IC99, then GSP_I100: a keyword has eight characters at most. */
function memberKeyword(n: number): string {
  return n < 100 ? `GSP_IC${twoDigits(n)}` : `GSP_I${n}`;
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0');
}
