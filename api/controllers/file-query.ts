import type { PageQuery } from '../paging.js';

/**
 * Which files. One grammar for all: a list is written `a,b` or by naming the parameter again, and any of its values will do; a range is `low..high`,
 * `low..` or `..high`, ends included; several parameters must all be met.
 */
export interface FileFilterQuery {
  /** These ids; list. */
  id?: string[];
  /** 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated; list. */
  data_type?: string[];
  /** BIAS, LAMPFLAT, ARC, SPECTRUM, EXPOSE, …; list. */
  obstype?: string[];
  /** bias, flat, arc, spectrum, image or other; list. */
  kind?: string[];
  /** Exactly this object; named again for another one. */
  object?: string[];
  /** First filter wheel; list. */
  filter?: string[];
  /** Second filter wheel; list. */
  filter_2?: string[];
  /** List. */
  grating?: string[];
  /** `400_M2`, …; list. */
  wavmode?: string[];
  /** List. */
  slit?: string[];
  /** Region that was read out, with its binning; list. */
  roi?: string[];
  /** Spectroscopy, Imaging or Unknown; list. */
  technique?: string[];
  /** Where the reduction of the raw frame stands: reducing, waiting, done, failed or rejected; list. Products have none, which is asked for by an empty value. */
  state?: string[];
  /** Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`. */
  night?: string[];
  /** `2026B`: from August to January, A from February to July; list. */
  semester?: string[];
  /** SOAR id; list. */
  proposal_id?: string[];
  /** Exactly this name; named again for another one. */
  file_name?: string[];
  /** SHA-256; list. */
  checksum?: string[];
  /** Everything made from this raw frame; list. */
  original_file_id?: string[];
  /** Everything made of this file; list. */
  parent_file_id?: string[];
  /** 1 is the strongest source; number or range. */
  target?: string;
  /** Number or range. */
  version?: string;
  /** electron/adu; number or range. */
  gain?: string;
  /** Electron; number or range. */
  rdnoise?: string;
  /** Camera angle that was asked for, degree; number or range. */
  cam_targ?: string;
  /** Grating angle that was asked for, degree; number or range. */
  grt_targ?: string;
  /** adu; number or range. */
  saturation_value?: string;
  /** Number or range. */
  size_bytes?: string;
  /** Number or range. */
  observation_id?: string;
  /** Number or range. */
  configuration_id?: string;
  /** Number or range. */
  block_id?: string;
  /** Number or range. */
  image_id?: string;
  /** Calendar date of the exposure, YYYY-MM-DD; day or range. */
  date?: string;
  /** When the platform got or made it, ISO 8601: a day, a moment as the answers write it, or a range. */
  created?: string;
  /** When its record changed last, ISO 8601: a day, a moment as the answers write it, or a range. */
  last_modified?: string;
  /** A quality number within bounds: `seeingArcsecond:..1.2`; the names are those of `/api/qualities/`. Named again for another one, all must be met. */
  quality?: string[];
  /** Is it a flat that was normalized? */
  normalized?: boolean;
  /** Made with a calibration of lower rank? */
  provisional?: boolean;
  /** Is a quality number beyond its bound? */
  flagged?: boolean;
  /** Did staff take it out of use? */
  excluded?: boolean;
  /** false lists the older versions, not the newest ones. */
  current?: boolean;
  /** Leaves out raw bias, flat and lamp frames. */
  hide_raw_calibrations?: boolean;
  /** Words that must all be in the object, the file name or the comments; parts of words will do, capitals do not matter. */
  q?: string;
  /** Right ascension of a cone, with `dec` and `radius`: degree, or `10:24:46.1` in hours. */
  ra?: string;
  /** Declination of a cone: degree, or `-18:38:32.6`. */
  dec?: string;
  /**
   * Radius of the cone, degree.
   * @minimum 0
   * @maximum 10
   */
  radius?: number;
}

export interface FileQuery extends FileFilterQuery, PageQuery {
  /** `next_cursor` of the page before, instead of `page`: nothing is listed twice or left out while files come in. */
  cursor?: string;
  /** Only these fields of each file; list. */
  fields?: string[];
  /**
   * Columns, the first counts most, with - before for the other direction: `night,-file_name`; `-id`, the newest first, when not given. Files that agree are in the order of
   * their ids, so that pages never overlap. Known: id, last_modified, night, date, object, file_name, obstype, filter, filter_2, grating, slit, roi, wavmode, technique, proposal_id, state, data_type,
   * size_bytes. List.
   */
  sort?: string[];
}
