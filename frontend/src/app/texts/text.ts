import { signal } from '@angular/core';
import { en } from './en';
import type { enPages } from './en-pages';

type English = typeof en & typeof enPages;
export type Texts = Readonly<Record<keyof English, string>>;
export type TextKey = keyof English;
export type Language = 'en' | 'es';

/** The names in braces of a text; `{n|frame|frames}` is the word for one, or for another number. */
type Names<Sentence extends string> = Sentence extends `${string}{${infer Inside}}${infer Rest}` ? (Inside extends `${infer Name}|${string}` ? Name : Inside) | Names<Rest> : never;
/** A text without values. */
export type PlainKey = { [Key in TextKey]: [Names<English[Key]>] extends [never] ? Key : never }[TextKey];
type Values<Key extends TextKey> = Readonly<Record<Names<English[Key]>, string | number>>;

/** What everybody loads, and what pages added since. */
let english = en as Readonly<Partial<Texts>>;

const languages: Readonly<Record<Language, () => Promise<Readonly<Partial<Texts>>>>> = {
  en: async () => english,
  es: async () => (await import('./es')).es,
};

const texts = signal(english);
export const language = signal<Language>('en');

/** A text in the language of the reader; what is asked in a template follows a change. Every name in braces needs its value. */
export function text<Key extends TextKey>(key: Key, ...values: [Names<English[Key]>] extends [never] ? [] : [Values<Key>]): string {
  const given: Readonly<Record<string, string | number>> = values[0] ?? {};
  return (texts()[key] ?? key)
    .replace(/\{(\w+)\|([^|}]*)\|([^|}]*)\}/g, (_whole, name: string, one: string, other: string) => (String(given[name]) === '1' ? one : other))
    .replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole));
}

/** Is there such a word? For names that the server gives, which may be newer than the portal. */
export function isText(key: string): key is TextKey {
  return Object.hasOwn(texts(), key);
}

/** Words of a page that was loaded just now. */
export function addEnglish(more: Readonly<Partial<Texts>>): void {
  const isSpoken = texts() === english;
  english = { ...english, ...more };
  if (isSpoken) texts.set(english);
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
