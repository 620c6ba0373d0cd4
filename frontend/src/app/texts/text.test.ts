import { en as first } from './en';
import { enPages } from './en-pages';
import { es } from './es';
import { clock, number, short, span } from './numbers';
import { speak, text, type TextKey } from './text';

/** Names in braces, and how many words are bold. */
function shape(sentence: string): string[] {
  return [...sentence.matchAll(/\{\w+\}|\*\*/g)].map(([mark]) => mark).sort();
}

/** Texts with a number before a word that no rule makes one of one. */
const WORDS = /\{n\} (frames|files|imágenes|archivos)\b/;

const en = { ...first, ...enPages };

describe('texts', () => {
  it('say the same in both languages: the same keys, names in braces and bold words', () => {
    const keys = Object.keys(en) as TextKey[];
    expect(Object.keys(es)).toEqual(keys);
    expect(keys.filter((key) => es[key].trim() === '' || shape(es[key]).join() !== shape(en[key]).join())).toEqual([]);
  });

  it('are spoken in another language from one moment to the next', async () => {
    expect(text('state.failed')).toBe('Failed');
    await speak('es');
    expect(text('state.failed')).toBe('Fallido');
    expect(text('count.failed', { n: 2 })).toContain('2');
    expect(document.documentElement.lang).toBe('es');
    await speak('en');
  });

  it('count one as one', async () => {
    expect([text('logs.retried', { n: 1 }), text('logs.retried', { n: 2 })]).toEqual(['1 frame is reduced again', '2 frames are reduced again']);
    await speak('es');
    expect([text('search.deleted', { n: 1 }), text('search.deleted', { n: 0 })]).toEqual(['1 archivo borrado', '0 archivos borrados']);
    await speak('en');
    // "All" and "last" are of several.
    const plain = [...Object.entries(en), ...Object.entries(es)].filter(([key, sentence]) => WORDS.test(sentence) && !['list.all', 'quality.trend.say', 'search.selected.most'].includes(key));
    expect(plain).toEqual([]);
  });

  it('write no exclamation and no plea', () => {
    for (const sentence of [...Object.values(en), ...Object.values(es)]) expect(sentence).not.toMatch(/!|please|por favor/i);
  });
});

describe('numbers', () => {
  it('have thin spaces, a true minus and their unit', () => {
    expect(number(3889.4)).toBe('3\u202f889');
    expect(number(-1234567.25, 1)).toBe('\u22121\u202f234\u202f567.3');
    expect(number(-0.2)).toBe('0');
    expect([short(950), short(1000), short(12_000), short(1_500_000), short(0.5)]).toEqual(['950', '1\u202f000', '12 k', '1.5 M', '0.5']);
    expect([span(7.6), span(119), span(4620)]).toEqual(['8 s', '2 min', '1 h 17 min']);
    expect(clock('2027-01-19T06:46:06Z', true)).toBe('06:46:06');
  });
});
