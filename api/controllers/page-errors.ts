import { Body, Controller, Middlewares, OperationId, Post, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { callerOf } from '../access/auth.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';
import { requestScope } from '../request-scope.js';

/** What a page of the portal did not expect. */
export interface PageError {
  /**
   * Path of the page.
   * @maxLength 500
   */
  page: string;
  /**
   * @minLength 1
   * @maxLength 2000
   */
  message: string;
  /**
   * Where in the program.
   * @maxLength 8000
   */
  stack?: string;
}

export interface ReportedError {
  /** Names the report in the log: the X-Request-Id of this request. */
  reference: string;
}

@Route('api/page-errors')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
@Response<ProblemDocument>(400, 'The report cannot be understood')
@Response<ProblemDocument>(401, 'Not signed in')
@Response<ProblemDocument>(413, 'The report is too large')
@Response<ProblemDocument>(415, 'The report is not JSON')
@Response<ProblemDocument>(429, 'Too many requests; Retry-After tells how long to wait')
export class PageErrorsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Writes an error of a page into the log of the platform, with who saw it and where.
   * @summary Report an error of the portal
   */
  @Post()
  @SuccessResponse(202, 'It stands in the log')
  @OperationId('api_page_errors_create')
  reportPageError(@Request() request: KoaRequest, @Body() body: PageError): Promise<ReportedError> {
    const { page, message, stack } = body;
    const reference = requestScope.getStore()?.id ?? '';
    this.#context.log.error({ reference, account: callerOf(request).user.username, page, stack, agent: request.get('user-agent').slice(0, 300) }, `a page of the portal failed: ${message}`);
    this.setStatus(202);
    return Promise.resolve({ reference });
  }
}
