import { createRandom, type Random } from '../math/random.js';
import { detectorColumn, detectorRow, type Geometry } from '../frame.js';
import type { GratingSetup, OpticalModel } from '../wavelength/grating-model.js';
import { siderealHours, SOAR } from './calendar.js';
import { addRow, integrate, slitImage, type ColumnSpectrum } from './column-spectrum.js';
import { cosmicRayCharge } from './cosmic-rays.js';
import { buildDetector, CAMERAS, layoutOf, overscanLevel, type Camera, type Detector, type Layout } from './detector.js';
import type { Pointing } from './header.js';
import { illuminationOfRows, slitIllumination, type SlitIllumination } from './illumination.js';
import { lampLines, lampRange, lampSpectrum, type LampLineTruth } from './lamps.js';
import type { NightBlock, NightPlan, Shot, ShotKind } from './plan.js';
import { flexed, setScene, slitShift, wavelengthOnDetector, type Scene, type SlitTilt } from './scene.js';
import { schedule } from './schedule.js';
import { fringeAmplitude, quartzSpectrum, skySpectrum, sourceSpectrum } from './sky-and-stars.js';
import { addSources, type Source, type TargetTruth } from './star-image.js';

/** What a simulated frame really shows. Arrays run over the raw grid: raw native columns (prescan included) and raw native rows. */
export interface FrameTruth {
  readonly kind: ShotKind;
  /** The raw grid. */
  readonly geometry: Geometry;
  /** Raw native columns `[lightFrom, lightTo)` that see light. */
  readonly lightFrom: number;
  readonly lightTo: number;
  readonly gainElectronPerAdu: number;
  readonly readNoiseElectron: number;
  /** Bias structure above the overscan level, adu, [ny × nx]; shared by all frames of the night. */
  readonly bias: Float32Array;
  /** Level of the overscan in each raw row, adu. */
  readonly overscanAdu: Float64Array;
  /** Relative response of each pixel, fringes included, [ny × nx]. */
  readonly response: Float32Array;
  /** Half-light edges of the slit, raw native rows. */
  readonly slitRows: { readonly low: number; readonly high: number };
  /** Light let through by the slit in each raw row, 1 at the median of the slit. */
  readonly illumination: Float64Array;
  readonly setup?: GratingSetup;
  /** Optics of this frame, flexure included, for detector row 947.5; other rows see it shifted by `tilt` (see slitShift). */
  readonly model?: OpticalModel;
  readonly tilt?: SlitTilt;
  /** The lines of a lamp frame; empty if the lamp gave no light. */
  readonly lines?: readonly LampLineTruth[];
  /** Wavelengths of the outermost lines that stand out of the noise of one row by 10 σ. */
  readonly lampRange?: { readonly loAngstrom: number; readonly hiAngstrom: number };
  readonly targets?: readonly TargetTruth[];
  /** Sky of a spectrum in the middle of the slit, electron per native pixel for each raw column. */
  readonly skyPerPixel?: Float64Array;
  /** Charge of cosmic rays, electron, [ny × nx]. */
  readonly cosmicRayCharge?: Float32Array;
  /** 1 where that charge exceeds the noise the pixel would have without it. */
  readonly cosmicRayMask?: Uint8Array;
}

/** A night before its exposures: everything that lasts longer than one frame, made once and only when needed. */
export interface Night {
  readonly plan: NightPlan;
  readonly camera: Camera;
  readonly shots: readonly Shot[];
  readonly slit: SlitIllumination;
  readonly layout: (shot: Shot) => Layout;
  readonly detector: (shot: Shot) => Detector;
  /** The block's truth, without flexure. */
  readonly scene: (shot: Shot) => Scene;
  /** Response of the pixels including the fringes of the mode. */
  readonly response: (shot: Shot) => Float32Array;
}

/** A stream of random numbers that depends on the seed and the purpose, not on what was drawn before. */
function randomFor(plan: NightPlan, purpose: string): Random {
  return createRandom(plan.seed).fork(purpose);
}

function remember<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = make(key)));
    return value;
  };
}

