import type { components } from './schema';

/** A raw frame of a night, how far it is and what came of it. */
export interface NightFrameView {
  id: number;
  file_name: string;
  proposal_id: string;
  kind: string;
  obstype: string;
  object: string;
  wavmode: string;
  observed_at: string | null;
  received: string;
  state: 'reducing' | 'waiting' | 'done' | 'failed' | 'rejected' | null;
  step: string | null;
  reason: string;
  code: string | null;
  reduction_id: number | null;
  started: string | null;
  finished: string | null;
  latency_second: number | null;
  timings: Record<string, number>;
  excluded: string | null;
  flags: string[];
  products: { id: number; file_name: string; data_type: string; target: number | null; provisional: boolean }[];
  quality: Record<string, number | null>;
}

export interface NightView {
  night: string;
  semester: string;
  frames: NightFrameView[];
}

/** A spectrum on its native pixels; null for "no answer". */
export interface FileSpectrum {
  id: number;
  file_name: string;
  title: string[];
  axis: string;
  axis_unit: string;
  unit: string;
  target: number;
  snr: number | null;
  extraction: string;
  lines: { pixel: number; wavelength: number; residual: number; element: string; used: boolean }[];
  arrays: Record<string, (number | null)[]>;
}

export interface FileImage {
  id: number;
  file_name: string;
  title: string[];
  width: number;
  height: number;
  unit: string;
  planes: ('flux' | 'variance' | 'mask')[];
  tile_size: number;
  levels: { level: number; width: number; height: number; columns: number; rows: number }[];
  limits: Record<'robust' | 'zscale' | 'all', number[] | null>;
  saturation_value: number | null;
  masked: Record<string, number>;
}

export interface FileSlit {
  id: number;
  frame_id: number;
  unit: string;
  profile: (number | null)[];
  targets: { file_id: number; target: number; aperture: number[]; sky_zones: number[][]; trace_rows: (number | null)[] }[];
}

type Json<Body> = { content: { 'application/json': Body } };
type Problems = { default: Json<components['schemas']['ProblemDocument']> };
interface None {
  query?: never;
  header?: never;
  path?: never;
  cookie?: never;
}

/**
 * Operations that the portal uses and the committed document of the API does not have yet; one that it has is deleted here.
 */
export interface PlannedPaths {
  '/api/nights/': {
    parameters: None;
    get: { parameters: Omit<None, 'query'> & { query?: { page_size?: number } }; responses: { 200: Json<{ count: number; results: { night: string }[] }> } & Problems };
  };
  '/api/nights/{night}/': { parameters: None; get: { parameters: Omit<None, 'path'> & { path: { night: string } }; responses: { 200: Json<NightView> } & Problems } };
  '/api/files/{id}/spectrum/': { parameters: None; get: { parameters: Omit<None, 'path'> & { path: { id: string } }; responses: { 200: Json<FileSpectrum> } & Problems } };
  '/api/files/{id}/image/': { parameters: None; get: { parameters: Omit<None, 'path'> & { path: { id: string } }; responses: { 200: Json<FileImage> } & Problems } };
  '/api/files/{id}/slit/': { parameters: None; get: { parameters: Omit<None, 'path'> & { path: { id: string } }; responses: { 200: Json<FileSlit> } & Problems } };
}
