import type { StoredFile } from '#activities/store/models';
import { TELLS_OF_MEMBERS } from '#activities/store/shared-master';
import type { Caller } from '../access/auth.js';
import { showsMembers } from '../access/visible.js';

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

/** The cards of a file as this caller may see them. */
export function cardViews(file: StoredFile, caller: Caller): CardView[] {
  const cards = showsMembers(file, caller) ? file.cards : file.cards.filter(({ keyword }) => !TELLS_OF_MEMBERS.test(keyword));
  return cards.map(({ keyword, value, comment }) => ({ keyword, value, comment }));
}
