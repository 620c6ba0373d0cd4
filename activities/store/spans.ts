import { AsyncLocalStorage } from 'node:async_hooks';

/** A piece of work and when it ran, milliseconds since 1970. */
export interface Span {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const kept = new AsyncLocalStorage<Span[]>();

/** Milliseconds since 1970, with fractions: comparable between the processes of one machine. */
export function clock(): number {
  return performance.timeOrigin + performance.now();
}

/** Does work and keeps the spans of what happens within it, beside whatever runs at the same time. */
export function keepingSpans<T>(spans: Span[], work: () => Promise<T>): Promise<T> {
  return kept.run(spans, work);
}

/** Does work and notes when it ran, also of work that fails; where nobody keeps spans it is only done. */
export async function spanned<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const spans = kept.getStore();
  if (!spans) return work();
  const from = clock();
  try {
    return await work();
  } finally {
    spans.push({ name, from, to: clock() });
  }
}
