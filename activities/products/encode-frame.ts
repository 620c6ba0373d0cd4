import type { Card } from '#numeric/fits/header';
import type { WriteHdu } from '#numeric/fits/write';
import type { Frame } from '#numeric/frame';
import type { Exposed, Products } from '../domain/products.js';
import { LEVEL, type Level } from '../domain/reduction.js';
import { dataChecksum } from './checksum.js';
import type { EncodeContext, FileDraft } from './encode.js';
import { cardsOf, carriedCards, pipelineCards, type Block } from './header-cards.js';
import { masterName, reducedName } from './names.js';
import { encodeRecord } from './record.js';

export function masterFile(kind: 'masterBias' | 'masterFlat', product: Products['masterBias'] | Products['masterFlat'], context: EncodeContext): FileDraft {
  const { frame, members } = product;
  const fileName = masterName(kind === 'masterBias' ? 'bias' : 'flat', product.exposure);
  const checksum = checksumOf(frame);
  const record = { kind, exposure: product.exposure, cards: product.cards, provenance: product.provenance, members, geometry: frame.geometry, ...('slit' in product ? { slit: product.slit } : {}) };
  return {
    fileName,
    dataType: LEVEL.master,
    target: null,
    checksum,
    quality: { frames: members.filter(({ used }) => used).length },
    hdus: frameHdus(frame, headerOf(product, LEVEL.master, { fileName, parentName: 'combined', checksum, context, members }), record),
  };
}

export function frameFile(product: Products['frame'], context: EncodeContext): FileDraft {
  const { frame } = product;
  const fileName = reducedName(product);
  const checksum = checksumOf(frame);
  const record = { kind: 'frame', exposure: product.exposure, cards: product.cards, provenance: product.provenance, geometry: frame.geometry };
  return {
    fileName,
    dataType: LEVEL.reduced,
    target: null,
    checksum,
    quality: {},
    hdus: frameHdus(frame, headerOf(product, LEVEL.reduced, { fileName, parentName: product.exposure.name, checksum, context }), record),
  };
}

function checksumOf({ flux, variance, mask }: Frame): string {
  return dataChecksum([flux, variance, mask]);
}

function headerOf(product: Exposed & { readonly frame: Frame }, level: Level, block: Block): Card[] {
  const { x0, y0, binX, binY } = product.frame.geometry;
  return [
    ...carriedCards(product.cards, level, 'electron'),
    ...pipelineCards(product, block),
    ...cardsOf([
      // IRAF's physical coordinates: detector pixel = (image pixel − LTV)/LTM, all counted from one.
      ['LTM1_1', 1 / binX, 'image pixels per detector column'],
      ['LTM2_2', 1 / binY, 'image pixels per detector row'],
      ['LTV1', 0.5 - (x0 + 0.5) / binX, 'detector column 1 is the first that sees light'],
      ['LTV2', 0.5 - (y0 + 0.5) / binY, 'detector row 1 is the first of the detector'],
    ]),
  ];
}

/**
 * Flux (primary), variance (UNCERT), mask (MASK, 0 means use), and the record. UNCERT is what `CCDData.read` takes; UTYPE says that it is the
 * variance rather than its root: a root in float32 would not square back to the same number, and a product read from storage
 * would then differ in the last digit from the same product in memory, and with it everything made from it.
 */
function frameHdus({ geometry: { nx, ny }, flux, variance, mask }: Frame, header: readonly Card[], record: unknown): WriteHdu[] {
  const shape = [nx, ny];
  const variances = cardsOf([
    ['UTYPE', 'VarianceUncertainty', 'sigma squared, as astropy names it'],
    ['BUNIT', 'electron2', 'unit of the array'],
  ]);
  return [
    { kind: 'image', header, shape, data: flux },
    { kind: 'image', name: 'UNCERT', header: variances, shape, data: variance },
    { kind: 'image', name: 'MASK', header: maskMeaning(), shape, data: mask },
    recordHdu(record),
  ];
}

/** The bits of a mask, for who opens the file in ten years. */
export function maskMeaning(): Card[] {
  return cardsOf([
    ['COMMENT', '0 means use. Bits: 1 no data, 2 saturated, 4 bad pixel, 8 cosmic ray,'],
    ['COMMENT', '16 flat too faint to divide by, 32 interpolated over rejected neighbors.'],
  ]);
}

export function recordHdu(record: unknown): WriteHdu {
  const bytes = encodeRecord(record);
  const header = cardsOf([
    ['COMMENT', 'JSON in UTF-8: what the product is, exactly, with the raw header and how'],
    ['COMMENT', "it was made. Python: json.loads(hdus['RECORD'].data.tobytes())"],
  ]);
  return { kind: 'image', name: 'RECORD', header, shape: [bytes.length], data: bytes };
}
