import type { Card } from '#numeric/fits/header';
import { MASK } from '#numeric/frame';
import { cardsOf } from './header-cards.js';

const meanings: Readonly<Record<keyof typeof MASK, string>> = {
  NO_DATA: 'no data',
  SATURATED: 'saturated',
  BAD_PIXEL: 'bad pixel',
  COSMIC_RAY: 'cosmic ray',
  LOW_FLAT: 'flat too faint to divide by',
  INTERPOLATED: 'interpolated over rejected neighbors',
};

/** What one COMMENT card takes. */
const COMMENT_WIDTH = 72;

/** The bits of a mask, for who opens the file in ten years. */
export function maskMeaning(): Card[] {
  const bits = (Object.keys(MASK) as (keyof typeof MASK)[]).map((name) => `${MASK[name]} ${meanings[name]}`);
  const lines: string[] = [];
  for (const word of `0 means use. Bits: ${bits.join(', ')}.`.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= COMMENT_WIDTH) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return cardsOf(lines.map((line) => ['COMMENT', line]));
}
