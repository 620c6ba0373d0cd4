/** Digits that a number of these columns can have whatever they are. */
const DIGITS = { bigint: 15, integer: 9 } as const;

/** The number of a row as an address names it; undefined for what no row can have: that is not there. */
export function rowNumber(text: string, column: keyof typeof DIGITS = 'bigint'): number | undefined {
  return /^\d+$/.test(text) && text.length <= DIGITS[column] ? Number(text) : undefined;
}
