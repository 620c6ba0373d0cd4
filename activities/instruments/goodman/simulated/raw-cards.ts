import type { Card, CardValue } from '#numeric/fits/header';
import type { HeaderRequest } from '#numeric/synthetic/header-request';
import type { Shot, ShotKind } from '#numeric/synthetic/night';
import { horizontal, sexagesimal, siderealHours, utcAfter, type Site } from '#numeric/synthetic/plan/calendar';
import type { Camera, Lamp } from '../../../domain/exposure.js';
import { LIGHT, NARROW_SERIAL_ORIGIN } from '../detector.js';

type Row = readonly [keyword: string, value: CardValue, comment?: string];

/** How headers speak: in the words of the queue, or in those before it (see dialect.ts). */
export type Dialect = 'aeon' | 'before-2019';

const OBSTYPES = {
  aeon: { bias: 'BIAS', flat: 'LAMPFLAT', arc: 'ARC', spectrum: 'SPECTRUM' },
  'before-2019': { bias: 'BIAS', flat: 'FLAT', arc: 'COMP', spectrum: 'OBJECT' },
} as const;

/** What the header says of a camera. */
export interface CameraCards {
  readonly name: Camera;
  readonly serial: string;
  readonly gainElectronPerAdu: number;
  readonly readNoiseElectron: number;
  /** Columns before the first that sees light, unbinned. */
  readonly darkColumns: number;
}

/** The dialect and the camera that all headers of a night share. */
export interface Speaker {
  readonly dialect: Dialect;
  readonly camera: CameraCards;
  readonly site: Site;
}

/** OBSTYPE in the words of the dialect. */
export function obstypeOf(dialect: Dialect, kind: ShotKind): string {
  return OBSTYPES[dialect][kind];
}

/** The cards of a raw Goodman frame after the structural ones, in the order the instrument writes them. */
export function rawCards(speaker: Speaker, request: HeaderRequest): Card[] {
  const aeon = speaker.dialect === 'aeon';
  const rows = [
    ...timeCards(request),
    ...identityCards(request, speaker.camera, aeon),
    ...pointingCards(request, speaker.site),
    ...lampCards(request),
    ...opticsCards(request, aeon),
    ...detectorCards(request, speaker),
    ...environmentCards(request.shot),
    ...cameraParameterCards(request),
    ...geometryCards(request, speaker.camera),
    ...(aeon ? queueCards(request) : []),
    ['COMMENT', `Light, Exp Time= ${request.shot.exposureSecond}, Saved as: ${request.shot.name}`] as const,
  ];
  return rows.map(([keyword, value, comment = '']) => ({ keyword, value, comment }));
}

function timeCards({ plan, shot }: HeaderRequest): Row[] {
  const start = utcAfter(plan.date, shot.startSecond);
  const end = utcAfter(plan.date, shot.startSecond + shot.exposureSecond);
  return [
    ['DATE-OBS', `${start.date}T${start.time}`, 'DATE-OBS Format: YYYY-MM-DDThh:mm:ss.sss'],
    ['DATE', start.date, 'Date Format is YYYY-MM-DD'],
    ['TIME', `${start.time} to ${end.time}`, '~ Start & Stop of Exposure'],
  ];
}

function identityCards({ shot }: HeaderRequest, camera: CameraCards, aeon: boolean): Row[] {
  return [
    ['TELESCOP', 'SOAR 4.1m'],
    ['INSTRUME', aeon ? `ghts_${camera.name.toLowerCase()}` : 'Goodman Spectro'],
    ['OBJECT', shot.object],
    ['NOTES', 'simulated'],
    ['INSTCONF', camera.name],
    ['CAMSWV', 'Beta 29'],
    ['CONSWV', '8359,10'],
    ['INSTSWV', 'GSCS 2.0.17.8.1-Alpha'],
    ['CAMERA', camera.serial],
  ];
}

