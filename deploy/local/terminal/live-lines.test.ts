import { describe, expect, it } from 'vitest';
import { LiveLines } from './live-lines.js';

/** A terminal that obeys what LiveLines sends: text, line ends, cursor up and down, clear line. Rows that scroll off cannot be reached. */
class FakeTerminal {
  readonly isTTY: boolean = true;
  columns = 80;
  readonly rows: number;
  readonly lines: string[] = [''];
  #row = 0;
  #column = 0;

  constructor(rows: number) {
    this.rows = rows;
  }

  write(text: string): boolean {
    // eslint-disable-next-line no-control-regex -- escape sequences are what this is about
    for (const [token] of text.matchAll(/\x1b\[\d+[ABK]|[\s\S]/g)) this.#obey(token);
    return true;
  }

  #obey(token: string): void {
    const count = Number(token.slice(2, -1));
    // The screen shows the last rows; the cursor stops at its edges.
    const top = Math.max(0, this.lines.length - this.rows);
    if (token.endsWith('A') && token.length > 1) this.#row = Math.max(top, this.#row - count);
    else if (token.endsWith('B') && token.length > 1) this.#row = Math.min(this.lines.length - 1, this.#row + count);
    else if (token.endsWith('K') && token.length > 1) this.lines[this.#row] = '';
    else if (token === '\r') this.#column = 0;
    else if (token === '\n') this.#newLine();
    else this.#type(token);
  }

  #newLine(): void {
    this.#column = 0;
    if (++this.#row === this.lines.length) this.lines.push('');
  }

  #type(character: string): void {
    if (this.#column === this.columns) this.#newLine();
    const line = (this.lines[this.#row] ?? '').padEnd(this.#column);
    this.lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
    this.#column++;
  }

  get text(): string {
    return this.lines.join('\n').trimEnd();
  }
}

class FakePipe extends FakeTerminal {
  override readonly isTTY = false;
}

describe('live lines', () => {
  it('are rewritten in place on a terminal', () => {
    const terminal = new FakeTerminal(24);
    const lines = new LiveLines(terminal);
    lines.set('a', 'a reducing', false);
    lines.set('b', 'b reducing for a long time', false);
    lines.set('a', 'a done', true);
    lines.set('b', 'b done', true);
    expect(terminal.text).toBe('a done\nb done');
  });

  it('leave lines alone that have left the screen, and tell their end below', () => {
    const terminal = new FakeTerminal(5);
    const lines = new LiveLines(terminal);
    const names = Array.from({ length: 8 }, (_, i) => `frame ${i}`);
    for (const name of names) lines.set(name, `${name} reducing`, false);
    for (const name of names) lines.set(name, `${name} extracted`, false);
    for (const name of names) lines.set(name, `${name} done`, true);
    for (const name of names) expect(terminal.lines.filter((line) => line === `${name} done`), name).toHaveLength(1);
    // No line tells of two frames, and each of the lines that scrolled off is as it was.
    expect(terminal.lines.slice(0, 4)).toEqual(names.slice(0, 4).map((name) => `${name} reducing`));
  });

  it('stay in their rows when something else is printed', () => {
    const terminal = new FakeTerminal(24);
    const lines = new LiveLines(terminal);
    lines.set('a', 'a reducing', false);
    lines.print(`temporal was killed; ${'x'.repeat(100)}`);
    lines.set('a', 'a done', true);
    expect(terminal.lines[0]).toBe('a done');
    expect(terminal.lines[1]).toMatch(/^temporal was killed; x+$/);
  });

  it('are cut to the width, and hold no line end of a reason', () => {
    const terminal = new FakeTerminal(24);
    const lines = new LiveLines(terminal);
    lines.set('a', `a ${'y'.repeat(200)}`, false);
    lines.set('b', 'b failed: two\nlines\u001b[2J', true);
    expect(terminal.lines.slice(0, 2)).toEqual([`a ${'y'.repeat(77)}`, 'b failed: two lines [2J']);
  });

  it('are told anew at the end when the terminal has become narrower', () => {
    const terminal = new FakeTerminal(24);
    const lines = new LiveLines(terminal);
    lines.set('a', `a ${'z'.repeat(70)}`, false);
    terminal.columns = 61;
    lines.set('a', 'a done', true);
    expect(terminal.text).toBe(`a ${'z'.repeat(70)}\na done`);
  });

  it('are one each on a pipe, when at rest, and again only when that changes', () => {
    const pipe = new FakePipe(24);
    const lines = new LiveLines(pipe);
    lines.set('a', 'a reducing', false);
    lines.set('b', 'b refused', true);
    lines.set('a', 'a done', true);
    lines.set('a', 'a done', true);
    lines.set('b', 'b done', true);
    expect(pipe.text).toBe('b refused\na done\nb done');
  });

  it('are printed as on a pipe in a terminal too narrow to hold one', () => {
    const terminal = new FakeTerminal(24);
    terminal.columns = 40;
    const lines = new LiveLines(terminal);
    lines.set('a', 'a reducing', false);
    lines.set('a', 'a done', true);
    expect(terminal.text).toBe('a done');
  });
});
