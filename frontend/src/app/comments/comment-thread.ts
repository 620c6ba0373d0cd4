import type { components } from '../api/schema';
import { number } from '../texts/numbers';
import { text } from '../texts/text';

export type Comment = components['schemas']['CommentView'];
export type Anchor = NonNullable<Comment['anchor']>;

/** A comment with its answers, the oldest first. */
export interface Thread {
  readonly first: Comment;
  readonly answers: readonly Comment[];
}

/** Threads in the order in which they began. */
export function threadsOf(comments: readonly Comment[]): Thread[] {
  return comments.filter(({ parent_id }) => parent_id === null).map((first) => ({ first, answers: comments.filter(({ parent_id }) => parent_id === first.id) }));
}

/** "5876.0–5910.0 Å", "columns 12–40, rows 3–9". */
export function anchorWords(anchor: Anchor): string {
  if (anchor.kind === 'wavelengths') return `${number(anchor.from, 1)}–${number(anchor.to, 1)} Å`;
  return text('comments.box', { x0: anchor.x0, x1: anchor.x1, y0: anchor.y0, y1: anchor.y1 });
}

/** A sentence in parts: names of people stand out. */
export function partsOf(words: string): { readonly words: string; readonly isName: boolean }[] {
  return words.split(/(@[\w.+-]*\w)/).filter((part) => part !== '').map((part) => ({ words: part, isName: part.startsWith('@') && part.length > 1 })); // prettier-ignore
}
