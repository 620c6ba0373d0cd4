import { Controller, Get, OperationId, Response, Route, Security, Tags } from '@tsoa/runtime';
import * as z from 'zod';
import { reductionSettings } from '#activities/domain/settings';
import type { ProblemDocument } from '../problem.js';

export interface StepsView {
  /** JSON Schema of the reduction settings of a proposal: bounds, default, unit and a line of help of each. */
  settings: { [name: string]: unknown };
}

@Route('api/steps')
@Tags('api')
@Security('token')
@Response<ProblemDocument>('default', 'What went wrong')
export class StepsController extends Controller {
  /** @summary Describe the reduction settings */
  @Get()
  @OperationId('api_steps_list')
  getSteps(): StepsView {
    return { settings: z.toJSONSchema(reductionSettings, { io: 'input' }) };
  }
}
