import { describe, expect, test } from 'vitest';
import { MASK, type Frame } from '#numeric/frame';
import { referenceKernels } from '#numeric/kernels/reference';
import { findTargets, type Target } from '#numeric/sources/targets';
import { pointSourceFrame, type PointSource } from '#numeric/synthetic/point-source';
import type { Products } from '../products/index.js';
import { extract } from './extract.js';

const readNoiseElectron = 4;
const settings = { method: 'optimal', widthFwhm: 2, skySpacingFwhm: 3, subtractSky: true } as const;

const star = (row: number, electrons: number): PointSource => ({ row: () => row, fwhm: () => 4, electrons: () => electrons });

function exposed(sources: PointSource[]): Frame {
  return pointSourceFrame({ nx: 500, ny: 120, binning: 2, sources, sky: () => 30, readNoiseElectron, seed: 9 });
}

function search(frame: Frame): Target[] {
  return findTargets(frame, { slit: { arcsecondPerRow: 0.15, largestTiltRows: 18 }, model: 'moffat', maximum: 5, backgroundThreshold: 3, minimumSnr: 5 });
}

function run(frame: Frame, targets: Products['targets']) {
  const inputs = { frame: { frame, exposure: { readNoiseElectron }, cards: [], provenance: { steps: [] } } as unknown as Products['frame'], targets };
  return extract.run(inputs, settings, { kernels: referenceKernels, sources: {} });
}

const meanFlux = (flux: Float64Array): number => flux.reduce((sum, value) => sum + value, 0) / flux.length;

describe('sources beyond the number asked for', () => {
  const frame = exposed([star(52, 6000), star(64, 3000)]);
  const [first, second] = search(frame) as [Target, Target];

  test('are no spectra, but their light is not given to their neighbors', () => {
    const { product } = run(frame, { targets: [first], neighbors: [second] });
    expect(product.spectra).toHaveLength(1);
    expect(Math.abs(meanFlux(product.spectra[0]!.flux) / 6000 - 1)).toBeLessThan(0.005);
    expect(product.spectra[0]?.quality?.['neighborSharePercent']).toBeGreaterThan(0.1);
  });
});

describe('saturation', () => {
  const source = star(60, 6000);
  const saturate = (columns: number): ReturnType<typeof run> => {
    const frame = exposed([source]);
    const targets = search(frame);
    for (let x = 0; x < columns; x++) for (let y = 58; y <= 62; y++) frame.mask[y * 500 + x] = MASK.SATURATED;
    return run(frame, { targets });
  };

  test('of some columns is masked and counted', () => {
    const { product, quality } = saturate(40);
    expect(quality).toMatchObject({ saturatedColumns: 40 });
    expect(product.spectra[0]?.mask.filter((bits) => bits & MASK.SATURATED)).toHaveLength(40);
  });

  test('of all columns of the only source is refused in words', () => {
    expect(() => saturate(500)).toThrow(/saturated in every column\. Take it again with a shorter exposure\./);
  });
});
