import type { Readable } from 'node:stream';
import { Controller, Get, OperationId, Path, Produces, Query, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import type { StoredFile } from '#activities/store/models';
import type { ImageView, VarianceView } from '#activities/views/image-view';
import { cutTile, TILE_SIZE, type ScaledPlane } from '#activities/views/tiles';
import { callerOf } from '../access/auth.js';
import { visibleFile, visibleFiles } from '../access/visible.js';
import type { Context } from '../context.js';
import { keptAnswer } from '../kept-answer.js';
import type { ProblemDocument } from '../problem.js';
import { imageView, slitTarget, type FileImage, type FileSlit, type Plane } from './image-answers.js';

@Route('api/files')
@Tags('api')
@Security('token')
@Response<ProblemDocument>(400, 'The file holds no image')
@Response<ProblemDocument>(404, 'No such file, or it is not yours')
@Response<ProblemDocument>(413, 'It does not fit into the memory of the platform')
@Response<ProblemDocument>(503, 'Storage does not answer, or too much is under way')
export class FileImagesController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * What a viewer has to know of a raw, reduced or master frame before it asks for tiles: size, place on the detector, unit, scales, limits for display,
   * masked pixels. Scale 0 is the frame itself; each further one has half the columns and rows, its pixels the mean of those under them that are to be used
   * (of a raw frame, of which nothing was judged yet, of all). Row 0 is the lowest.
   * @summary Describe the image of a file
   * @param id Number of the file.
   */
  @Get('{id}/image')
  @OperationId('api_files_image_read')
  async readImage(@Request() request: KoaRequest, @Path() id: string): Promise<FileImage> {
    const caller = callerOf(request);
    const file = await visibleFile(this.#context.database, caller, id);
    const { views, stalled } = this.#context;
    return imageView(file, caller, await stalled.whileWeWork(request.req, views.image(file)));
  }

  /**
   * The pixels of one tile, rows upwards, without a header: little-endian float32 of flux and variance, bytes of the mask. Tiles at the right and the upper
   * edge are cut off. Where no pixel is to be used, flux and variance are NaN; variance is that of the mean; a mask has the bits of every pixel under it.
   * Headers `X-Tile-Width` and `X-Tile-Height` say the size. A tile never changes: keep it.
   * @summary Get a tile of the image of a file
   * @param id Number of the file.
   * @param level Scale: 0 is one pixel a pixel, each further one half of it.
   * @isInt level it must be a whole number
   * @minimum level 0
   * @maximum level 16
   * @param column Counted from 0 at the left, in tiles.
   * @isInt column it must be a whole number
   * @minimum column 0
   * @maximum column 4096
   * @param row Counted from 0 at the bottom, in tiles.
   * @isInt row it must be a whole number
   * @minimum row 0
   * @maximum row 4096
   * @param plane What of the pixels; variance begins with the reduced frame.
   */
  @Get('{id}/image/tiles/{level}/{column}/{row}')
  @Produces('application/octet-stream')
  @Response(304, 'You have it already')
  @OperationId('api_files_image_tiles_read')
  async readTile(@Request() request: KoaRequest, @Path() id: string, @Path() level: number, @Path() column: number, @Path() row: number, @Query() plane: Plane = 'flux'): Promise<Readable | undefined> {
    const file = await visibleFile(this.#context.database, callerOf(request), id);
    const { views, stalled } = this.#context;
    const view = await stalled.whileWeWork<ImageView | VarianceView>(request.req, plane === 'variance' ? views.variance(file) : views.image(file));
    const levels: readonly ScaledPlane<Float32Array | Uint8Array>[] = plane === 'mask' && 'mask' in view ? view.mask : view.levels;
    const scaled = levels[level];
    if (!scaled) throw new ReductionError('not-found', `${file.fileName} has scales 0 to ${levels.length - 1}, not ${level}.`, { level });
    const tile = cutTile(scaled, column, row);
    if (!tile) {
      const [columns, rows] = [scaled.width, scaled.height].map((side) => Math.ceil(side / TILE_SIZE));
      throw new ReductionError('not-found', `Scale ${level} of ${file.fileName} has ${columns} × ${rows} tiles: there is none at column ${column}, row ${row}.`, { column, row });
    }
    return keptAnswer(this, request, {
      contentType: 'application/octet-stream',
      etag: `${file.checksum.slice(0, 32)}-${file.id}-${plane}-${level}-${column}-${row}`,
      headers: { 'X-Tile-Width': String(tile.width), 'X-Tile-Height': String(tile.height) },
      bytes: () => Promise.resolve(tile.bytes),
    });
  }

  /**
   * The light along the slit, and where in the frame each source was traced and summed: its rows at every column, the aperture and the sky zones at column 0,
   * from where they follow the trace. Of a spectrum: of the frame it was extracted from, and of that source alone. Raw frames and masters have a profile and no source.
   * @summary Get profile, traces, apertures and sky zones
   * @param id Number of a frame or of a spectrum.
   */
  @Get('{id}/slit')
  @OperationId('api_files_slit_read')
  async readSlit(@Request() request: KoaRequest, @Path() id: string): Promise<FileSlit> {
    const { views, stalled } = this.#context;
    const asked = await visibleFile(this.#context.database, callerOf(request), id);
    const frame = await this.#frameOf(request, asked);
    const spectra = asked === frame ? await this.#spectraOf(request, frame) : [asked];
    const [image, ...found] = await stalled.whileWeWork(request.req, Promise.all([views.image(frame), ...spectra.map((file) => views.spectrum(file))]));
    return {
      id: asked.id,
      frame_id: frame.id,
      unit: image.unit,
      profile: Array.from(image.profile),
      targets: found.map((spectrum, i) => slitTarget(spectra[i]?.id ?? 0, spectrum)),
    };
  }

  /** Up to the frame a spectrum was extracted from; every other file is one. */
  async #frameOf(request: KoaRequest, file: StoredFile): Promise<StoredFile> {
    let frame = file;
    while (frame.dataType > LEVEL.reduced) frame = await visibleFile(this.#context.database, callerOf(request), String(frame.parentFileId));
    return frame;
  }

  /** The newest spectrum of each source extracted from this very frame. */
  async #spectraOf(request: KoaRequest, frame: StoredFile): Promise<StoredFile[]> {
    if (frame.dataType !== LEVEL.reduced) return [];
    const children = await visibleFiles(this.#context.database, callerOf(request)).where({ 'files.parentFileId': frame.id, 'files.dataType': LEVEL.extracted }).orderBy('files.id');
    return [...new Map(children.map((child) => [child.target, child])).values()].sort((a, b) => (a.target ?? 0) - (b.target ?? 0));
  }
}