/** Reads a plan and settles what lasts the whole night. @throws {ContractError} for a mode that does not exist. */
export function prepareNight(plan: NightPlan): Night {
  const camera = CAMERAS[plan.camera ?? 'Red'];
  const shots = schedule(plan);
  const layout = (shot: Shot): Layout => layoutOf(plan, shot.mode, camera);
  const byColumns = remember((rawColumns: number) => {
    const shot = shots.find(({ mode }) => mode.rawColumns === rawColumns) as Shot;
    return buildDetector(plan, layout(shot), camera);
  });
  const detector = (shot: Shot): Detector => byColumns(shot.mode.rawColumns);
  const byBlock = remember((block: number) => {
    const shot = shots.find((s) => s.block === block) as Shot;
    return setScene(shot.mode, layout(shot), randomFor(plan, `scene ${shot.mode.name}`));
  });
  const scene = (shot: Shot): Scene => byBlock(shot.block);
  const responseByMode = remember((mode: string) => {
    const shot = shots.find((s) => s.mode.name === mode) as Shot;
    return withFringes(detector(shot), scene(shot), randomFor(plan, 'fringes'));
  });
  return {
    plan,
    camera,
    shots,
    slit: slitIllumination(1896, randomFor(plan, 'slit')),
    layout,
    detector,
    scene,
    response: (shot) => (shot.kind === 'bias' ? detector(shot).response : responseByMode(shot.mode.name)),
  };
}

const SILICON_INDEX = 3.6;
const SILICON_ANGSTROM = 400_000; // 40 µm: fringes 28 Å apart at 9000 Å

/** Interference in the silicon: 1 + A(λ)·sin(2π·2nd/λ), the thickness d varying slowly over the detector. */
function withFringes({ layout, response }: Detector, scene: Scene, random: Random): Float32Array {
  if (fringeAmplitude(scene.redAngstrom) === 0) return response;
  const { geometry, lightFrom, lightTo } = layout;
  const { nx, ny } = geometry;
  const [wedgeX, wedgeY, dome] = [random.normal(), random.normal(), random.normal()].map((z) => 0.01 * z);
  const fringed = response.slice();
  const wavelengths = Float64Array.from({ length: nx }, (_, x) => wavelengthOnDetector(scene, detectorColumn(geometry, x), 947.5));
  const perColumn = (scene.redAngstrom - scene.blueAngstrom) / (scene.lastEdge - scene.firstEdge);
  const reddest = wavelengths.findIndex((w) => fringeAmplitude(w) > 0);
  for (let y = 0; y < ny; y++) {
    const row = detectorRow(geometry, y);
    const v = row / 948 - 1;
    const tilted = perColumn * slitShift(scene.tilt, row);
    for (let x = Math.max(lightFrom, reddest); x < lightTo; x++) {
      const u = x / nx - 0.5;
      const thickness = SILICON_ANGSTROM * (1 + wedgeX * u + wedgeY * v + dome * (u * u + v * v));
      const wavelength = wavelengths[x] - tilted;
      const phase = (4 * Math.PI * SILICON_INDEX * thickness) / wavelength;
      fringed[y * nx + x] *= 1 + fringeAmplitude(wavelength) * Math.sin(phase);
    }
  }
  return fringed;
}

/** Light on the detector before noise, and what made it. */
export interface Exposed {
  /** Mean electrons per raw pixel [ny × nx]: sky, lamps and sources through the slit, before pixel response; no cosmic rays. */
  readonly electrons: Float32Array;
  readonly truth: FrameTruth;
}

/** Fills the slit with light of one spectrum: every row sees it shifted by the slit's tilt. */
function illuminate(electrons: Float32Array, layout: Layout, scene: Scene, spectrum: ColumnSpectrum, illumination: Float64Array): void {
  const { geometry, lightFrom, lightTo } = layout;
  const { nx, ny, binX, binY } = geometry;
  const integral = integrate(spectrum);
  for (let y = 0; y < ny; y++) {
    const scale = illumination[y] * binY;
    if (scale < 1e-9) continue;
    const shift = slitShift(scene.tilt, detectorRow(geometry, y));
    addRow(electrons.subarray(y * nx, (y + 1) * nx), [lightFrom, lightTo], spectrum, integral, { firstEdge: scene.firstEdge, width: binX, shift, scale });
  }
}

