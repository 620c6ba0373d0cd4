import { defaultSettings, type ReductionSettings } from '#activities/domain/settings';
import { LEVEL } from '#activities/domain/reduction';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import type { EncodedFile } from '#activities/products/fits/file-draft';
import { expose, prepareNight, simulateFrame, type FrameTruth, type NightPlan, type Shot } from '#numeric/synthetic/night';
import { readSpectrum, type SpectrumFile } from '../local/demo/against-truth.js';
import { FolderNight } from '../local/offline/folder-night.js';
import type { FrameReport } from '../local/offline/frame-report.js';

/** A calibrated spectrum: the file as it is stored, and its table. */
export interface CalibratedFile {
  readonly file: EncodedFile;
  readonly spectrum: SpectrumFile;
}

/** What became of one exposure of the sky, and what it was. */
export interface ReducedExposure {
  readonly shot: Shot;
  readonly report: FrameReport;
  readonly truth: FrameTruth;
  /** Outermost lamp lines of its block. */
  readonly lampRange: NonNullable<FrameTruth['lampRange']>;
  readonly spectra: readonly CalibratedFile[];
}

/** A simulated night reduced in this process, with other settings where some are given. Frames are made when they are read, so that a long night fits the memory. */
export async function reducedNight(plan: NightPlan, settings: Partial<ReductionSettings> = {}): Promise<{ reports: FrameReport[]; files: EncodedFile[]; exposures: ReducedExposure[]; biases: FrameTruth[] }> {
  const night = prepareNight(plan, simulatedGoodman());
  const files: EncodedFile[] = [];
  const folder = new FolderNight({
    settings: { ...defaultSettings, minimum_number_of_bias: plan.biases, minimum_number_of_flats: Math.max(...plan.blocks.map(({ flats }) => flats)), ...settings },
    date: plan.date,
    keep: (file) => {
      if (file.dataType === LEVEL.calibrated || file.fileName.startsWith('master_')) files.push(file);
      return Promise.resolve();
    },
    onReport: () => undefined,
  });
  try {
    const reports = await folder.reduce(night.shots.map(({ name, number }) => ({ name, read: () => Promise.resolve(simulateFrame(night, number).bytes) })));
    const exposures = night.shots.flatMap((shot): ReducedExposure[] => {
      if (shot.kind !== 'spectrum') return [];
      const lamp = night.shots.find(({ kind, block }) => kind === 'arc' && block === shot.block);
      const lampRange = lamp && expose(night, lamp).truth.lampRange;
      const report = reports.find(({ name }) => name === shot.name);
      if (!lampRange || !report) throw new Error(`${shot.name} has no lamp or no report`);
      const own = files.filter(({ fileName, dataType }) => dataType === LEVEL.calibrated && fileName.includes(shot.name.replace('.fits', '')));
      return [{ shot, report, lampRange, truth: expose(night, shot).truth, spectra: own.map((file) => ({ file, spectrum: readSpectrum(file.bytes) })) }];
    });
    const biases = night.shots.filter(({ kind }) => kind === 'bias').map((shot) => expose(night, shot).truth);
    return { reports, files, exposures, biases };
  } finally {
    await folder.close();
  }
}
