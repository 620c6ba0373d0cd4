import { defaultPayloadConverter } from '@temporalio/common';
import { log, type WorkflowInterceptors } from '@temporalio/workflow';
import { requestHeader, type ReduceFrameInput } from '#activities/domain/workflow-contract';

/** The id of the request that began a workflow stands in its log lines, and goes to each of its activities. */
export const interceptors = (): WorkflowInterceptors => {
  let requestId: string | undefined;
  return {
    inbound: [
      {
        async execute(input, next) {
          requestId = (input.args[0] as Partial<ReduceFrameInput> | undefined)?.requestId;
          log.info('workflow begins');
          const result = await next(input);
          log.info('workflow ends');
          return result;
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(requestId === undefined ? input : { ...input, headers: { ...input.headers, [requestHeader]: defaultPayloadConverter.toPayload(requestId) } }),
        getLogAttributes: (input, next) => next(requestId === undefined ? input : { ...input, requestId }),
      },
    ],
  };
};
