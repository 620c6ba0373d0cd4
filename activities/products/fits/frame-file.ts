import type { Card } from '#numeric/fits/header';
import type { FitsFile } from '#numeric/fits/read';
import type { WordLoops } from '#numeric/fits/word-loops';
import type { WriteHdu } from '#numeric/fits/write';
import { sharedFloat32, sharedUint8, type Frame, type Geometry } from '#numeric/frame';
import type { Exposed } from '../../domain/products.js';
import { LEVEL, type Level } from '../../domain/reduction.js';
import { dataChecksum } from './checksum.js';
import type { DraftContext, FileDraft } from './file-draft.js';
import { imageHdu } from './named-hdu.js';
import { cardsOf, carriedCards, pipelineCards, type Block } from './header-cards.js';
import { reducedName } from './names.js';
import { qualityAlong } from './quality-cards.js';
import { recordHdu } from './record.js';
import { maskMeaning } from './mask-cards.js';

/** A single frame as a file. */
export function frameFile(product: Exposed & { readonly frame: Frame }, kind: string, context: DraftContext): FileDraft {
  const { exposure, cards, provenance, frame } = product;
  const fileName = reducedName(product, context);
  const checksum = frameChecksum(frame);
  const quality = qualityAlong(provenance);
  return {
    fileName,
    dataType: LEVEL.reduced,
    target: null,
    checksum,
    quality,
    hdus: frameHdus(
      frame,
      frameHeader(product, LEVEL.reduced, { fileName, parentName: exposure.name, checksum, context, quality }),
      { kind, exposure, cards, provenance, geometry: frame.geometry },
    ),
  };
}

/** The frame that `frameHdus` wrote, its planes in shared memory. `record` holds its geometry. */
export function readFrame(file: FitsFile, record: Readonly<Record<string, unknown>>, loops?: WordLoops): Frame {
  const geometry = record['geometry'] as Geometry;
  const pixels = geometry.nx * geometry.ny;
  const mask = sharedUint8(pixels);
  mask.set(imageHdu(file, 'MASK').physical() as Uint8Array);
  const plane = (name: string): Float32Array => imageHdu(file, name).float32(sharedFloat32(pixels), loops);
  return { geometry, flux: plane('PRIMARY'), variance: plane('UNCERT'), mask };
}

/** SHA-256 of the planes of a frame. */
export function frameChecksum({ flux, variance, mask }: Frame): string {
  return dataChecksum([flux, variance, mask]);
}

/** The primary header of a frame: what the raw frame said, what was done to it, where it lies on the detector. */
export function frameHeader(product: Exposed & { readonly frame: Frame }, level: Level, block: Block): Card[] {
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
export function frameHdus({ geometry: { nx, ny }, flux, variance, mask }: Frame, header: readonly Card[], record: unknown): WriteHdu[] {
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
