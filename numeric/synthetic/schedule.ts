import { ContractError } from '../errors.js';
import { MODES, type ModeSetup } from './modes.js';
import type { NightPlan, Shot } from './plan.js';

const AFTERNOON_SECOND = 20.2 * 3600; // UTC; 16 h local time: bias frames and flats
const EVENING_SECOND = 24.6 * 3600; // UTC of the next day: after astronomical twilight in November
const READOUT_SECOND: Readonly<Record<number, number>> = { 1: 15, 2: 7, 3: 5 };
const SETUP_SECOND = 240;
const FLAT_SECOND = 8;
const LAMP_SECOND = 15;

type Draft = Omit<Shot, 'number' | 'name' | 'startSecond'>;

/** The mode of that name. @throws {ContractError} if there is none. */
export function modeNamed(name: string): ModeSetup {
  const mode = MODES[name];
  if (!mode) throw new ContractError(`no mode ${name}; there are ${Object.keys(MODES).join(', ')}`);
  return mode;
}

/** Every exposure of a plan in the order of the night: bias frames, flats of all blocks, then block after block. */
export function schedule(plan: NightPlan): Shot[] {
  const modes = plan.blocks.map((block) => modeNamed(block.mode));
  const readouts = new Map(modes.map((mode, block) => [mode.rawColumns, { mode, block }]));
  if (readouts.size === 0) readouts.set(4142, { mode: modeNamed('400_M1'), block: -1 });

  const day: Draft[] = [];
  for (const { mode, block } of readouts.values()) {
    for (let i = 0; i < plan.biases; i++) day.push({ kind: 'bias', mode, block, object: 'bias', exposureSecond: 0 });
  }
  plan.blocks.forEach(({ flats }, block) => {
    for (let i = 0; i < flats; i++) day.push({ kind: 'flat', mode: modes[block], block, object: 'quartz', exposureSecond: FLAT_SECOND });
  });

  const night = plan.blocks.flatMap(({ lamps, lampAfter, spectra }, block): Draft[] => {
    const mode = modes[block];
    const arcs: Draft[] = lamps.length > 0 ? [{ kind: 'arc', mode, block, object: lamps.join('+'), exposureSecond: LAMP_SECOND }] : [];
    const targets = spectra.map((spectrum): Draft => {
      return { kind: 'spectrum', mode, block, object: spectrum.object, exposureSecond: spectrum.exposureSecond, spectrum };
    });
    return lampAfter ? [...targets, ...arcs] : [...arcs, ...targets];
  });
  return [...inTime(day, plan, AFTERNOON_SECOND, 0), ...inTime(night, plan, EVENING_SECOND, day.length)];
}

function inTime(drafts: readonly Draft[], plan: NightPlan, startSecond: number, before: number): Shot[] {
  let clock = startSecond;
  return drafts.map((draft, i) => {
    if (i > 0 && draft.block !== drafts[i - 1].block) clock += SETUP_SECOND;
    const shot = { ...draft, number: before + i + 1, name: fileName(draft, before + i + 1), startSecond: clock };
    clock += draft.exposureSecond + READOUT_SECOND[plan.binning];
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
