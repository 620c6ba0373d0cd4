/** A table as text: a rule under the head, two blanks between columns, columns as wide as their longest cell; from column `rightFrom` on they end right, as numbers do. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[], { rightFrom = Infinity }: { readonly rightFrom?: number } = {}): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    widths.map((width, column) => (column >= rightFrom ? (cells[column] ?? '').padStart(width) : (cells[column] ?? '').padEnd(width))).join('  ').trimEnd();
  return [head, widths.map((width) => '─'.repeat(width)), ...rows].map(line).join('\n');
}
