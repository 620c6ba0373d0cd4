/** `undefined` when the card gives no value; a bigint when an integer exceeds ±2⁵³. */
export type CardValue = string | number | bigint | boolean | { re: number; im: number } | undefined;

/** One keyword record. Plain data: it crosses threads by structured clone. */
export interface Card {
  /** Upper case. A HIERARCH keyword without the word: `ESO DET ID`. */
  readonly keyword: string;
  /** For COMMENT, HISTORY and blank keywords the text. */
  readonly value: CardValue;
  readonly comment: string;
  /** The 80 characters as they stood in the file, kept where reading them took a guess. */
  readonly raw?: string;
}

/** Cards that are text, may come many times, and have no value in the sense of FITS. */
export function isCommentary(keyword: string): boolean {
  return keyword === 'COMMENT' || keyword === 'HISTORY' || keyword === '';
}

function normal(keyword: string): string {
  const upper = keyword.trim().toUpperCase();
  return upper.startsWith('HIERARCH ') ? upper.slice(9).trim() : upper;
}

/**
 * The cards of one HDU, in their order. Keywords are compared in upper case; where a keyword comes twice, the first one counts,
 * as in other readers. Changing a header changes this object only: `clone()` first where somebody else holds it.
 */
export class Header {
  #cards: Card[];
  /** Keyword → place of its first card; made when first asked for, dropped when places move. */
  #places: Map<string, number> | undefined;

  constructor(cards: readonly Card[] = []) {
    this.#cards = [...cards];
  }

  get cards(): readonly Card[] {
    return this.#cards;
  }

  has(keyword: string): boolean {
    return this.#place(keyword) >= 0;
  }

  get(keyword: string): CardValue {
    return this.#cards[this.#place(keyword)]?.value;
  }

  /** The value if it is a string, trailing blanks cut (they mean nothing in FITS). */
  text(keyword: string): string | undefined {
    const value = this.get(keyword);
    return typeof value === 'string' ? value.trimEnd() : undefined;
  }

  /** The value if it is a number; an integer beyond 2⁵³ comes rounded. */
  number(keyword: string): number | undefined {
    const value = this.get(keyword);
    if (typeof value === 'bigint') return Number(value);
    return typeof value === 'number' ? value : undefined;
  }

  boolean(keyword: string): boolean | undefined {
    const value = this.get(keyword);
    return typeof value === 'boolean' ? value : undefined;
  }

  /** Replaces the value where it stands, or appends a card. Without a comment the old one stays. */
  set(keyword: string, value: CardValue, comment?: string): void {
    const place = this.#place(keyword);
    if (place < 0) this.append({ keyword: normal(keyword), value, comment: comment ?? '' });
    else this.#cards[place] = { keyword: normal(keyword), value, comment: comment ?? this.#cards[place].comment };
  }

  /** Sets a card directly after another one; at the end where the anchor is missing. A card of that keyword moves there. */
  setAfter(anchor: string, keyword: string, value: CardValue, comment?: string): void {
    const kept = comment ?? this.#cards[this.#place(keyword)]?.comment ?? '';
    if (normal(anchor) === normal(keyword)) return this.set(keyword, value, comment);
    this.remove(keyword);
    const place = this.#place(anchor);
    const card = { keyword: normal(keyword), value, comment: kept };
    this.#cards.splice(place < 0 ? this.#cards.length : place + 1, 0, card);
    this.#places = undefined;
  }

  /** Removes every card of that keyword. */
  remove(keyword: string): void {
    if (!this.has(keyword)) return;
    const name = normal(keyword);
    this.#cards = this.#cards.filter((card) => card.keyword !== name);
    this.#places = undefined;
  }

  append(card: Card): void {
    const known = this.#places;
    if (known && !known.has(card.keyword)) known.set(card.keyword, this.#cards.length);
    this.#cards.push(card);
  }

  clone(): Header {
    return new Header(this.#cards);
  }

  #place(keyword: string): number {
    this.#places ??= placesOf(this.#cards);
    return this.#places.get(keyword) ?? this.#places.get(normal(keyword)) ?? -1;
  }
}

function placesOf(cards: readonly Card[]): Map<string, number> {
  const places = new Map<string, number>();
  for (let i = 0; i < cards.length; i++) if (!places.has(cards[i].keyword)) places.set(cards[i].keyword, i);
  return places;
}
