import { minLength, required, validate, type SchemaPathTree } from '@angular/forms/signals';
import { text } from '../texts/text';

export interface NewPassword {
  next: string;
  again: string;
}

const SHORTEST = 8;

/** What a page can know of the four requirements before it asks the server, which decides. */
export function newPasswordRules(path: SchemaPathTree<NewPassword>): void {
  required(path.next, { message: () => text('password.short', { n: 0 }) });
  minLength(path.next, SHORTEST, { message: ({ value }: { value: () => string }) => text('password.short', { n: value().length }) });
  validate(path.next, ({ value }) => (/^\d{8,}$/.test(value()) ? { kind: 'numeric', message: text('password.digits') } : undefined));
  validate(path.again, ({ value, valueOf }) => (value() === valueOf(path.next) ? undefined : { kind: 'differ', message: text('password.differ') }));
}
