import type { CardValue } from '#numeric/fits/header';

/** A card of ours: keyword, value, comment. */
export type Row = readonly [keyword: string, value: CardValue, comment?: string];
