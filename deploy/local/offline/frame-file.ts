import { readPrimaryHeader } from '#numeric/fits/read';
import { ReductionError } from '#activities/domain/errors';
import type { Exposure } from '#activities/domain/exposure';
import { describeExposure } from '#activities/instruments/goodman/describe-exposure';

/** A raw frame of a folder. */
export interface FrameFile {
  readonly name: string;
  read(): Promise<Uint8Array>;
  /** Where it can be read again whenever its counts are asked for, so that they need not be kept. @throws {ReductionError} in words if it cannot be opened. */
  readonly stored?: () => Promise<string>;
  /** The first bytes, enough for a header; without it the order of work is less clever, the result the same. */
  readonly peek?: () => Promise<Uint8Array>;
}

/** What a header says a frame is, without its pixels; undefined when that cannot be told. */
export async function peekedKind(file: FrameFile): Promise<Exposure['kind'] | undefined> {
  try {
    const header = file.peek && readPrimaryHeader(await file.peek());
    if (!header) return undefined;
    return describeExposure(header, file.name).kind;
  } catch (error) {
    // A header that makes no sense is told about when the frame arrives; it is no bias.
    return error instanceof ReductionError ? 'other' : undefined;
  }
}
