import type { User } from '#activities/store/models';

/** What people call somebody: in mails, records, headers and beside what that person said. */
export function spokenName({ firstName, lastName, username }: Pick<User, 'firstName' | 'lastName' | 'username'>): string {
  return `${firstName} ${lastName}`.trim() || username;
}
