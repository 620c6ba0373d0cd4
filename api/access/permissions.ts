import { AbilityBuilder, createMongoAbility, type MongoAbility } from '@casl/ability';
import { LEVEL } from '#activities/domain/reduction';
import type { User } from '#activities/store/models';

export type Action = 'read' | 'create' | 'reduce' | 'delete' | 'manage';
export type Subject = 'File' | 'Reduction' | 'Event' | 'all';
export type Ability = MongoAbility<[Action, Subject | Record<string, unknown>]>;
export type Role = 'observer' | 'service' | 'staff' | 'superuser';

/** Who asks: the account and the proposals it leads or collaborates in. */
export interface Account {
  readonly user: Pick<User, 'id' | 'isStaff' | 'isSuperuser' | 'isService'>;
  readonly soarIds: readonly string[];
}

type Rules = Pick<AbilityBuilder<Ability>, 'can' | 'cannot'>;

/** The whole policy. Rules are data: the same ones are asked in memory and become the `where` of every query. */
const rules = {
  observer({ soarIds }, { can }) {
    const own = { proposalId: { $in: [...soarIds] } };
    can(['read', 'create', 'reduce'], 'File', own);
    // Products can be made again; what a person sent and what serves everybody stays.
    can('delete', 'File', { ...own, dataType: { $in: [LEVEL.reduced, LEVEL.extracted, LEVEL.calibrated] } });
    can('read', 'Reduction', own);
    can('read', 'Event', own);
    // Masters that serve everybody may be looked at by everybody, and seen coming along. One made of the frames of a proposal is that proposal's.
    can('read', 'File', { dataType: LEVEL.master, trusted: true });
    can('read', 'Reduction', { fileId: null, proposalId: null });
    can('read', 'Event', { kind: 'master', proposalId: null });
  },
  /** The telescope: it sends, and reads nothing. */
  service(_account, { can }) {
    can('create', 'File');
  },
  staff(_account, { can }) {
    can(['read', 'create', 'reduce', 'delete'], 'File');
    can('read', 'Reduction');
    can('read', 'Event');
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
  return builder.build();
}
