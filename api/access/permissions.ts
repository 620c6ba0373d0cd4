import { AbilityBuilder, createMongoAbility, type MongoAbility } from '@casl/ability';
import { LEVEL } from '#activities/domain/reduction';
import type { User } from '#activities/store/models';

export type Action = 'read' | 'create' | 'reduce' | 'manage';
export type Subject = 'File' | 'Reduction' | 'Event' | 'all';
export type Ability = MongoAbility<[Action, Subject | Record<string, unknown>]>;
export type Role = 'observer' | 'staff' | 'superuser';

/** Who asks: the account and the proposals it leads or collaborates in. */
export interface Account {
  readonly user: Pick<User, 'id' | 'isStaff' | 'isSuperuser'>;
  readonly soarIds: readonly string[];
}

type Rules = Pick<AbilityBuilder<Ability>, 'can' | 'cannot'>;

/** The whole policy. Rules are data: the same ones are asked in memory and become the `where` of every query. */
const rules = {
  observer({ soarIds }, { can }) {
    const own = { proposalId: { $in: [...soarIds] } };
    can(['read', 'create', 'reduce'], 'File', own);
    can('read', 'Reduction', own);
    can('read', 'Event', own);
    // Masters serve everybody: who uses one may look at it, and see how it is coming along.
    can('read', 'File', { dataType: LEVEL.master });
    can('read', 'Reduction', { fileId: null });
    can('read', 'Event', { kind: 'master' });
  },
  staff(_account, { can }) {
    can(['read', 'create', 'reduce'], 'File');
    can('read', 'Reduction');
    can('read', 'Event');
  },
  superuser(_account, { can }) {
    can('manage', 'all');
  },
} satisfies Record<Role, (account: Account, rules: Rules) => void>;

export function roleOf({ isStaff, isSuperuser }: Account['user']): Role {
  return isSuperuser ? 'superuser' : isStaff ? 'staff' : 'observer';
}

export function abilityOf(account: Account): Ability {
  const builder = new AbilityBuilder<Ability>(createMongoAbility);
  rules[roleOf(account.user)](account, builder);
  return builder.build();
}
