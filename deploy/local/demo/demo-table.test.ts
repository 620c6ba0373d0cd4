import { describe, expect, it } from 'vitest';
import type { FileView } from './api-client.js';
import { demoTable, expectations, SHOWN_NIGHT, type DemoRow } from './demo-table.js';

const product = (file_name: string, data_type: string): FileView => ({ id: 1, file_name, data_type, original_file_id: 1, last_modified: '' });

function row(name: string, change: Partial<DemoRow['frame']> = {}, products: readonly FileView[] = []): DemoRow {
  const frame = { name, fileId: 1, created: true, state: 'done' as const, reason: '', sentAt: 0, uploadTiming: '', uploadSecond: 0.1, sentSecond: 0.05, calibratedSecond: undefined, calibratedFile: undefined, ...change };
  return { frame, products, truth: undefined, lampRange: undefined, spectra: [] };
}

describe('the table of the demo', () => {
  it('names the most advanced products of a frame, or why there are none', () => {
    const table = demoTable([
      row('0013_arc.fits', { calibratedSecond: 1.234 }, [product('fzst_0013_arc.fits', '2'), product('wefzst_0013_arc.fits', '4')]),
      row('0014_x.fits', { state: 'waiting', reason: 'needs a lamp' }),
    ]);
    expect(table.split('\n').slice(2)).toEqual(['0013_arc.fits  done     wefzst_0013_arc.fits  1.23', '0014_x.fits    waiting  needs a lamp']);
  });

  it('shortens a long reason', () => {
    const last = demoTable([row('x.fits', { state: 'failed', reason: 'y'.repeat(200) })]).split('\n').at(-1);
    expect(last).toBe(`x.fits  failed  ${'y'.repeat(89)}…`);
  });
});

describe('what the simulated night must come to', () => {
  it('is every frame done', () => {
    expect(expectations([row('0001_bias.fits'), row('0002_bias.fits', { state: 'waiting', reason: 'needs 10' })], SHOWN_NIGHT)).toEqual(['0002_bias.fits is waiting: needs 10']);
  });

  it('says when a target was not calibrated', () => {
    const truth = { kind: 'spectrum', targets: [{}, {}] } as unknown as DemoRow['truth'];
    expect(expectations([{ ...row('0020_pair.fits'), truth }], SHOWN_NIGHT)).toEqual(['0020_pair.fits has 2 targets, 0 were calibrated']);
  });
});
