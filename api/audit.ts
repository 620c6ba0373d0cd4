import type { Knex } from 'knex';
import type { Request } from 'koa';
import { AuditRecord } from '#activities/store/models';
import { callerOf } from './access/auth.js';
import { addressOfCaller } from './caller-address.js';
import { requestScope } from './request-scope.js';

/** Keeps who changed what, from where; in the transaction of the change where there is one. */
export async function audit(database: Knex, request: Request, { action, subject, before, after }: { action: string; subject: string; before?: object; after?: object }): Promise<void> {
  const { user } = callerOf(request);
  await AuditRecord.query(database).insert({
    userId: user.id,
    username: user.username,
    action,
    subject,
    before: before ?? null,
    after: after ?? null,
    requestId: requestScope.getStore()?.id ?? '',
    address: addressOfCaller(request),
  });
}
