import type { Preferences, User } from '#activities/store/models';
import { roleOf, type Role } from '../access/permissions.js';

/** A person as the old API told of one. */
export interface PersonView {
  /** @isInt */
  id: number;
  username: string;
  /** Null for somebody who never signed in. */
  last_login: string | null;
  first_name: string;
  last_name: string;
  email: string;
  is_staff: boolean;
  is_active: boolean;
  date_joined: string;
}

/** A person as staff, and that person, see the account. */
export interface UserView extends PersonView {
  is_superuser: boolean;
  /** A telescope or another program that only sends frames. */
  is_service: boolean;
  /** A name of GET /api/partners/, or empty. */
  partner: string;
  role: Role;
}

/** The own account, with how its person likes to look at things. */
export interface AccountView extends UserView {
  preferences: Preferences;
}

export function personView({ id, username, lastLogin, firstName, lastName, email, isStaff, isActive, dateJoined }: User): PersonView {
  return {
    id,
    username,
    last_login: lastLogin?.toISOString() ?? null,
    first_name: firstName,
    last_name: lastName,
    email,
    is_staff: isStaff,
    is_active: isActive,
    date_joined: dateJoined.toISOString(),
  };
}

export function userView(user: User): UserView {
  return { ...personView(user), is_superuser: user.isSuperuser, is_service: user.isService, partner: user.partner, role: roleOf(user) };
}

export function accountView(user: User): AccountView {
  return { ...userView(user), preferences: user.preferences };
}
