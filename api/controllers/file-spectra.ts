import type { Readable } from 'node:stream';
import { Controller, Get, OperationId, Path, Produces, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { packSpectrum } from '#activities/views/spectrum-arrays';
import { callerOf } from '../access/auth.js';
import { visibleFile } from '../access/visible.js';
import type { Context } from '../context.js';
import { keptAnswer } from '../kept-answer.js';
import type { ProblemDocument } from '../problem.js';
import { spectrumAnswer, spectrumHead, type FileSpectrum } from './spectrum-answers.js';

@Route('api/files')
@Tags('api')
@Security('token')
@Response<ProblemDocument>(400, 'The file holds no spectrum')
@Response<ProblemDocument>(404, 'No such file, or it is not yours')
@Response<ProblemDocument>(503, 'Storage does not answer, or too much is under way')
export class FileSpectraController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * A spectrum on its native pixels: wavelength, flux, its error, sky, mask, the expected error of the wavelengths, the lamp lines of the solution.
   *
   * Who accepts `application/json` gets JSON, with null for "no answer". Who asks for `application/octet-stream` gets typed arrays: four bytes, little-endian, say
   * how long the head is; the head is JSON (UTF-8, filled with blanks); then the arrays, little-endian, one behind the other, each where `arrays` of the
   * head says (`offset` in bytes from the end of the head, a multiple of 8; `length` in values; `type` float64, float32 or uint8; NaN for "no answer").
   * @summary Get a spectrum as numbers
   * @param id Number of an extracted or calibrated file.
   */
  @Get('{id}/spectrum')
  @Produces('application/json')
  @Produces('application/octet-stream')
  @Response(304, 'You have it already')
  @OperationId('api_files_spectrum_read')
  async readSpectrum(@Request() request: KoaRequest, @Path() id: string): Promise<FileSpectrum | Readable | undefined> {
    const caller = callerOf(request);
    const file = await visibleFile(this.#context.database, caller, id);
    const { views, stalled } = this.#context;
    const spectrum = await stalled.whileWeWork(request.req, views.spectrum(file));
    const binary = request.accepts('application/json', 'application/octet-stream') === 'application/octet-stream';
    const head = spectrumHead(file, caller, spectrum);
    return keptAnswer(this, request, {
      contentType: binary ? 'application/octet-stream' : 'application/json; charset=utf-8',
      etag: `${file.checksum.slice(0, 32)}-${file.id}-${binary ? 'arrays' : 'json'}`,
      bytes: () => Promise.resolve(binary ? packSpectrum(spectrum, head) : Buffer.from(JSON.stringify(spectrumAnswer(head, spectrum)))),
    });
  }
}
