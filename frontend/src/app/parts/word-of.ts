/** What was typed into a field of a form, without blanks at its ends; empty for a field that is not there, or holds a file. */
export function wordOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
