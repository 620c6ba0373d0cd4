import { signal } from '@angular/core';
import { en } from './en';

export type Texts = Readonly<Record<keyof typeof en, string>>;
export type TextKey = keyof typeof en;
export type Language = 'en' | 'es';

/** The names in braces of a text. */
type Names<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
/** A text without values. */
export type PlainKey = { [Key in TextKey]: [Names<(typeof en)[Key]>] extends [never] ? Key : never }[TextKey];
type Values<Key extends TextKey> = Readonly<Record<Names<(typeof en)[Key]>, string | number>>;

const languages: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: async () => en,
  es: async () => (await import('./es')).es,
};

const texts = signal<Texts>(en);
export const language = signal<Language>('en');

/** A text in the language of the reader; what is asked in a template follows a change. Every name in braces needs its value. */
export function text<Key extends TextKey>(key: Key, ...values: [Names<(typeof en)[Key]>] extends [never] ? [] : [Values<Key>]): string {
  const given: Readonly<Record<string, string | number>> = values[0] ?? {};
  return texts()[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole));
}

/** Speaks another language from now on, and at the next visit. */
export async function speak(next: Language): Promise<void> {
  texts.set(await languages[next]());
  language.set(next);
  document.documentElement.lang = next;
  localStorage.setItem('language', next);
}

/** The language chosen before, or the browser's. */
export function firstLanguage(): Language {
  return document.documentElement.lang === 'es' ? 'es' : 'en';
}
