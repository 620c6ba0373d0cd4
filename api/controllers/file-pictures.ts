import type { Readable } from 'node:stream';
import { Controller, Get, OperationId, Produces, Query, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { LEVEL } from '#activities/domain/reduction';
import { callerOf } from '../access/auth.js';
import { visibleFile } from '../access/visible.js';
import type { Context } from '../context.js';
import type { ProblemDocument } from '../problem.js';
import { sendPicture } from '../send-picture.js';
import { imageView, type FileImage } from './image-answers.js';
import { spectrumAnswer, spectrumHead, type FileSpectrum } from './spectrum-answers.js';
import { titleLines } from './title-lines.js';

@Route('api/files')
@Tags('api')
@Security('token')
@Response<ProblemDocument>(400, 'There is no such picture of this file')
@Response<ProblemDocument>(404, 'No such file, or it is not yours')
@Response<ProblemDocument>(413, 'It does not fit into the memory of the platform')
@Response<ProblemDocument>(503, 'Storage does not answer, or too much is under way')
export class FilePicturesController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * A picture of a file of any level. svg: a frame with axes in pixels and a color bar, or a spectrum with its error band and the sky. png: the pixels of a frame alone,
   * at most 2100 columns wide. json: what `image` or `spectrum` of the file answers. Frames are stretched by asinh from the 2nd to the 98.5th percentile.
   * @summary Creates visualizations for fits files.
   * @param file_id Number of the file.
   * @isInt file_id it must be a whole number
   * @minimum file_id 1
   * @maximum file_id 9007199254740991
   * @param format What is wanted.
   * @param color_map Of a frame.
   * @param inverse Bright is dark.
   * @param saturated Saturated pixels of a frame in red.
   * @param title Object and proposal above a drawing.
   * @param theme Colors of a drawing.
   */
  @Get('visualize')
  @Produces('application/json')
  @Produces('image/svg+xml')
  @Produces('image/png')
  @Response(304, 'You have it already')
  @OperationId('api_files_visualize_list')
  async visualize(
    @Request() request: KoaRequest,
    @Query() file_id: number,
    @Query() format: 'png' | 'svg' | 'json' = 'svg',
    @Query() color_map: 'gray' | 'viridis' | 'inferno' = 'gray',
    @Query() inverse = false,
    @Query() saturated = false,
    @Query() title = true,
    @Query() theme: 'light' | 'dark' = 'light',
  ): Promise<FileImage | FileSpectrum | Readable | undefined> {
    const caller = callerOf(request);
    const file = await visibleFile(this.#context.database, caller, String(file_id));
    if (format !== 'json') return sendPicture(this, request, this.#context, { file, format, look: { colorMap: color_map, inverse, saturated, theme, title: title ? titleLines(file, caller) : [] } });
    const { views, stalled } = this.#context;
    if (file.dataType < LEVEL.extracted) return imageView(file, caller, await stalled.whileWeWork(request.req, views.image(file)));
    const spectrum = await stalled.whileWeWork(request.req, views.spectrum(file));
    return spectrumAnswer(spectrumHead(file, caller, spectrum), spectrum);
  }
}
