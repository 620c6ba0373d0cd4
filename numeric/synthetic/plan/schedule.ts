import { ContractError } from '../../errors.js';
import type { SimulatedInstrument } from '../instrument.js';
import type { SimulatedMode } from '../mode.js';
import type { NightPlan, Shot } from './plan.js';

const SETUP_SECOND = 240; // between blocks: grating and camera turn
const FLAT_SECOND = 8;
const LAMP_SECOND = 15;

type Draft = Omit<Shot, 'number' | 'name' | 'startSecond'> & { readonly pauseSecond?: number };

/** The mode of that name. @throws {ContractError} if the instrument has none. */
export function modeNamed({ modes }: Pick<SimulatedInstrument, 'modes'>, name: string): SimulatedMode {
  const mode = modes[name];
  if (!mode) throw new ContractError(`no mode ${name}; there are ${Object.keys(modes).join(', ')}`);
  return mode;
}

/**
 * Every exposure of a plan in the order of the night: bias frames, flats of all blocks, then block after block.
 * @throws {ContractError} for a mode that the instrument does not have.
 */
export function schedule(plan: NightPlan, instrument: SimulatedInstrument): Shot[] {
  const modes = plan.blocks.map((block) => modeNamed(instrument, block.mode));
  const readouts = new Map(modes.map((mode, block) => [mode.format, { mode, block }]));
  if (readouts.size === 0) {
    const [mode] = Object.values(instrument.modes);
    readouts.set(mode.format, { mode, block: -1 });
  }

  const day: Draft[] = [];
  for (const { mode, block } of readouts.values()) {
    for (let i = 0; i < plan.biases; i++) day.push({ kind: 'bias', mode, block, object: 'bias', exposureSecond: 0 });
  }
  plan.blocks.forEach(({ flats }, block) => {
    for (let i = 0; i < flats; i++) day.push({ kind: 'flat', mode: modes[block], block, object: 'quartz', exposureSecond: FLAT_SECOND });
  });

  const night = plan.blocks.flatMap(({ lamps, lampAfter, lampsAround, pauseSecond: [before, after] = [0, 0], spectra }, block): Draft[] => {
    const mode = modes[block];
    const arcs: Draft[] = lamps.length > 0 ? [{ kind: 'arc', mode, block, object: lamps.join('+'), exposureSecond: LAMP_SECOND }] : [];
    const targets = spectra.map((spectrum, i): Draft => {
      return { kind: 'spectrum', mode, block, object: spectrum.object, exposureSecond: spectrum.exposureSecond, spectrum, ...(i === 0 && !lampAfter ? { pauseSecond: before } : {}) };
    });
    const later = arcs.map((arc) => ({ ...arc, pauseSecond: after }));
    if (lampsAround) return [...arcs, ...targets, ...later];
    return lampAfter ? [...targets, ...later] : [...arcs, ...targets];
  });
  const { site, detector } = instrument;
  const readoutSecond = detector.readoutSecond[plan.binning];
  return [...inTime(day, readoutSecond, site.afternoonSecond, 0), ...inTime(night, readoutSecond, site.eveningSecond, day.length)];
}

function inTime(drafts: readonly Draft[], readoutSecond: number, startSecond: number, before: number): Shot[] {
  let clock = startSecond;
  return drafts.map(({ pauseSecond = 0, ...draft }, i) => {
    if (i > 0 && draft.block !== drafts[i - 1].block) clock += SETUP_SECOND;
    clock += pauseSecond;
    const shot = { ...draft, number: before + i + 1, name: fileName(draft, before + i + 1), startSecond: clock };
    clock += draft.exposureSecond + readoutSecond;
    return shot;
  });
}

function fileName(draft: Draft, number: number): string {
  const mode = draft.mode.name.toLowerCase().replace('_', '');
  const words = { bias: 'bias', flat: `flat_${mode}`, arc: `arc_${mode}`, spectrum: slug(draft.object) };
  return `${String(number).padStart(4, '0')}_${words[draft.kind]}.fits`;
}

function slug(object: string): string {
  return object.toLowerCase().replaceAll(/[^a-z0-9+-]+/g, '');
}
