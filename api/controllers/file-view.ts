import type { ReductionState } from '#activities/domain/reduction';
import type { ListedFile } from '#activities/store/archive/list-files';
import type { FileAction } from '../access/actions.js';
import type { Caller } from '../access/auth.js';
import { showsMembers } from '../access/visible.js';
import type { QualityView } from './quality-view.js';
import type { ReductionView } from './reduction-view.js';

/** A file of any level. The first 34 fields are those of the old API, in its words: numbers of the instrument are text. */
export interface FileView {
  /** @isInt */
  id: number;
  created: string;
  last_modified: string;
  /** File name of the raw frame everything here was made from. */
  original_file: string;
  /** @isInt */
  original_file_id: number;
  /** File name of what this one was made from; a raw frame is its own parent. */
  parent_file: string;
  /** @isInt */
  parent_file_id: number;
  file_name: string;
  /** Where an archive of the night would put it; not a path of the server. */
  directory_name: string;
  full_path: string;
  obstype: string;
  object: string;
  filter: string;
  filter_2: string;
  grating: string;
  slit: string;
  cam_targ: string | null;
  grt_targ: string | null;
  obsra: string;
  obsdec: string;
  gain: string | null;
  rdnoise: string | null;
  roi: string;
  wavmode: string;
  proposal_id: string;
  observation_id: number | null;
  configuration_id: number | null;
  block_id: number | null;
  image_id: number | null;
  date: string | null;
  /** 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated. */
  data_type: string;
  normalized: boolean;
  technique: string;
  /** Counts at or above this are saturated, adu. */
  saturation_value: number | null;

  /** bias, flat, arc, spectrum, image or other. */
  kind: string;
  /** Evening date of the observing night, YYYYMMDD. */
  night: string | null;
  /** Which source along the slit, 1 is the strongest; null when the file is not about one. */
  target: number | null;
  /** Is it the newest version? */
  current: boolean;
  /** Made with a calibration of lower rank, until a better one lands. */
  provisional: boolean;
  /** @isInt */
  version: number;
  /** SHA-256: of the bytes of a raw file, of the data alone of a product. */
  checksum: string;
  /** @isInt */
  size_bytes: number;
  /** A sentence for each quality number beyond its bound; empty is normal. */
  flags: string[];
  /** Why staff took it out of use; null when it is in use. */
  excluded: string | null;
  /** Where the reduction of a raw frame stands; null for one that never ran, and for everything else. */
  state: ReductionState | null;
  /** Where the telescope was sent, degree. */
  ra_degree: number | null;
  /** Degree. */
  dec_degree: number | null;
}

/** One file with everything that is known of it. */
export interface FileDetail extends FileView {
  /** Numbers measured while it was made, by name. */
  quality: { [name: string]: number | null };
  /** The same numbers with what is to be thought of them. */
  qualities: QualityView[];
  /** What was odd in the header and how it was understood. */
  warnings: string[];
  /** A sentence for each step that is newer now than when this file, or anything it was made from, was made. */
  notices: string[];
  /** Every current file made from the same raw frame, the most advanced first. */
  family: FileView[];
  /** The runs that reduced its raw frame, the newest first. */
  reductions: ReductionView[];
  /** What the caller may do with it now. */
  actions: FileAction[];
  /** Where the calibrations it was made with are explained; null for a raw file. */
  decisions: string | null;
}

const text = (value: number | null): string | null => (value === null ? null : String(value));

/** As this caller may see it. Needs `original` and `parent` to be fetched. */
export function fileView(file: ListedFile, caller: Caller): FileView {
  if (showsMembers(file, caller)) return wholeView(file);
  return { ...anonymous(wholeView(file)), ...(file.ownMaster ? { proposal_id: file.proposalId } : {}) };
}

function wholeView(file: ListedFile): FileView {
  const directory = `/${file.night ?? 'unknown'}/${file.dataType === 0 ? 'RAW' : 'RED'}`;
  return {
    id: file.id,
    created: file.created.toISOString(),
    last_modified: file.lastModified.toISOString(),
    original_file: file.original?.fileName ?? file.fileName,
    original_file_id: file.originalFileId,
    parent_file: file.parent?.fileName ?? file.fileName,
    parent_file_id: file.parentFileId,
    file_name: file.fileName,
    directory_name: directory,
    full_path: `${directory}/${file.fileName}`,
    obstype: file.obstype,
    object: file.object,
    filter: file.filter,
    filter_2: file.filter2,
    grating: file.grating,
    slit: file.slit,
    cam_targ: text(file.camTarg),
    grt_targ: text(file.grtTarg),
    obsra: file.obsra,
    obsdec: file.obsdec,
    gain: text(file.gain),
    rdnoise: text(file.rdnoise),
    roi: file.roi,
    wavmode: file.wavmode,
    proposal_id: file.proposalId,
    observation_id: file.observationId,
    configuration_id: file.configurationId,
    block_id: file.blockId,
    image_id: file.imageId,
    date: file.date,
    data_type: String(file.dataType),
    normalized: file.normalized,
    technique: file.technique,
    saturation_value: file.saturationValue === null ? null : Math.round(file.saturationValue),
    kind: file.kind,
    night: file.night,
    target: file.target,
    current: file.current,
    provisional: file.provisional,
    version: file.version,
    checksum: file.checksum,
    size_bytes: file.sizeBytes,
    flags: [...file.flags],
    excluded: file.excluded,
    state: file.state === '' ? null : file.state,
    ra_degree: file.raDegree,
    dec_degree: file.decDegree,
  };
}

/** Of a master that serves everybody, what would tell whose frames it was made of. */
function anonymous(view: FileView): FileView {
  const self = { original_file: view.file_name, original_file_id: view.id, parent_file: view.file_name, parent_file_id: view.id };
  return { ...view, ...self, object: '', proposal_id: '', obsra: '', obsdec: '', ra_degree: null, dec_degree: null, observation_id: null, configuration_id: null, block_id: null, image_id: null };
}
