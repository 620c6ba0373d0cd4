import { detectorRow } from '../frame.js';
import type { Layout } from './layout.js';
import type { FrameTruth } from './frame-truth.js';
import { addRow, integrate, type ColumnSpectrum } from './light/column-spectrum.js';
import { lampLines, lampRange, lampSpectrum } from './light/lamps.js';
import { quartzSpectrum } from './light/quartz.js';
import { skySpectrum } from './light/sky.js';
import { slitImage } from './light/slit-image.js';
import { flexed, slitShift, type Scene } from './optics/scene.js';
import type { Shot } from './plan/plan.js';
import { randomFor, type Night } from './prepared-night.js';
import type { SlitIllumination } from './slit/illumination.js';
import { simulatedSource } from './slit/simulated-source.js';
import { addSources } from './slit/star-image.js';
import { drawStarProfile } from './slit/star-profile.js';

const UNLISTED_LINES = 25; // beside those of the laboratory list

/** The light-sensitive part of one exposure while light is added to it. */
export interface Plate {
  readonly layout: Layout;
  readonly electrons: Float32Array;
  readonly illumination: Float64Array;
}

/** Adds the light of one exposure to its plate and says what it was. */
export function exposureLight(night: Night, shot: Shot, plate: Plate): Partial<FrameTruth> {
  const block = night.plan.blocks[shot.block];
  switch (shot.kind) {
    case 'bias':
      return {};
    case 'flat':
      return flatLight(night, night.scene(shot), plate);
    case 'arc':
      return arcLight(night, shot, flexed(night.scene(shot), driftOf(night, shot)), plate);
    case 'spectrum':
      return spectrumLight(night, shot, flexed(night.scene(shot), (block.flexurePixel ?? 0) + driftOf(night, shot)), plate);
  }
}

/** How far the image has moved since the block began, unbinned columns. */
function driftOf({ plan, shots }: Night, shot: Shot): number {
  const perHour = plan.blocks[shot.block].driftPixelPerHour ?? 0;
  const first = shots.find(({ block, kind }) => block === shot.block && (kind === 'arc' || kind === 'spectrum')) ?? shot;
  return (perHour * (shot.startSecond + shot.exposureSecond / 2 - first.startSecond)) / 3600;
}

function flatLight({ plan, instrument: { sensitivity, detector } }: Night, scene: Scene, plate: Plate): Partial<FrameTruth> {
  const peak = (sensitivity.quartzPeakAdu * detector.gainElectronPerAdu) / plan.binning ** 2;
  illuminate(plate.electrons, plate.layout, scene, quartzSpectrum(sensitivity, scene, peak), plate.illumination);
  return sceneTruth(scene);
}

function sceneTruth({ model, tilt }: Scene): Pick<FrameTruth, 'model' | 'tilt'> {
  return { model, tilt };
}

function arcLight(night: Night, shot: Shot, scene: Scene, plate: Plate): Partial<FrameTruth> {
  const { plan, instrument } = night;
  const block = plan.blocks[shot.block];
  const { gainElectronPerAdu, readNoiseElectron } = instrument.detector;
  if (block.lampOff) return { ...sceneTruth(scene), lines: [] };
  const request = {
    lamps: block.lamps,
    laboratoryLines: plan.laboratoryLines,
    unlistedLines: plan.unlistedLines ?? UNLISTED_LINES,
    brightestPeakElectron: (instrument.sensitivity.lampPeakAdu * gainElectronPerAdu) / plan.binning ** 2,
    slit: slitImage(instrument.optics, block.slitArcsecond ?? 1),
  };
  const lines = lampLines(instrument, scene, request, randomFor(plan, `lamp ${block.lamps.join('+')} ${block.mode}`));
  illuminate(plate.electrons, plate.layout, scene, lampSpectrum(scene, lines, request), plate.illumination);
  const pixel = { ...plate.layout.geometry, readNoiseElectron, detectorColumns: scene.model.detectorColumns };
  const range = lampRange(lines, request.slit, pixel);
  return { ...sceneTruth(scene), lines, ...(range && { lampRange: range }) };
}

function spectrumLight(night: Night, shot: Shot, scene: Scene, plate: Plate): Partial<FrameTruth> {
  const { plan, slit } = night;
  const { optics, sensitivity, detector } = night.instrument;
  const random = randomFor(plan, `spectrum ${shot.number}`);
  const { targets: planned = [], background, seeingArcsecond = 0.9, focusBend = 0 } = shot.spectrum ?? {};
  const image = slitImage(optics, plan.blocks[shot.block].slitArcsecond ?? 1);
  const sky = skySpectrum(sensitivity, scene, shot.exposureSecond, image, random.fork('sky'));
  illuminate(plate.electrons, plate.layout, scene, sky, slopedAlong(slit, plate, background?.gradient ?? 0));
  const seeing = seeingArcsecond * (0.95 + 0.1 * random.uniform());
  const place = { instrument: night.instrument, scene, slit, image, seeingArcsecond: seeing, focusBend, profile: drawStarProfile(random.fork('star image')) };
  const light = { illumination: plate.illumination, readNoiseElectron: detector.readNoiseElectron };
  if (background?.nebula) addSources(plate.electrons, scene, [simulatedSource(place, background.nebula, random.fork('nebula'))], plate.layout, light);
  const first = planned[0] && simulatedSource(place, planned[0], random.fork('target 0'));
  const sources = planned.map((target, i) => (i === 0 ? first : simulatedSource(place, target, random.fork(`target ${i}`), first)));
  const targets = addSources(plate.electrons, scene, sources, plate.layout, light);
  return { ...sceneTruth(scene), targets, skyPerPixel: middleOfSlit(scene, sky, plate.layout, slit) };
}

/** The light of each row of a sky that is brighter towards the upper end of the slit; the same in its middle. */
function slopedAlong(slit: SlitIllumination, { layout, illumination }: Plate, gradient: number): Float64Array {
  if (gradient === 0) return illumination;
  const [middle, half] = [0.5 * (slit.lowRow + slit.highRow), 0.5 * (slit.highRow - slit.lowRow)];
  return illumination.map((light, y) => light * (1 + (gradient * (detectorRow(layout.geometry, y) - middle)) / half));
}

function middleOfSlit(scene: Scene, spectrum: ColumnSpectrum, { geometry, lightFrom, lightTo }: Layout, slit: SlitIllumination): Float64Array {
  const row = new Float32Array(geometry.nx);
  const shift = slitShift(scene.tilt, 0.5 * (slit.lowRow + slit.highRow));
  addRow(row, [lightFrom, lightTo], spectrum, integrate(spectrum), { firstEdge: scene.firstEdge, width: geometry.binX, shift, scale: geometry.binY });
  return Float64Array.from(row);
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