function pointingCards({ plan, shot, pointing }: HeaderRequest, site: Site): Row[] {
  const ut = utcAfter(plan.date, shot.startSecond - 1);
  const sidereal = siderealHours(site, plan.date, shot.startSecond);
  const hourAngle = ((sidereal - pointing.rightAscensionDegree / 15 + 36) % 24) - 12;
  const { altitudeDegree, azimuthDegree } = horizontal(site, hourAngle, pointing.declinationDegree);
  const airmass = 1 / Math.sin((Math.max(15, altitudeDegree) * Math.PI) / 180);
  const ra = sexagesimal(pointing.rightAscensionDegree / 15);
  const dec = sexagesimal(pointing.declinationDegree);
  return [
    ['RA', ra, 'right ascension [hh:mm:ss.sss]'],
    ['DEC', dec, 'declination [dd:mm:ss.sss]'],
    ['AIRMASS', round(airmass, 3), 'airmass at approx. start of exposure'],
    ['UT', ut.time, 'time at approx. start of exposure [UTC]'],
    ['FOCUS', -1298, 'SOAR telescope focus'],
    ['MOUNT_AZ', round(azimuthDegree, 6), 'SOAR mount azimuth'],
    ['MOUNT_EL', round(altitudeDegree, 6), 'SOAR mount elevation'],
    ['ROTATOR', 90, 'Nasymth cage rotator angle [deg]'],
    ['POSANGLE', 0, 'position angle [deg. E of N]'],
    ['SEEING', -1, 'DIMM seeing [arcsec]'],
    ['LST', sexagesimal(sidereal), 'Local Sidereal Time  [hh:mm:ss.sss]'],
    ['OBSRA', ra, 'target right ascension [hh:mm:ss.sss]'],
    ['OBSDEC', dec, 'target declination  [dd:mm:ss.sss]'],
    ['DOME_AZ', round(azimuthDegree, 6), 'SOAR Dome Shutter azimuth'],
    ['HA', sexagesimal(hourAngle), 'Hour Angle  [hh:mm:ss.sss]'],
    ['ADCSTAT', 'PARK', 'ADC Status'],
    ['ADCPOS', '-999', 'ADC Position'],
  ];
}

function lampCards({ shot, block }: HeaderRequest): Row[] {
  // The header tells which lamps were switched on, whether or not light came out of them.
  const lit = new Set<string>(shot.kind === 'arc' ? block?.lamps : []);
  const lamp = (key: Lamp, comment: string): Row => [`LAMP_${key}`, lit.has(key) ? 'TRUE' : 'FALSE', comment];
  const quartz = shot.kind === 'flat';
  return [
    lamp('HGA', 'Hg(Ar)'),
    lamp('NE', 'Neon'),
    lamp('AR', 'Argon'),
    lamp('FE', 'Iron'),
    lamp('CU', 'Copper'),
    ['LAMP_QUA', quartz ? 'TRUE' : 'FALSE', 'Quartz'],
    ['LAMP_QPE', quartz ? 50 : 0, 'Quartz Percent'],
    ['LAMP_BUL', 'FALSE', 'Bulb'],
    ['LAMP_DOM', 'FALSE', 'Dome'],
    ['LAMP_DPE', 0, 'Dome Percent'],
  ];
}

function opticsCards({ shot: { mode }, block }: HeaderRequest, aeon: boolean): Row[] {
  const filter = (name: string): string => (aeon || name !== 'NO_FILTER' ? name : '<NO FILTER>');
  const [lines, maker, ...version] = mode.grating.split('_');
  const slit = (block?.slitArcsecond ?? 1).toFixed(2).replace(/0$/, '');
  return [
    // The camera's encoder reads a few hundredths of a degree less than the target.
    ['CAM_ANG', round(mode.cameraAngleDegree - 0.03272, 6), 'camera angle [deg]'],
    ['GRT_ANG', round(mode.gratingAngleDegree + 0.0001, 6), 'grating angle [deg]'],
    ['CAM_TARG', mode.cameraAngleDegree, 'camera target [deg]'],
    ['GRT_TARG', mode.gratingAngleDegree, 'grating target [deg]'],
    ['CAM_FOC', -1024, 'camera focus'],
    ['COLL_FOC', 1001, 'collimator focus'],
    ['FILTER', filter('NO_FILTER'), 'primary filter wheel'],
    ['FILTER2', filter(mode.filter), 'secondary filter wheel'],
    ['GRATING', aeon ? mode.grating : `${maker}_${[lines, ...version].join('-')}`, 'VPH grating [1/mm]'],
    ['SLIT', aeon ? `${slit}_LONG_SLIT` : `${slit}" long slit`, 'slit [arcsec]'],
    ['COL_TEMP', 12.734375, 'coll ext temp (deg C)'],
    ['CAM_TEMP', 17.171875, 'cam ext temp (deg C)'],
    ['WAVMODE', aeon ? mode.name : mode.name.toLowerCase().replace('_', ' '), 'Wavelength'],
  ];
}

