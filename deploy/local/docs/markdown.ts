/** A page of the reference: where it is written, and what. */
export interface Page {
  /** Name of the file without `.md`; other pages link to it. */
  readonly name: string;
  readonly text: string;
}

/** A page as TypeDoc reads it; it names the pages below it. */
export function page(name: string, title: string, blocks: readonly string[], children: readonly string[] = []): Page {
  const below = children.length === 0 ? [] : ['children:', ...children.map((child) => `  - ./${child}.md`)];
  return { name, text: [...['---', `title: ${JSON.stringify(title)}`, ...below, '---', ''], ...blocks.flatMap((block) => [block, ''])].join('\n') };
}

/** A table; a bar in a cell would end it. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `code`, literally: a brace or a tag in it means nothing to TypeDoc. */
export const code = (text: string): string => `\`${text}\``;
