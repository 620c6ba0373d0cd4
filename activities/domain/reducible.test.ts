import { expect, test } from 'vitest';
import type { ExposureKind } from './exposure.js';
import { looksForCosmicRays, reasonNotReduced } from './reducible.js';

const frame = (kind: ExposureKind, obstype: string) => ({ kind, obstype, technique: kind === 'image' ? ('Imaging' as const) : ('Spectroscopy' as const) });

test.each([
  ['image', 'EXPOSE', 'EXPOSE frames taken as imaging are kept and shown, not reduced'],
  ['other', 'FOCUS', 'FOCUS frames are kept and shown, not reduced'],
  ['other', '7', "OBSTYPE is '7', none of those that are reduced (BIAS, LAMPFLAT, ARC, SPECTRUM): kept and shown, not reduced"],
  ['spectrum', 'SPECTRUM', undefined],
  ['arc', 'ARC', undefined],
  ['bias', 'BIAS', undefined],
  ['flat', 'LAMPFLAT', undefined],
] as const)('%s in a spectroscopic proposal', (kind, obstype, reason) => {
  expect(reasonNotReduced(frame(kind, obstype), { technique: 'Spectroscopy' })).toBe(reason);
});

test('in an imaging proposal nothing is reduced as a spectrum, and calibrations are still combined', () => {
  for (const kind of ['spectrum', 'arc'] as const) {
    expect(reasonNotReduced(frame(kind, kind.toUpperCase()), { technique: 'Imaging' })).toMatch(/of a proposal whose technique is set to Imaging/);
  }
  for (const kind of ['bias', 'flat'] as const) expect(reasonNotReduced(frame(kind, 'BIAS'), { technique: 'Imaging' })).toBeUndefined();
});

test('cosmic rays are looked for in spectra, unless the proposal says none', () => {
  expect(looksForCosmicRays({ kind: 'spectrum' }, { cosmic_ray_rejection: 'default' })).toBe(true);
  expect(looksForCosmicRays({ kind: 'spectrum' }, { cosmic_ray_rejection: 'none' })).toBe(false);
  expect(looksForCosmicRays({ kind: 'arc' }, { cosmic_ray_rejection: 'default' })).toBe(false);
});
