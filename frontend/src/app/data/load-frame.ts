import { api, base, body, type FileImage, type FileSlit } from '../api/client';
import { ProblemError, readProblem } from '../api/problem';
import type { Frame2d } from '../plots/frame-plot';
import type { SlitSource } from '../plots/frame-option';

/** Finer than this a screen cannot show the whole frame; a zoom beyond it is for the viewer. */
const ENOUGH_COLUMNS = 2200;

export interface LoadedFrame extends Frame2d {
  /** 2 to 98.5 percent of the pixels. */
  readonly robust: readonly [number, number];
  readonly maskedPixels: number;
}

/** The 2-D frame of a file: its tiles at the scale of a screen, and what was found on the slit. @throws ProblemError */
export async function loadFrame(id: number, target: number | null, signal: AbortSignal): Promise<LoadedFrame> {
  const path = { id: String(id) };
  const [image, slit] = await Promise.all([body(api.GET('/api/files/{id}/image/', { params: { path }, signal })), body(api.GET('/api/files/{id}/slit/', { params: { path }, signal }))]);
  const level = image.levels.find(({ width }) => width <= ENOUGH_COLUMNS) ?? image.levels.at(-1);
  if (!level) throw new Error('the image has no scale');
  const [values, mask] = await Promise.all([plane(image, level, 'flux', signal), plane(image, level, 'mask', signal)]);
  const [low = 0, high = 1] = image.limits.robust ?? [];
  return {
    pixels: { values: new Float32Array(values.buffer), mask, columns: level.width, rows: level.height },
    width: image.width,
    height: image.height,
    unit: image.unit === 'electron' ? 'e⁻' : 'ADU',
    profile: slit.profile.map((value) => value ?? Number.NaN),
    source: sourceOf(slit, target),
    robust: [low, high],
    maskedPixels: Object.values(image.masked).reduce((sum, n) => sum + n, 0),
  };
}

function sourceOf({ targets }: FileSlit, wanted: number | null): SlitSource | undefined {
  const found = targets.find(({ target }) => target === wanted) ?? targets[0];
  if (!found) return undefined;
  const pair = ([from = 0, to = 0]: readonly number[]): [number, number] => [from, to];
  return { trace: found.trace_rows.map((row) => row ?? Number.NaN), aperture: pair(found.aperture), zones: found.sky_zones.map(pair) };
}

/** All tiles of one scale as one array of bytes, row 0 first. @throws ProblemError */
export async function plane({ id, tile_size: size }: FileImage, scale: FileImage['levels'][number], name: 'flux' | 'variance' | 'mask', signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = name === 'mask' ? 1 : 4;
  const whole = new Uint8Array(scale.width * scale.height * bytes);
  const tiles = Array.from({ length: scale.rows * scale.columns }, (_, i) => ({ row: Math.floor(i / scale.columns), column: i % scale.columns }));
  await Promise.all(
    tiles.map(async ({ row, column }) => {
      const response = await fetch(`${base}/api/files/${id}/image/tiles/${scale.level}/${column}/${row}/?plane=${name}`, { signal });
      if (!response.ok) throw new ProblemError(await readProblem(response));
      const tile = new Uint8Array(await response.arrayBuffer());
      const width = Math.min(size, scale.width - column * size) * bytes;
      for (let y = 0; y * width < tile.length; y++) whole.set(tile.subarray(y * width, (y + 1) * width), ((row * size + y) * scale.width + column * size) * bytes);
    }),
  );
  return whole;
}
