import type { Context } from '@temporalio/activity';
import { defaultPayloadConverter } from '@temporalio/common';
import type { ActivityInterceptors } from '@temporalio/worker';
import type { Logger } from 'pino';
import { requestHeader } from '../domain/workflow-contract.js';

/** One line for each activity that ended, with the id of the request that began its workflow; how work failed is on record with its run. */
export function activityLog(log: Logger): (context: Context) => ActivityInterceptors {
  return ({ info }) => ({
    inbound: {
      async execute(input, next) {
        const since = performance.now();
        const header = input.headers[requestHeader];
        const line = {
          ...(header === undefined ? {} : { requestId: defaultPayloadConverter.fromPayload<string>(header) }),
          activity: info.activityType,
          workflowId: info.workflowExecution?.workflowId,
          runId: info.workflowExecution?.runId,
          attempt: info.attempt,
        };
        try {
          const result = await next(input);
          log.info({ ...line, milliseconds: Math.round(performance.now() - since) }, 'activity done');
          return result;
        } catch (error) {
          log.warn({ ...line, milliseconds: Math.round(performance.now() - since), reason: error instanceof Error ? error.message : String(error) }, 'activity failed');
          throw error;
        }
      },
    },
  });
}
