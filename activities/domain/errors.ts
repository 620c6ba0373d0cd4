import type { Facts } from '#numeric/errors';

/** Who has to act: the observer (data), the caller (request), the operator (platform), or us (code). */
export type Blame = 'data' | 'request' | 'platform' | 'code';

interface Failure {
  readonly blame: Blame;
  /** Can time alone cure it? */
  readonly retry: boolean;
  /** HTTP status where it reaches a caller of the API. */
  readonly status: number;
  readonly title: string;
}

/** Every way a reduction or a request can fail. Adding a failure is adding a row; the keys are the type of every `code`. */
export const failures = {
  'keyword-missing': { blame: 'data', retry: false, status: 422, title: 'A header keyword is missing' },
  'header-invalid': { blame: 'data', retry: false, status: 422, title: 'The header does not make sense' },
  'not-fits': { blame: 'data', retry: false, status: 422, title: 'This is not a readable FITS file' },
  'wrong-instrument': { blame: 'data', retry: false, status: 422, title: 'Not a frame of this instrument' },
  'frame-not-reducible': { blame: 'data', retry: false, status: 422, title: 'This kind of frame is kept, not reduced' },
  'frame-saturated': { blame: 'data', retry: false, status: 422, title: 'The frame is saturated' },
  'frame-without-information': { blame: 'data', retry: false, status: 422, title: 'The frame was not read out as it should be' },
  'frames-unusable': { blame: 'data', retry: false, status: 422, title: 'No usable frame to combine' },
  'source-not-found': { blame: 'data', retry: false, status: 422, title: 'No source on the slit' },
  'trace-failed': { blame: 'data', retry: false, status: 422, title: 'The source could not be followed' },
  'too-few-arc-lines': { blame: 'data', retry: false, status: 422, title: 'Too few lamp lines' },
  'wavelength-ambiguous': { blame: 'data', retry: false, status: 422, title: 'The lamp lines fit more than one answer' },
  'wavelength-poor': { blame: 'data', retry: false, status: 422, title: 'The wavelength solution is too poor' },
  'sky-lines-insufficient': { blame: 'data', retry: false, status: 422, title: 'The night sky does not give the wavelengths' },
  'fit-failed': { blame: 'data', retry: false, status: 422, title: 'A fit did not converge' },
  'settings-invalid': { blame: 'request', retry: false, status: 422, title: 'A setting is out of range' },
  'password-refused': { blame: 'request', retry: false, status: 422, title: 'This password is not safe enough' },
  'table-invalid': { blame: 'request', retry: false, status: 422, title: 'Lines of the table are wrong' },
  'request-invalid': { blame: 'request', retry: false, status: 400, title: 'The request cannot be understood' },
  'too-large': { blame: 'request', retry: false, status: 413, title: 'The file is too large' },
  'unsupported-media': { blame: 'request', retry: false, status: 415, title: 'This kind of body is not taken here' },
  'too-many-requests': { blame: 'request', retry: true, status: 429, title: 'Too many requests' },
  'range-not-satisfiable': { blame: 'request', retry: false, status: 416, title: 'The file has no such part' },
  'unauthenticated': { blame: 'request', retry: false, status: 401, title: 'Sign in first' },
  'forbidden': { blame: 'request', retry: false, status: 403, title: 'Not allowed' },
  'not-found': { blame: 'request', retry: false, status: 404, title: 'No such thing, or it is not yours' },
  'method-not-allowed': { blame: 'request', retry: false, status: 405, title: 'This address does not take that method' },
  'not-implemented': { blame: 'code', retry: false, status: 501, title: 'This is not built yet' },
  'conflict': { blame: 'request', retry: false, status: 409, title: 'It conflicts with what is there' },
  'software-changed': { blame: 'platform', retry: false, status: 409, title: 'The software changed meanwhile' },
  'store-unavailable': { blame: 'platform', retry: true, status: 503, title: 'Storage does not answer' },
  'storage-full': { blame: 'platform', retry: true, status: 507, title: 'The disk is full' },
  'busy': { blame: 'platform', retry: true, status: 503, title: 'Busy at the moment' },
  'contract-broken': { blame: 'code', retry: false, status: 500, title: 'A mistake of ours' },
} as const satisfies Record<string, Failure>;

export type FailureCode = keyof typeof failures;

/** A failure a person reads: what was found with its number, in which exposure, what to try. */
export class ReductionError extends Error {
  override readonly name = 'ReductionError';
  readonly code: FailureCode;
  readonly facts: Facts;

  constructor(code: FailureCode, message: string, facts: Facts = {}, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.facts = facts;
  }
}

/** What an error of this code says, whether it comes straight from a step or from one that ran elsewhere (`type`); undefined for any other. */
export function messageOf(error: unknown, code: FailureCode): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const found = error instanceof ReductionError ? error.code : 'type' in error ? error.type : undefined;
  return found === code ? error.message : undefined;
}
