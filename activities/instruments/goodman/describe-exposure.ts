import type { Header } from '#numeric/fits/header';
import { ReductionError } from '../../domain/errors.js';
import type { Exposure, ExposureKind, Lamp, Technique } from '../../domain/exposure.js';
import { linesPerMm, lampsFromName, normalizeFilter, normalizeGrating, normalizeObstype, normalizeSlit, normalizeWavmode, slitWidthArcsecond, techniqueOf } from './dialect.js';
import { spectroscopicLayout, wholeLayout, type DetectorLayout, type Readout } from './detector.js';
import { anglesAgree, canonicalModeName, centralWavelengthAngstrom, findMode, modeName } from './modes.js';
import { cameraOf, electronicsOf, gridSize, isGoodman, readoutOf } from './readout.js';
import { pointingOf } from './coordinates.js';
import { exposureTimeOf } from './exposure-time.js';
import { nightOf, observedAt } from './time.js';
import { HeaderReader } from '../header-reader.js';

/**
 * One raw Goodman frame in the words of the field, from its primary header: either camera, the dialect before the queue or the queue's.
 *
 * @param name File name, without a folder.
 * @throws {ReductionError} `wrong-instrument`; `frame-not-reducible` for a file that a pipeline already worked on (it has GSP_ cards:
 * its counts are no longer what the detector gave); `keyword-missing` and `header-invalid` where a guess would be a wrong number.
 */
export function describeExposure(header: Header, name: string): Exposure {
  const reader = new HeaderReader(header, name);
  refuseStrangers(reader);
  const { camera, instrument } = cameraOf(reader);
  const obstype = normalizeObstype(reader.requireText('OBSTYPE', 'so it is unknown what the frame is for (BIAS, LAMPFLAT, ARC, SPECTRUM)'));
  const electronics = electronicsOf(reader, camera);
  const grid = gridSize(reader);
  const time = observedAt(reader);
  const optics = opticsOf(reader);
  const clues = { obstype, roi: reader.text('ROI'), object: reader.text('OBJECT'), ...optics };
  const technique = techniqueOf(clues);
  const kind = kindOf(obstype, technique);
  const setup = setupOf(reader, kind, optics);
  const layout = layoutOf(reader, kind, technique, readoutOf(reader, camera, grid));

  return {
    name,
    kind,
    obstype: obstype === 'SPECTRUM' && kind === 'image' ? 'EXPOSE' : obstype,
    technique,
    camera,
    instrument,
    object: clues.object,
    proposalId: proposalOf(reader),
    observedAt: time,
    night: nightOf(time),
    exposureTimeSecond: exposureTimeOf(reader, kind),
    ...pointingOf(reader),
    ...electronics,
    roi: clues.roi,
    geometry: layout.geometry,
    overscan: layout.overscan,
    lightSection: layout.light,
    detectorColumns: layout.detectorColumns,
    ...optics,
    ...setup,
    slitWidthArcsecond: slitWidthArcsecond(optics.slit),
    lamps: lampsOf(reader, kind, clues.object),
    warnings: reader.warnings,
  };
}

function refuseStrangers(reader: HeaderReader): void {
  const { name } = reader;
  const instrume = reader.text('INSTRUME');
  if (!isGoodman(instrume)) {
    throw new ReductionError('wrong-instrument', `${name} comes from '${instrume}', not from the Goodman spectrograph.`, { exposure: name, instrume });
  }
  const version = reader.text('GSP_VERS');
  if (version !== '' || reader.header.has('GSP_FNAM')) {
    throw new ReductionError('frame-not-reducible', `${name} was already reduced (GSP_VERS = '${version}'); send the raw frame it was made from.`, { exposure: name, version });
  }
}

type Optics = Pick<Exposure, 'wavmode' | 'grating' | 'filter' | 'filter2' | 'slit'>;

function opticsOf(reader: HeaderReader): Optics {
  return {
    wavmode: normalizeWavmode(reader.text('WAVMODE')),
    grating: normalizeGrating(reader.text('GRATING')),
    filter: normalizeFilter(reader.text('FILTER')),
    filter2: normalizeFilter(reader.text('FILTER2')),
    slit: normalizeSlit(reader.text('SLIT')),
  };
}

/** A spectroscopic frame goes through the recipe; an image is kept; anything else (FOCUS, DARK, a sky flat) is kept too. */
function kindOf(obstype: string, technique: Technique): ExposureKind {
  if (obstype === 'BIAS') return 'bias';
  if (!['LAMPFLAT', 'ARC', 'SPECTRUM', 'EXPOSE'].includes(obstype)) return 'other';
  if (technique !== 'Spectroscopy' || obstype === 'EXPOSE') return 'image';
  if (obstype === 'LAMPFLAT') return 'flat';
  return obstype === 'ARC' ? 'arc' : 'spectrum';
}

function needsOptics(kind: ExposureKind): boolean {
  return kind === 'flat' || kind === 'arc' || kind === 'spectrum';
}