function detectorCards({ plan, shot }: HeaderRequest, { dialect, camera }: Speaker): Row[] {
  const b = plan.binning;
  const region = plan.region;
  const roi = region ? `CUST_${serialOriginOf(shot)}_${shot.mode.format.columns}_${region.firstRow}_${region.rows}_${b}x${b}` : `Spectroscopic ${b}x${b}`;
  return [
    ['EXPTIME', shot.exposureSecond, 'integration time'],
    ['RDNOISE', camera.readNoiseElectron, 'CCD readnoise [e-]'],
    ['GAIN', camera.gainElectronPerAdu, 'CCD gain [e-/ADU]'],
    ['OBSTYPE', obstypeOf(dialect, shot.kind), 'observation type'],
    ['OBSERVER', 'night simulator'],
    ['PROPOSAL', plan.proposal],
    ['EQUINOX', 2000, 'equinox of coordinates'],
    ['ROI', dialect === 'aeon' || !region ? roi : 'user-defined'],
  ];
}

function environmentCards(shot: Shot): Row[] {
  return [
    ['ENVWIN', 12.4, 'Wind Speed [km/hr] at start of exposure'],
    ['ENVPRE', 735.8, 'Atmospheric Pressure [hPS] at start of exposure'],
    ['ENVDIR', 312, 'Wind Direction at start of exposure'],
    ['ENVTEM', round(14 - shot.startSecond / 20000, 1), 'Outside Temperature [C] at start of exposure'],
    ['ENVHUM', 26.1, 'Relative Humidity at start of exposure'],
  ];
}

/** First unbinned column read, as the camera counts them. */
function serialOriginOf({ mode: { format } }: Shot): number {
  return format.darkColumns > 0 ? 0 : NARROW_SERIAL_ORIGIN;
}

/** Two of the camera's own parameters, as the frames of 600_RED carry them; both in unbinned columns. */
function cameraParameterCards({ shot }: HeaderRequest): Row[] {
  const serialOrigin = serialOriginOf(shot);
  if (serialOrigin === 0) return [];
  return [
    ['PG5_10', shot.mode.format.columns, 'Serial Length,'],
    ['PG5_11', serialOrigin, 'Serial Origin,'],
  ];
}

function geometryCards({ plan, shot, layout }: HeaderRequest, camera: CameraCards): Row[] {
  const b = plan.binning;
  const { nx, ny } = layout.geometry;
  const prescan = shot.mode.format.darkColumns > 0;
  const first = prescan ? Math.ceil((camera.darkColumns + 1) / b) : 1;
  const last = prescan ? Math.floor(LIGHT[1] / b) : nx;
  const open = utcAfter(plan.date, shot.startSecond);
  const close = utcAfter(plan.date, shot.startSecond + shot.exposureSecond);
  return [
    ['DISPAXIS', 1],
    ['DETSIZE', '[1:4096,1:4096]'],
    ['TRIMSEC', `[${first}:${last},1:${ny}]`],
    ['CCDSIZE', '[1:4096,1:4096]'],
    ['CCDSUM', `${b} ${b}`],
    ['BUNIT', 'adu'],
    ['OPENTIME', open.time, 'GPS-Synched Time for Shutter Open (UT)'],
    ['OPENDATE', open.date, 'GPS-Synched Time for Shutter Open (UT)'],
    ['CLOSETIM', close.time, 'GPS-Synched Time for Shutter Closing (UT)'],
  ];
}

/** The cards of the observing queue. Numbers are made from the seed, so two nights never share a block. */
function queueCards({ plan, shot }: HeaderRequest): Row[] {
  const block = (plan.seed % 1_000_000) * 100 + shot.block + 1;
  const release = utcAfter(plan.date, shot.startSecond + 365 * 86400);
  return [
    ['OBSID', block, 'Unique number for this observation'],
    ['CONFID', block * 10 + 1, 'Unique number for this configuration'],
    ['REQNUM', block + 500_000, 'Unique number for this request'],
    ['PROPID', plan.proposal, 'Proposal ID'],
    ['SITEID', 'sor', 'ID code of the observatory site'],
    ['TELID', '4m0a', 'ID code of the telescope'],
    ['RLEVEL', 0, 'Reduction level'],
    ['BLKUID', block, 'Group unique ID'],
    ['L1PUBDAT', `${release.date}T${release.time}`, 'Date when the data become public'],
    ['IMAGEID', shot.number, 'Number of the frame in its night'],
    ['HEADERVE', '1.3.0', 'Version of the header'],
    // Beyond 2^53, as large as the queue's numbers can be: whoever reads it as a floating-point number loses digits.
    ['BLOCK_ID', 18_014_398_509_000_000n + BigInt(block), 'Block ID'],
  ];
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
