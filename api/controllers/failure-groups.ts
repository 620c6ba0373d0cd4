/** Failures that have the same cause, as far as code, step and set-up tell. */
export interface FailureGroup {
  code: string;
  step: string;
  wavmode: string;
  /** @isInt */
  count: number;
  /** Of the newest of them, as an example. */
  message: string;
  /** Ids of raw frames, the newest first; ten at most. */
  files: number[];
}

interface Failed {
  readonly fileId: number;
  readonly code: string;
  readonly step: string;
  readonly message: string;
  readonly wavmode: string;
}

const EXAMPLES = 10;

/** The largest group first. */
export function failureGroups(failed: readonly Failed[]): FailureGroup[] {
  const groups = [...Map.groupBy(failed, ({ code, step, wavmode }) => `${code} ${step} ${wavmode}`).values()].map((members): FailureGroup => {
    const newest = [...members].sort((a, b) => b.fileId - a.fileId);
    const { code = '', step = '', wavmode = '', message = '' } = newest[0] ?? {};
    return { code, step, wavmode, count: members.length, message, files: newest.slice(0, EXAMPLES).map(({ fileId }) => fileId) };
  });
  return groups.sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
