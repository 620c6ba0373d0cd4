import type { Camera } from '../../domain/exposure.js';
import { binningOf, type Region } from './binning.js';
import { CONVERTER_LIMIT_ADU, NARROW_FRAME_COLUMNS, NARROW_SERIAL_ORIGIN, readoutModes, type Readout } from './detector.js';
import type { HeaderReader } from '../header-reader.js';

/** NAXIS1 and NAXIS2. A third axis of length one, as headers of 2016 have, is no axis. */
export function gridSize(reader: HeaderReader): { nx: number; ny: number } {
  const axes = reader.requireNumber('NAXIS', 'the file may hold no image');
  const sizes = Array.from({ length: Math.max(0, Math.min(axes, 999)) }, (_, i) => reader.number(`NAXIS${i + 1}`) ?? 0);
  const [nx = 0, ny = 0, ...more] = sizes;
  if (axes < 2 || nx < 1 || ny < 1 || more.some((length) => length !== 1)) {
    throw reader.invalid(`holds ${sizes.length === 0 ? 'no pixels' : sizes.join(' × ') + ' values'} in its first image; a raw Goodman frame has two axes.`, { axes });
  }
  return { nx, ny };
}

export function cameraOf(reader: HeaderReader): { camera: Camera; instrument: string } {
  const instrume = reader.text('INSTRUME');
  const queue = /^ghts_(red|blue)(?:_imager)?$/i.exec(instrume);
  if (instrume === '' && reader.text('INSTCONF') === '') throw reader.missing('INSTRUME', 'so it cannot be told whether it comes from Goodman');
  const configured = /^(red|blue)$/i.exec(reader.text('INSTCONF'))?.[1] ?? queue?.[1];
  const camera = configured ? capitalized(configured) : cameraFromReadout(reader);
  if (instrume === '') reader.warn('INSTRUME is missing; taken for Goodman because INSTCONF names one of its cameras.');
  if (queue?.[1] && capitalized(queue[1]) !== camera) reader.warn(`INSTRUME says ${instrume} but INSTCONF says ${camera}; ${camera} was taken.`);
  return { camera, instrument: queue ? instrume.toLowerCase() : `ghts_${camera.toLowerCase()}` };
}

export function isGoodman(instrume: string): boolean {
  return instrume === '' || /^goodman\b/i.test(instrume) || /^ghts_(red|blue)(_imager)?$/i.test(instrume);
}

function capitalized(name: string): Camera {
  return name.toLowerCase() === 'red' ? 'Red' : 'Blue';
}

/** Headers of 2016 do not name the camera, but no gain and read noise are common to both. */
function cameraFromReadout(reader: HeaderReader): Camera {
  const [found] = readoutModes(reader.number('GAIN') ?? NaN, reader.number('RDNOISE') ?? NaN);
  if (!found) throw reader.missing('INSTCONF', 'so the camera (Red or Blue) is unknown, and gain and read noise belong to neither');
  reader.warn(`INSTCONF is missing; ${found.camera} camera by its gain ${found.gainElectronPerAdu} and read noise ${found.readNoiseElectron}.`);
  return found.camera;
}

/** Gain, read noise, and the count from which a raw pixel is saturated. */
export function electronicsOf(reader: HeaderReader, camera: Camera): { gainElectronPerAdu: number; readNoiseElectron: number; saturationAdu: number } {
  const gainElectronPerAdu = reader.requireNumber('GAIN', 'without the gain there are no error bars');
  const readNoiseElectron = reader.requireNumber('RDNOISE', 'without the read noise there are no error bars');
  if (gainElectronPerAdu <= 0 || readNoiseElectron <= 0) {
    throw reader.invalid(`has gain ${gainElectronPerAdu} and read noise ${readNoiseElectron}; both must be positive.`, { gainElectronPerAdu, readNoiseElectron });
  }
  const mode = readoutModes(gainElectronPerAdu, readNoiseElectron).find((m) => m.camera === camera);
  if (!mode) {
    reader.warn(`No read-out mode of the ${camera} camera has gain ${gainElectronPerAdu} and read noise ${readNoiseElectron}; saturation is taken where the converter ends, ${CONVERTER_LIMIT_ADU}.`);
  }
  return { gainElectronPerAdu, readNoiseElectron, saturationAdu: Math.min(CONVERTER_LIMIT_ADU, mode?.halfFullWellAdu ?? CONVERTER_LIMIT_ADU) };
}

/** `CUST_0_4142_980_948_1x2`: serial origin and length, parallel origin and length, binning. `Spectroscopic 2x2`: binning only. */
function regionFromName(roi: string): Region {
  const custom = /^CUST_(\d+)_(\d+)_(\d+)_(\d+)_(\d+)x(\d+)$/i.exec(roi);
  if (custom) return { serialOrigin: Number(custom[1]), parallelOrigin: Number(custom[3]), binX: Number(custom[5]), binY: Number(custom[6]) };
  const preset = /(\d+)\s*x\s*(\d+)$/i.exec(roi);
  return preset ? { binX: Number(preset[1]), binY: Number(preset[2]) } : {};
}

/** The camera's own parameters, known by their comments: the numbers of the keywords differ between cameras and years. */
function regionFromParameters(reader: HeaderReader): Region {
  const found = new Map<string, number>();
  for (const { keyword, value, comment } of reader.header.cards) {
    if (typeof value !== 'number' || !/^(PG\d+_\d+|PARAM\d+)$/.test(keyword)) continue;
    const what = /^(Serial|Parallel) (Origin|Binning)\b/.exec(comment)?.[0];
    if (what !== undefined) found.set(what, value);
  }
  const get = (key: keyof Region, what: string): Region => (found.has(what) ? { [key]: found.get(what) } : {});
  return { ...get('serialOrigin', 'Serial Origin'), ...get('parallelOrigin', 'Parallel Origin'), ...get('binX', 'Serial Binning'), ...get('binY', 'Parallel Binning') };
}

/** Where a read-out begins whose header does not say: at the prescan, but for the one window that is known by its width. */
function unsaidSerialOrigin(reader: HeaderReader, nx: number, binX: number): number {
  if (Math.floor(NARROW_FRAME_COLUMNS / binX) !== nx) return 0;
  reader.warn(`The header does not say at which column the ${NARROW_FRAME_COLUMNS} columns begin; ${NARROW_SERIAL_ORIGIN} as in every known frame of that width.`);
  return NARROW_SERIAL_ORIGIN;
}

/** What was read of the detector: binning by its witnesses, origin from the name of the region, then from the camera's parameters. */
export function readoutOf(reader: HeaderReader, camera: Camera, { nx, ny }: { nx: number; ny: number }): Readout {
  const roi = reader.text('ROI');
  const named = regionFromName(roi);
  const parameters = regionFromParameters(reader);
  const regions = [named, parameters];
  const { binX, binY } = binningOf(reader, nx, { named, parameters });
  const serialOrigin = regions.find((r) => r.serialOrigin !== undefined)?.serialOrigin ?? unsaidSerialOrigin(reader, nx, binX);
  const parallelOrigin = regions.find((r) => r.parallelOrigin !== undefined)?.parallelOrigin;
  if (parallelOrigin === undefined && !/^spectroscopic|^imaging/i.test(roi)) {
    reader.warn(`The header does not say which rows '${roi}' reads; counted from the first row of the detector.`);
  }
  return { camera, nx, ny, binX, binY, serialOrigin, parallelOrigin: parallelOrigin ?? 0 };
}