const QUARTZ_PEAK_ADU = 28_000;
const LAMP_PEAK_ADU = 42_000; // the brightest line stays below the converter's limit
const UNLISTED_LINES = 25;
const ROW_SCALE_ARCSECOND = 0.15;

/** Lets the light of one exposure fall on the detector, without noise and cosmic rays, and writes down the truth. */
export function expose(night: Night, shot: Shot): Exposed {
  const { plan, camera, slit } = night;
  const layout = night.layout(shot);
  const { geometry } = layout;
  const detector = night.detector(shot);
  const electrons = new Float32Array(geometry.nx * geometry.ny);
  const illumination = illuminationOfRows(slit, geometry);
  const toRaw = (row: number): number => (row - geometry.y0 - (geometry.binY - 1) / 2) / geometry.binY;
  const base: FrameTruth = {
    kind: shot.kind,
    geometry,
    lightFrom: layout.lightFrom,
    lightTo: layout.lightTo,
    gainElectronPerAdu: camera.gainElectronPerAdu,
    readNoiseElectron: camera.readNoiseElectron,
    bias: detector.biasPattern,
    overscanAdu: overscanLevel(camera, geometry.ny, shot.number, randomFor(plan, `overscan ${shot.number}`)),
    response: night.response(shot),
    slitRows: { low: toRaw(slit.lowRow), high: toRaw(slit.highRow) },
    illumination,
  };
  const light = lightOf(night, shot, { layout, electrons, illumination });
  return { electrons, truth: { ...base, ...light } };
}

interface Plate {
  readonly layout: Layout;
  readonly electrons: Float32Array;
  readonly illumination: Float64Array;
}

function lightOf(night: Night, shot: Shot, plate: Plate): Partial<FrameTruth> {
  const block = night.plan.blocks[shot.block];
  const flexure = shot.kind === 'spectrum' ? (block.flexurePixel ?? 0) : 0;
  switch (shot.kind) {
    case 'bias':
      return {};
    case 'flat':
      return flatLight(night, night.scene(shot), plate);
    case 'arc':
      return arcLight(night, shot, block, plate);
    case 'spectrum':
      return spectrumLight(night, shot, flexed(night.scene(shot), flexure), plate);
  }
}

function flatLight({ plan, camera }: Night, scene: Scene, plate: Plate): Partial<FrameTruth> {
  const peak = (QUARTZ_PEAK_ADU * camera.gainElectronPerAdu) / plan.binning ** 2;
  illuminate(plate.electrons, plate.layout, scene, quartzSpectrum(scene, peak), plate.illumination);
  return sceneTruth(scene);
}

function sceneTruth({ setup, model, tilt }: Scene): Pick<FrameTruth, 'setup' | 'model' | 'tilt'> {
  return { setup, model, tilt };
}

function arcLight(night: Night, shot: Shot, block: NightBlock, plate: Plate): Partial<FrameTruth> {
  const { plan, camera } = night;
  const scene = night.scene(shot);
  if (block.lampOff) return { ...sceneTruth(scene), lines: [] };
  const request = {
    lamps: block.lamps,
    laboratoryLines: plan.laboratoryLines,
    unlistedLines: plan.unlistedLines ?? UNLISTED_LINES,
    brightestPeakElectron: (LAMP_PEAK_ADU * camera.gainElectronPerAdu) / plan.binning ** 2,
    slit: slitImage(block.slitArcsecond ?? 1),
  };
  const lines = lampLines(scene, request, randomFor(plan, `lamp ${block.lamps.join('+')} ${block.mode}`));
  illuminate(plate.electrons, plate.layout, scene, lampSpectrum(scene, lines, request), plate.illumination);
  const pixel = { ...plate.layout.geometry, readNoiseElectron: camera.readNoiseElectron, detectorColumns: scene.model.detectorColumns };
  const range = lampRange(lines, request.slit, pixel);
  return { ...sceneTruth(scene), lines, ...(range && { lampRange: range }) };
}

