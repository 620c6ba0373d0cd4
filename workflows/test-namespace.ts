import { randomBytes } from 'node:crypto';
import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { searchAttributes } from '#activities/domain/workflow-contract';

/** `INDEXED_VALUE_TYPE_KEYWORD` of Temporal's API. */
const KEYWORD = 2;

/** A namespace on the Temporal server of the integration tests: the queues of the contract belong to one test file alone there. Gives its name. */
export async function makeTestNamespace({ workflowService, operatorService }: Connection): Promise<string> {
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  await operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(Object.values(searchAttributes).map(({ name }) => [name, KEYWORD])) });
  return namespace;
}