type SetupFields = Pick<Exposure, 'wavmode' | 'gratingLinesPerMm' | 'gratingAngleDegree' | 'cameraAngleDegree'>;

function setupOf(reader: HeaderReader, kind: ExposureKind, { grating, wavmode, slit }: Optics): SetupFields {
  const lines = linesPerMm(grating);
  const gratingAngleDegree = angleOf(reader, 'GRT', 'grating');
  const cameraAngleDegree = angleOf(reader, 'CAM', 'camera');
  if (needsOptics(kind)) {
    if (grating === '') throw reader.missing('GRATING', 'so its wavelengths and calibrations are unknown');
    if (lines === null) throw reader.invalid(`has GRATING = '${reader.text('GRATING')}', which does not begin with its lines per millimeter.`, { grating });
    if (gratingAngleDegree === null) throw reader.missing('GRT_TARG', 'so its wavelengths and calibrations are unknown');
    if (cameraAngleDegree === null) throw reader.missing('CAM_TARG', 'so its wavelengths and calibrations are unknown');
    if (slitWidthArcsecond(slit) === null) reader.warn(`SLIT = '${reader.text('SLIT')}' has no width.`);
  }
  const fields = { gratingLinesPerMm: lines, gratingAngleDegree, cameraAngleDegree };
  if (lines === null || gratingAngleDegree === null || cameraAngleDegree === null) return { ...fields, wavmode };
  return { ...fields, wavmode: wavmodeOf(reader, wavmode, { grating, linesPerMm: lines, gratingAngleDegree, cameraAngleDegree }) };
}

/** The header's own name where it gives one; after the angles where it is blank or `Custom`. */
function wavmodeOf(reader: HeaderReader, wavmode: string, setup: Parameters<typeof findMode>[0]): string {
  const byAngles = findMode(setup);
  if (wavmode === '' || wavmode === 'CUSTOM' || wavmode === 'NONE') return modeName(setup);
  const known = canonicalModeName(wavmode);
  if (known !== undefined && wavmode !== 'IMAGING' && byAngles?.name !== known) {
    const center = Math.round(centralWavelengthAngstrom(setup));
    reader.warn(`WAVMODE is ${known}, but grating ${setup.grating} at ${setup.gratingAngleDegree}° with the camera at ${setup.cameraAngleDegree}° is ${byAngles?.name ?? `centered on ${center} Å`}; the angles are what counts.`);
  }
  return known ?? wavmode;
}

/** Target angle; the encoder's when there is no target. */
function angleOf(reader: HeaderReader, which: 'GRT' | 'CAM', what: string): number | null {
  const target = reader.number(`${which}_TARG`);
  const encoder = reader.number(`${which}_ANG`);
  if (target === undefined && encoder !== undefined) reader.warn(`${which}_TARG is missing; the ${what} angle is the encoder's, ${encoder}°.`);
  if (target !== undefined && encoder !== undefined && !anglesAgree(target, encoder)) reader.warn(`The ${what} stands at ${encoder}°, its target is ${target}°.`);
  return target ?? encoder ?? null;
}

function layoutOf(reader: HeaderReader, kind: ExposureKind, technique: Technique, readout: Readout): DetectorLayout {
  if (kind === 'image' || technique === 'Imaging') return wholeLayout(readout);
  const layout = spectroscopicLayout(readout);
  if (layout) return layout;
  if (kind === 'other') return wholeLayout(readout);
  const { nx, ny, binX, binY } = readout;
  throw reader.invalid(
    `has ${nx} × ${ny} pixels binned ${binX} × ${binY}: too few to hold any of the light-sensitive columns of a spectroscopic read-out (4142 unbinned); it may be a cut-out or a damaged file.`,
    { nx, ny, binX, binY },
  );
}

function proposalOf(reader: HeaderReader): string {
  const proposal = reader.text('PROPID') || reader.text('PROPOSAL');
  if (proposal === '') reader.warn("Neither PROPID nor PROPOSAL names a proposal; the frame belongs to 'SOAR'.");
  return proposal || 'SOAR';
}

const LAMPS: readonly Lamp[] = ['HGA', 'NE', 'AR', 'FE', 'CU'];

/** Lamps that were on: by the LAMP_ cards; by the name of the object where an arc has none on. */
function lampsOf(reader: HeaderReader, kind: ExposureKind, object: string): Lamp[] {
  const lit = LAMPS.filter((lamp) => ['TRUE', 'T', 'ON', '1'].includes(reader.text(`LAMP_${lamp}`).toUpperCase()));
  if (kind !== 'arc' || lit.length > 0) return lit;
  const named = lampsFromName(object);
  const why = LAMPS.some((lamp) => reader.header.has(`LAMP_${lamp}`)) ? 'All LAMP_ cards say off' : 'The header has no LAMP_ cards';
  if (named.length === 0) reader.warn(`${why}, and OBJECT = '${object}' names no lamp.`);
  else reader.warn(`${why}; OBJECT = '${object}' was taken for the lamps.`);
  return named;
}
