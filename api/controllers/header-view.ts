import type { StoredCard } from '#activities/store/models';

export interface CardView {
  keyword: string;
  value: string | number | boolean | null;
  comment: string;
}

export interface HeaderView {
  /** @isInt */
  id: number;
  file_name: string;
  /** In the order of the file. */
  cards: CardView[];
}

export function cardView({ keyword, value, comment }: StoredCard): CardView {
  return { keyword, value, comment };
}
