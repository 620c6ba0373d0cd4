import type { ByHand } from '../domain/by-hand.js';
import type { ProductKind, Products } from '../products/index.js';
import type { CalibrationReference } from '../domain/calibrations.js';
import type { ExposureKind } from '../domain/exposure.js';
import { decodeProduct } from '../products/decode-product.js';
import { decodeRaw } from '../products/decode-raw.js';
import { encodeProduct } from '../products/encode-product.js';
import type { EncodeContext, EncodedFile } from '../products/fits/file-draft.js';
import { stepsByName } from '../steps/index.js';
import { performStep, type StepResult } from '../steps/step.js';
import { kernelsForThisThread } from './kernel-threads.js';
import { readRaw, withCounts } from './stored-counts.js';

/** A step with everything it works on, as it crosses into a thread. */
export interface StepWork {
  readonly step: string;
  readonly inputs: Record<string, unknown>;
  readonly settings: Record<string, unknown>;
  readonly sources: Readonly<Record<string, CalibrationReference | undefined>>;
  /** What people decided about the inputs. */
  readonly byHand?: readonly ByHand[];
}

/** What a worker thread can be asked to do: the pure part of a step, and FITS bytes to values and back. */
export const tasks = {
  step({ step, inputs, settings, sources, byHand }: StepWork): StepResult<ProductKind> {
    const found = stepsByName[step];
    if (!found) throw new Error(`no step is called ${step}`);
    const kernels = kernelsForThisThread();
    return performStep(found, withCounts(inputs, kernels.words), settings, { kernels, sources }, byHand);
  },

  encode({ kind, product, context }: { kind: ProductKind; product: Products[ProductKind]; context: EncodeContext }): EncodedFile[] {
    return encodeProduct(kind, product, context, kernelsForThisThread().words);
  },

  decode({ kind, bytes }: { kind: ProductKind; bytes: Uint8Array }): Products[ProductKind] {
    return decodeProduct(kind, bytes, kernelsForThisThread().words);
  },

  decodeRaw({ bytes, name, as }: { bytes: Uint8Array; name: string; as?: ExposureKind }): Products['rawFrame'] {
    return decodeRaw(bytes, name, as, kernelsForThisThread().words);
  },

  readRaw({ path, name }: { path: string; name: string }): Products['rawFrame'] {
    return readRaw(path, name, kernelsForThisThread().words);
  },
};
