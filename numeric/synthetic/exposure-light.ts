import { detectorRow } from '../frame.js';
import type { Layout } from './layout.js';
import type { FrameTruth } from './frame-truth.js';
import { addRow, integrate, type ColumnSpectrum } from './light/column-spectrum.js';
import { lampLines, lampRange, lampSpectrum } from './light/lamps.js';
import { quartzSpectrum } from './light/quartz.js';
import { skySpectrum } from './light/sky.js';
import { slitImage } from './light/slit-image.js';
import { sourceSpectrum } from './light/source-spectrum.js';
import { flexed, slitShift, type Scene } from './optics/scene.js';
import type { NightBlock, Shot } from './plan/plan.js';
import { randomFor, type Night } from './prepared-night.js';
import type { SlitIllumination } from './slit/illumination.js';
import { addSources, type SimulatedSource } from './slit/star-image.js';
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

function flatLight({ plan, instrument: { sensitivity, detector } }: Night, scene: Scene, plate: Plate): Partial<FrameTruth> {
  const peak = (sensitivity.quartzPeakAdu * detector.gainElectronPerAdu) / plan.binning ** 2;
  illuminate(plate.electrons, plate.layout, scene, quartzSpectrum(sensitivity, scene, peak), plate.illumination);
  return sceneTruth(scene);
}

function sceneTruth({ model, tilt }: Scene): Pick<FrameTruth, 'model' | 'tilt'> {
  return { model, tilt };
}

function arcLight(night: Night, shot: Shot, block: NightBlock, plate: Plate): Partial<FrameTruth> {
  const { plan, instrument } = night;
  const { gainElectronPerAdu, readNoiseElectron } = instrument.detector;
  const scene = night.scene(shot);
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
  const planned = shot.spectrum?.targets ?? [];
  const image = slitImage(optics, plan.blocks[shot.block].slitArcsecond ?? 1);
  const sky = skySpectrum(sensitivity, scene, shot.exposureSecond, image, random.fork('sky'));
  illuminate(plate.electrons, plate.layout, scene, sky, plate.illumination);
  const skyPerPixel = middleOfSlit(scene, sky, plate.layout, slit);
  const seeing = (shot.spectrum?.seeingArcsecond ?? 0.9) * (0.95 + 0.1 * random.uniform());
  const profile = drawStarProfile(random.fork('star image'));
  const sources = planned.map((target, i): SimulatedSource => {
    const own = random.fork(`target ${i}`);
    const along = target.row ?? 0.25 + 0.5 * own.uniform();
    return {
      row: slit.lowRow + along * (slit.highRow - slit.lowRow),
      spectrum: sourceSpectrum(sensitivity, scene, { kind: target.kind ?? 'star', peakElectron: target.electronsPerPixel }, image, own),
      fwhmRows: seeing / optics.arcsecondPerPixel,
      profile,
    };
  });
  const targets = addSources(plate.electrons, scene, sources, plate.layout, {
    illumination: plate.illumination,
    readNoiseElectron: detector.readNoiseElectron,
  });
  return { ...sceneTruth(scene), targets, skyPerPixel };
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
