import type { StoredFile } from '#activities/store/models';
import type { ImageView } from '#activities/views/image-view';
import type { SpectrumView } from '#activities/views/spectrum-view';
import { TILE_SIZE } from '#activities/views/tiles';
import type { Caller } from '../access/auth.js';
import { titleLines } from './title-lines.js';

export type Plane = 'flux' | 'variance' | 'mask';

/** From and to, in the unit of the image; null where no pixel is to be used. */
export interface LimitsOfImage {
  /** 2 to 98.5 percent of the pixels. */
  robust: number[] | null;
  /** As IRAF and DS9 choose them. */
  zscale: number[] | null;
  /** Smallest and largest value. */
  all: number[] | null;
}

export interface ImageScale {
  /** @isInt */
  level: number;
  /** @isInt */
  width: number;
  /** @isInt */
  height: number;
  /**
   * Tiles across.
   * @isInt
   */
  columns: number;
  /**
   * Tiles upwards.
   * @isInt
   */
  rows: number;
}

/** A frame as a viewer has to know it. */
export interface FileImage {
  /** @isInt */
  id: number;
  file_name: string;
  /** Lines for above it. */
  title: string[];
  /**
   * Pixels along the dispersion axis.
   * @isInt
   */
  width: number;
  /**
   * Pixels along the slit.
   * @isInt
   */
  height: number;
  /** Unbinned detector column and row of the lower left edge, counted from 0; null where the header does not tell. */
  origin: { column: number; row: number } | null;
  /** Detector pixels to a pixel. */
  binning: { x: number; y: number } | null;
  /** adu or electron. */
  unit: string;
  /** Of the detector, electron per raw pixel: with the planes at scale 0 all that an extraction takes. Null of a raw frame or a master. */
  read_noise: number | null;
  /** Which planes there are. */
  planes: Plane[];
  /**
   * Pixels on a side of a tile.
   * @isInt
   */
  tile_size: number;
  levels: ImageScale[];
  limits: LimitsOfImage;
  /** Counts at or above this are saturated, adu; null where unknown. */
  saturation_value: number | null;
  /** Bits of the mask, by name. */
  masked: { [name: string]: number };
}

export interface SlitTarget {
  /**
   * The file of its spectrum.
   * @isInt
   */
  file_id: number;
  /**
   * 1 is the strongest source.
   * @isInt
   */
  target: number;
  snr: number | null;
  /** optimal or fractional. */
  extraction: string;
  /** First and last row at column 0 of the frame. */
  aperture: number[];
  /** The same of each sky zone. */
  sky_zones: number[][];
  /** Row of the trace at every column, counted from 0; null where unknown. */
  trace_rows: (number | null)[];
  /** Width along the slit (FWHM) at every column, pixel. */
  trace_fwhms: (number | null)[];
  trace_rms_pixel: number | null;
}

export interface FileSlit {
  /** @isInt */
  id: number;
  /**
   * The frame that rows and columns are of.
   * @isInt
   */
  frame_id: number;
  /** Of the profile. */
  unit: string;
  /** Mean of each row over the pixels to be used, row 0 first; null where there is none. */
  profile: (number | null)[];
  targets: SlitTarget[];
}

export function imageView(file: StoredFile, caller: Caller, image: ImageView): FileImage {
  const { width, height, geometry, readNoiseElectron, unit, hasVariance, levels, limits, masked } = image;
  const pair = (of: readonly [number, number] | null) => of && [...of];
  return {
    id: file.id,
    file_name: file.fileName,
    title: titleLines(file, caller),
    width,
    height,
    origin: geometry ? { column: geometry.x0, row: geometry.y0 } : null,
    binning: geometry ? { x: geometry.binX, y: geometry.binY } : null,
    unit,
    read_noise: readNoiseElectron ?? null,
    planes: ['flux', ...(hasVariance ? (['variance'] as const) : []), 'mask'],
    tile_size: TILE_SIZE,
    levels: levels.map((scale, level) => ({ level, width: scale.width, height: scale.height, columns: Math.ceil(scale.width / TILE_SIZE), rows: Math.ceil(scale.height / TILE_SIZE) })),
    limits: { robust: pair(limits.robust), zscale: pair(limits.zscale), all: pair(limits.all) },
    saturation_value: file.saturationValue,
    masked: { ...masked },
  };
}

export function slitTarget(fileId: number, spectrum: SpectrumView): SlitTarget {
  return {
    file_id: fileId,
    target: spectrum.target,
    snr: spectrum.snr,
    extraction: spectrum.extraction,
    aperture: [...spectrum.aperture],
    sky_zones: spectrum.skyZones.map((zone) => [...zone]),
    trace_rows: Array.from(spectrum.traceRows),
    trace_fwhms: Array.from(spectrum.traceFwhms),
    trace_rms_pixel: spectrum.traceRmsPixel,
  };
}
