import type { Knex } from 'knex';
import type { Request } from 'koa';
import { AuditRecord } from '#activities/store/audit-record';
import type { User } from '#activities/store/models';
import { callerOf } from './access/auth.js';
import { addressOfCaller } from './caller-address.js';
import { requestScope } from './request-scope.js';

interface Change {
  readonly action: string;
  readonly subject: string;
  readonly before?: object;
  readonly after?: object;
}

/** Keeps who changed what, from where; in the transaction of the change where there is one. */
export async function audit(database: Knex, request: Request, change: Change): Promise<void> {
  await auditAs(callerOf(request).user, database, request, change);
}

/** The same for somebody who is not signed in yet, or whom only a link names; null for nobody we know. */
export async function auditAs(user: Pick<User, 'id' | 'username'> | null, database: Knex, request: Request, { action, subject, before, after }: Change): Promise<void> {
  await AuditRecord.query(database).insert({
    userId: user?.id ?? null,
    username: user?.username ?? '',
    action,
    subject,
    before: before ?? null,
    after: after ?? null,
    requestId: requestScope.getStore()?.id ?? '',
    address: addressOfCaller(request),
  });
}
