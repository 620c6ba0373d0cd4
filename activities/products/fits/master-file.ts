import type { FitsFile } from '#numeric/fits/read';
import type { WordLoops } from '#numeric/fits/word-loops';
import type { Purpose } from '../../domain/calibrations.js';
import type { Master } from '../../domain/products.js';
import { LEVEL } from '../../domain/reduction.js';
import type { DraftContext, FileDraft } from './file-draft.js';
import { frameChecksum, frameHdus, frameHeader, readFrame } from './frame-file.js';
import { masterName } from './names.js';
import { qualityAlong } from './quality-cards.js';

/** A combination of frames as a file: named by its purpose, told apart from others by `words`. */
export function masterFile(product: Master, how: { readonly kind: string; readonly purpose: Purpose; readonly words: readonly string[] }, context: DraftContext): FileDraft {
  const { exposure, cards, provenance, frame, members, ...more } = product;
  const fileName = masterName(how.purpose, how.words, exposure.night, context.distinguishedBy);
  const checksum = frameChecksum(frame);
  const quality = qualityAlong(provenance, { frames: members.filter(({ used }) => used).length });
  return {
    fileName,
    dataType: LEVEL.master,
    target: null,
    checksum,
    quality,
    hdus: frameHdus(
      frame,
      frameHeader(product, LEVEL.master, { fileName, parentName: 'combined', checksum, context, members, quality }),
      { kind: how.kind, exposure, cards, provenance, members, geometry: frame.geometry, ...more },
    ),
  };
}

/** The master that `masterFile` wrote, exactly. */
export function readMaster<M extends Master>(file: FitsFile, { geometry, ...rest }: Readonly<Record<string, unknown>>, loops?: WordLoops): M {
  return { ...rest, frame: readFrame(file, { geometry }, loops) } as unknown as M;
}
