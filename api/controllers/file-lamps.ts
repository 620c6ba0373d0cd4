import { Controller, Get, OperationId, Path, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import type { LampLight } from '#activities/views/lamp-light';
import { callerOf } from '../access/auth.js';
import { visibleFile } from '../access/visible.js';
import type { Context } from '../context.js';
import type { ProblemDocument } from '../problem.js';

/** A line as it is seen. */
export interface LampLineView {
  /** Column of the frame, counted from 0. */
  column: number;
  /** Over the background, in the unit of the frame. */
  height: number;
  /** Å, in air; null for a line that nothing explains. */
  wavelength: number | null;
  /** Chemical element. */
  element: string | null;
}

/** A bright line of a lamp that should shine, and does not. */
export interface AbsentLineView {
  column: number;
  /** Å, in air. */
  wavelength: number;
  element: string;
}

/** What the search for wavelengths sees in the frame of a lamp. */
export interface LampView {
  /** @isInt */
  id: number;
  file_name: string;
  /** adu or electron. */
  unit: string;
  /** Lamps that the header names: HGA, NE, AR, FE, CU. */
  lamps: string[];
  /** Mean over the middle of the slit, one value a column; null where there is none. */
  light: (number | null)[];
  lines: LampLineView[];
  /** The brightest laboratory lines of those lamps that are not seen where they should be. */
  absent: AbsentLineView[];
  /** Places come from the best identification, whether it was good enough or not, or from the angles of the header alone, good to some hundred columns; null where it tells none. */
  by: 'identification' | 'header' | null;
}

@Route('api/files')
@Tags('api')
@Security('token')
@Response<ProblemDocument>(400, 'The file holds no image')
@Response<ProblemDocument>(404, 'No such file, or it is not yours')
@Response<ProblemDocument>(409, 'The frame is no lamp')
@Response<ProblemDocument>(413, 'It does not fit into the memory of the platform')
@Response<ProblemDocument>(503, 'Storage does not answer, or too much is under way')
export class FileLampsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * The light of a lamp along the dispersion, the lines that are seen in it and what they are taken for, and the bright lines of the lit lamps that are not
   * seen: why wavelengths were found, or not. It decides nothing, and stands for the middle of the slit.
   * @summary Get the lines of a lamp
   * @param id Number of a raw or reduced frame of a lamp.
   */
  @Get('{id}/lamp')
  @OperationId('api_files_lamp_read')
  async readLamp(@Request() request: KoaRequest, @Path() id: string): Promise<LampView> {
    const { database, views, stalled } = this.#context;
    const file = await visibleFile(database, callerOf(request), id);
    const { exposure } = file;
    if (file.kind !== 'arc' || !exposure) throw new ReductionError('conflict', `${file.fileName} is no frame of a lamp: lines are looked for in arcs.`, { kind: file.kind });
    const image = await stalled.whileWeWork(request.req, views.image(file));
    const { unit, width, height, levels, mask, geometry } = image;
    const found = await stalled.whileWeWork(request.req, views.run('lamp', { view: { width, height, levels: levels.slice(0, 1), mask: mask.slice(0, 1), geometry }, exposure }));
    return { id: file.id, file_name: file.fileName, unit, lamps: [...exposure.lamps], ...answerOf(found) };
  }
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

function answerOf({ light, lines, absent, by }: LampLight): Pick<LampView, 'light' | 'lines' | 'absent' | 'by'> {
  return {
    light: Array.from(light, (value) => (Number.isFinite(value) ? rounded(value, 2) : null)),
    lines: lines.map(({ column, height, match }) => ({ column: rounded(column, 2), height: rounded(height, 1), wavelength: match?.wavelengthAngstrom ?? null, element: match?.element ?? null })),
    absent: absent.map(({ column, wavelengthAngstrom, element }) => ({ column: rounded(column, 1), wavelength: wavelengthAngstrom, element })),
    by: by ?? null,
  };
}
