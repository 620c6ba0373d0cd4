import type { Header } from '#numeric/fits/header';
import { ReductionError } from '../domain/errors.js';

/** Reads a header on behalf of one exposure: says which exposure lacks what, and remembers what was odd. */
export class HeaderReader {
  readonly header: Header;
  readonly name: string;
  readonly warnings: string[] = [];

  constructor(header: Header, name: string) {
    this.header = header;
    this.name = name;
  }

  warn(sentence: string): void {
    this.warnings.push(sentence);
  }

  /** The trimmed text of a card, whatever its type; empty when the card is absent, blank or undefined. */
  text(keyword: string): string {
    const value = this.header.get(keyword);
    if (value === undefined || typeof value === 'object') return '';
    if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
    return String(value).trim();
  }

  /** A finite number, also when the card holds it as text; undefined otherwise. */
  number(keyword: string): number | undefined {
    const text = this.text(keyword);
    const value = Number(text.replace(/[dD](?=[+-]?\d+$)/, 'e'));
    return text !== '' && Number.isFinite(value) ? value : undefined;
  }

  requireText(keyword: string, advice: string): string {
    const text = this.text(keyword);
    if (text === '') throw this.missing(keyword, advice);
    return text;
  }

  requireNumber(keyword: string, advice: string): number {
    const value = this.number(keyword);
    if (value === undefined) throw this.missing(keyword, advice);
    return value;
  }

  missing(keyword: string, advice: string): ReductionError {
    const found = this.text(keyword);
    const state = found === '' ? `has no ${keyword}` : `has ${keyword} = '${found}', which is not a number`;
    return new ReductionError('keyword-missing', `${this.name} ${state}; ${advice}.`, { exposure: this.name, keyword, ...(found === '' ? {} : { found }) });
  }

  invalid(message: string, facts: Readonly<Record<string, number | string>> = {}): ReductionError {
    return new ReductionError('header-invalid', `${this.name} ${message}`, { exposure: this.name, ...facts });
  }
}
