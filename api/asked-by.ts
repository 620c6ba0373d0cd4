import type { Request } from 'koa';
import type { ReduceFrameInput } from '#activities/domain/workflow-contract';
import { callerOf } from './access/auth.js';
import { requestScope } from './request-scope.js';

/** Who asks for a reduction, and by which request: it goes with the workflow that this begins. */
export function askedBy(request: Request): Pick<ReduceFrameInput, 'requestedBy' | 'requestId'> {
  const id = requestScope.getStore()?.id;
  return { requestedBy: callerOf(request).user.username, ...(id === undefined ? {} : { requestId: id }) };
}
