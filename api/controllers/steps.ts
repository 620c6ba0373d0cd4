import { Controller, Get, OperationId, Route, Security, Tags } from '@tsoa/runtime';
import * as z from 'zod';
import { reductionSettings } from '#activities/domain/settings';
import { steps } from '#activities/steps/index';

/** One scientific operation of the pipeline. */
export interface StepView {
  name: string;
  /**
   * Rises when the same inputs and settings give other numbers; stands in the header of every product.
   * @isInt
   */
  version: number;
  summary: string;
  /** Kind of product by input; `?` may be left out, `[]` is a list. */
  inputs: { [input: string]: string };
  /** Kind of product it makes. */
  output: string;
  /** JSON Schema of what it can be told: bounds, default, unit and a line of help of each. */
  settings: { [name: string]: unknown };
}

@Route('api/steps')
@Tags('api')
@Security('token')
export class StepsController extends Controller {
  /**
   * Every step in the order in which a frame meets them.
   * @summary List the steps of the pipeline
   */
  @Get()
  @OperationId('api_steps_list')
  listSteps(): StepView[] {
    return Object.values(steps).map(({ name, version, summary, inputs, output, settings }) => ({
      name,
      version,
      summary,
      inputs: { ...inputs },
      output,
      settings: z.toJSONSchema(settings, { io: 'input' }),
    }));
  }
}

export interface SettingsView {
  /** JSON Schema of the reduction settings of a proposal: bounds, default, unit and a line of help of each. */
  settings: { [name: string]: unknown };
}

@Route('api/settings')
@Tags('api')
@Security('token')
export class SettingsController extends Controller {
  /** @summary Describe the reduction settings of a proposal */
  @Get()
  @OperationId('api_settings_list')
  getSettings(): SettingsView {
    return { settings: z.toJSONSchema(reductionSettings, { io: 'input' }) };
  }
}
