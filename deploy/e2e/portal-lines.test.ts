import { describe, expect, it } from 'vitest';
import { laboratoryLines } from '#activities/reference/line-lists';
import { nightSkyLines } from '#activities/reference/night-sky';
import { SKY_LINES } from '#activities/reference/sky-lines';

type Lines = readonly { readonly name: string; readonly angstrom: number }[];

// The portal is built apart and imports nothing from here; its lists are looked at as they stand.
const portal = new URL('../../frontend/src/app/viewer/line-lists.ts', import.meta.url).href;
const { lineLists } = (await import(portal)) as { readonly lineLists: Readonly<Record<'hydrogen' | 'helium' | 'metals' | 'sky', Lines>> };

/** Refractive index of air at a wavelength in vacuum, angstrom (Peck & Reeder 1972, as in the sources of the laboratory lines). */
function airIndex(vacuum: number): number {
  const s = (1e4 / vacuum) ** 2;
  return 1 + 8060.51e-8 + 2480990e-8 / (132.274 - s) + 17455.7e-8 / (39.32957 - s);
}

/** Rydberg's formula for hydrogen, in air; fine structure and the shift of the levels move it by up to 0.1 angstrom. */
function hydrogen(lower: number, upper: number): number {
  const vacuum = 1e8 / (109_677.5834 * (1 / lower ** 2 - 1 / upper ** 2));
  return vacuum / airIndex(vacuum);
}

const LEVELS: Readonly<Record<string, readonly [lower: number, upper: number]>> = { Hα: [2, 3], Hβ: [2, 4], Hγ: [2, 5], Hδ: [2, 6], Hε: [2, 7], H8: [2, 8], H9: [2, 9], P12: [3, 12], P11: [3, 11], P10: [3, 10], P9: [3, 9] };

describe('the lines that may be looked for in the portal', () => {
  it('of hydrogen lie where its levels put them, in air', () => {
    expect(lineLists.hydrogen.map(({ name }) => name).sort()).toEqual(Object.keys(LEVELS).sort());
    for (const { name, angstrom } of lineLists.hydrogen) expect(Math.abs(angstrom - hydrogen(...(LEVELS[name] ?? [1, 1]))), name).toBeLessThan(0.1);
  });

  it('are the laboratory lines by which lamps are solved, where these list the ion', () => {
    const listed = laboratoryLines(['HGA', 'NE', 'AR', 'FE', 'CU'], true).map(({ element, ionized, wavelengthAngstrom }) => ({ ion: `${element} ${ionized ? 'II' : 'I'}`, angstrom: wavelengthAngstrom }));
    const compared = [...lineLists.helium, ...lineLists.metals, ...lineLists.sky].filter(({ name }) => listed.some(({ ion }) => ion === name));
    expect(compared.length).toBeGreaterThan(12);
    for (const { name, angstrom } of compared) {
      const nearest = Math.min(...listed.filter(({ ion }) => ion === name).map((line) => Math.abs(line.angstrom - angstrom)));
      // Mercury 5460.73 in the one and 5460.75 in the other: natural mercury and its isotopes.
      expect(nearest, `${name} ${angstrom}`).toBeLessThan(name === 'Hg I' ? 0.02 : 0.01);
    }
  });

  it('of the sky are those that check and give wavelengths', () => {
    const numbers = [...SKY_LINES, ...nightSkyLines.map(({ wavelengthAngstrom }) => wavelengthAngstrom)];
    for (const { name, angstrom } of lineLists.sky.filter((line) => !line.name.startsWith('O₂'))) expect(Math.min(...numbers.map((each) => Math.abs(each - angstrom))), `${name} ${angstrom}`).toBeLessThan(0.006);
  });
});
