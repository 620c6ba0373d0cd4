import { Controller, Get, OperationId, Route, Security, Tags } from '@tsoa/runtime';
import { qualities, type QualityNumber } from '#activities/domain/qualities';
import { declaredQuality, type DeclaredQuality } from './quality-view.js';

/** A number that the steps measure about a frame or a spectrum. */
export interface QualityNumberView extends DeclaredQuality {
  /** Of the card in a product's header. */
  keyword: string;
  /** What to think and do when it is beyond a bound. */
  advice: string | null;
}

@Route('api/qualities')
@Tags('api')
@Security('token')
export class QualitiesController extends Controller {
  /**
   * Every quality number in the order in which a frame meets them.
   * @summary List the quality numbers and their bounds
   */
  @Get()
  @OperationId('api_qualities_list')
  listQualities(): QualityNumberView[] {
    return Object.entries<QualityNumber>(qualities).map(([name, number]) => ({ ...declaredQuality(name, number), keyword: number.keyword, advice: number.advice ?? null }));
  }
}