function spectrumLight(night: Night, shot: Shot, scene: Scene, plate: Plate): Partial<FrameTruth> {
  const { plan, camera, slit } = night;
  const random = randomFor(plan, `spectrum ${shot.number}`);
  const planned = shot.spectrum?.targets ?? [];
  const image = slitImage(plan.blocks[shot.block].slitArcsecond ?? 1);
  const sky = skySpectrum(scene, shot.exposureSecond, image, random.fork('sky'));
  illuminate(plate.electrons, plate.layout, scene, sky, plate.illumination);
  const skyPerPixel = middleOfSlit(scene, sky, plate.layout, slit);
  const seeing = (shot.spectrum?.seeingArcsecond ?? 0.9) * (0.95 + 0.1 * random.uniform());
  const sources = planned.map((target, i): Source => {
    const own = random.fork(`target ${i}`);
    const along = target.row ?? 0.25 + 0.5 * own.uniform();
    return {
      row: slit.lowRow + along * (slit.highRow - slit.lowRow),
      spectrum: sourceSpectrum(scene, target.kind ?? 'star', target.electronsPerPixel, image, own),
      fwhmRows: seeing / ROW_SCALE_ARCSECOND,
    };
  });
  const targets = addSources(plate.electrons, scene, sources, plate.layout, {
    illumination: plate.illumination,
    readNoiseElectron: camera.readNoiseElectron,
  });
  return { ...sceneTruth(scene), targets, skyPerPixel };
}

function middleOfSlit(scene: Scene, spectrum: ColumnSpectrum, { geometry, lightFrom, lightTo }: Layout, slit: SlitIllumination): Float64Array {
  const row = new Float32Array(geometry.nx);
  const shift = slitShift(scene.tilt, 0.5 * (slit.lowRow + slit.highRow));
  addRow(row, [lightFrom, lightTo], spectrum, integrate(spectrum), { firstEdge: scene.firstEdge, width: geometry.binX, shift, scale: geometry.binY });
  return Float64Array.from(row);
}

const COSMIC_RAYS_PER_SECOND = 0.9; // 3 a minute and square centimeter on 62 × 28 mm of thick silicon
const READ_TIME_SECOND = 10; // rays also hit while the frame waits to be read

type CosmicRays = Required<Pick<FrameTruth, 'cosmicRayCharge' | 'cosmicRayMask'>>;

/** The cosmic rays of one exposure and where they exceed the noise of the pixel. */
export function cosmicRays(night: Night, shot: Shot, { electrons, truth }: Exposed): CosmicRays {
  const { geometry } = truth;
  const share = (geometry.ny * geometry.binY * geometry.nx * geometry.binX) / (4142 * 1896);
  const rate = night.plan.cosmicRaysPerSecond ?? COSMIC_RAYS_PER_SECOND;
  const mean = rate * share * (shot.exposureSecond + READ_TIME_SECOND);
  const charge = cosmicRayCharge(truth, mean, randomFor(night.plan, `cosmic rays ${shot.number}`));
  const mask = new Uint8Array(charge.length);
  for (let i = 0; i < charge.length; i++) {
    if (charge[i] > 0 && charge[i] > Math.sqrt(electrons[i] + truth.readNoiseElectron ** 2)) mask[i] = 1;
  }
  return { cosmicRayCharge: charge, cosmicRayMask: mask };
}

/** Where the telescope pointed: the park position by day, one target near the meridian for each block. */
export function pointingOf(night: Night, shot: Shot): Pointing {
  const day = shot.kind === 'bias' || shot.kind === 'flat';
  const first = night.shots.find((s) => (day ? true : s.block === shot.block && (s.kind === 'arc' || s.kind === 'spectrum'))) ?? shot;
  const sidereal = siderealHours(night.plan.date, first.startSecond);
  if (day) return { rightAscensionDegree: sidereal * 15, declinationDegree: SOAR.latitudeDegree };
  const random = randomFor(night.plan, `pointing ${shot.block}`);
  return { rightAscensionDegree: ((sidereal + 0.2 + 0.8 * random.uniform()) % 24) * 15, declinationDegree: -50 + 40 * random.uniform() };
}
