import { AbilityBuilder, createMongoAbility, type MongoAbility, type RawRuleOf } from '@casl/ability';
import { LEVEL } from '#activities/domain/reduction';
import { allScopes, type TokenScope } from '#activities/domain/token-scopes';
import type { User } from '#activities/store/models';
import { scopesWithin } from './scopes.js';

export type Action = 'read' | 'create' | 'update' | 'reduce' | 'share' | 'delete' | 'manage';
export type Subject = 'File' | 'Reduction' | 'Event' | 'Proposal' | 'User' | 'Mail' | 'all';
export type Ability = MongoAbility<[Action, Subject | Record<string, unknown>]>;
export type Role = 'observer' | 'service' | 'staff' | 'superuser';

/** Who asks: the account and the proposals it leads or collaborates in. */
export interface Account {
  readonly user: Pick<User, 'id' | 'isStaff' | 'isSuperuser' | 'isService'>;
  readonly soarIds: readonly string[];
  /** What the token in use may be used for; all for a browser. */
  readonly scopes?: readonly TokenScope[];
}

type Rules = Pick<AbilityBuilder<Ability>, 'can' | 'cannot'>;

/** Fields of a proposal that its PI looks after; the rest is what the observatory granted. */
const OF_THE_PI = ['title', 'abstract', 'collaborators', 'settings'];
/** Fields of an account that staff look after; what somebody may do is given by a superuser. */
const OF_A_PERSON = ['username', 'firstName', 'lastName', 'email', 'partner', 'isActive'];
/** Frames for no proposal in particular. */
export const CALIBRATIONS = 'calibrate';

/** The whole policy. Rules are data: the same ones are asked in memory, become the `where` of every query, and tell the page what to show. */
const rules = {
  observer({ user, soarIds }, { can }) {
    const own = { proposalId: { $in: [...soarIds] } };
    can(['read', 'create', 'reduce', 'share'], 'File', own);
    // Products can be made again; what a person sent and what serves everybody stays.
    can('delete', 'File', { ...own, dataType: { $in: [LEVEL.reduced, LEVEL.extracted, LEVEL.calibrated] } });
    can('read', 'Reduction', own);
    can('read', 'Event', own);
    // Its time as data of the proposal alone is over.
    can('read', 'File', { released: true });
    can('read', 'Reduction', { released: true });
    // Masters that serve everybody may be looked at by everybody, and seen coming along. One made of the frames of a proposal is that proposal's.
    can('read', 'File', { dataType: LEVEL.master, trusted: true });
    can('read', 'Reduction', { fileId: null, proposalId: null });
    can('read', 'Event', { kind: 'master', proposalId: null });
    // And the telescope's frames that were taken for all.
    can('read', 'File', { proposalId: CALIBRATIONS, trusted: true });
    can('read', 'Proposal', { soarId: { $in: [...soarIds] } });
    can('update', 'Proposal', OF_THE_PI, { piId: user.id });
    can('create', 'Mail', { piId: user.id });
  },
  /** The telescope: it sends, and reads nothing. */
  service(_account, { can }) {
    can('create', 'File');
  },
  staff(_account, { can }) {
    can(['read', 'create', 'update', 'reduce', 'share', 'delete'], 'File');
    can('read', 'Reduction');
    can('read', 'Event');
    can(['read', 'create', 'update'], 'Proposal');
    can('create', 'Mail');
    can('read', 'User');
    can('create', 'User', OF_A_PERSON);
    // Who could change the address of a superuser could become one.
    can('update', 'User', OF_A_PERSON, { isStaff: false, isSuperuser: false });
  },
  superuser(_account, { can }) {
    can('manage', 'all');
  },
} satisfies Record<Role, (account: Account, rules: Rules) => void>;

export function roleOf({ isStaff, isSuperuser, isService }: Account['user']): Role {
  return isSuperuser ? 'superuser' : isStaff ? 'staff' : isService ? 'service' : 'observer';
}

/** Whose frames serve every proposal: the telescope's and those of staff. */
export function isTrusted(user: Account['user']): boolean {
  return roleOf(user) !== 'observer';
}

/** Who may know everything that others do. */
export function seesAll(user: Account['user']): boolean {
  return ['staff', 'superuser'].includes(roleOf(user));
}

export function abilityOf(account: Account): Ability {
  const builder = new AbilityBuilder<Ability>(createMongoAbility);
  rules[roleOf(account.user)](account, builder);
  return createMongoAbility<Ability>(within(builder.rules, account.scopes ?? allScopes));
}

/** Somebody who holds a link: one product, and nothing about it. The link itself says until when. */
export function abilityOfLink({ fileId }: { readonly fileId: number }): Ability {
  const builder = new AbilityBuilder<Ability>(createMongoAbility);
  builder.can('read', 'File', { id: fileId });
  return builder.build();
}

/** The rules that remain for a token of some scopes: of each the part that the scopes speak of. */
function within(given: readonly RawRuleOf<Ability>[], scopes: readonly TokenScope[]): RawRuleOf<Ability>[] {
  const held = scopesWithin(scopes);
  if (held.has('admin')) return [...given];
  const allowed: readonly (readonly [TokenScope, Action, Subject | undefined])[] = [
    ['read', 'read', undefined],
    ['reduce', 'reduce', undefined],
    ['reduce', 'delete', 'File'],
    ['upload', 'create', 'File'],
  ];
  return given.flatMap((rule) =>
    allowed
      .filter(([scope, action, subject]) => held.has(scope) && [rule.action].flat().some((one) => one === action || one === 'manage') && (subject === undefined || [rule.subject].flat().some((one) => one === subject || one === 'all')))
      .map(([, action, subject]) => ({ ...rule, action, subject: subject ?? rule.subject })),
  );
}
