/**
 * The spectroscopic modes of Goodman. Angles: the mode table of the instrument (SOAR, Goodman documentation, "Goodman
 * modes") and the targets in the headers of the reference lamps of 2017–2024, which agree.
 */
export interface Mode {
  /** WAVMODE in the queue's words. */
  readonly name: string;
  readonly linesPerMm: number;
  readonly cameraAngleDegree: number;
  readonly gratingAngleDegree: number;
  /** Only this grating has the mode; needed where two gratings of one ruling share the angles (1200_M7, 1200_CaNIR). */
  readonly grating?: RegExp;
}

function mode(name: string, linesPerMm: number, cameraAngleDegree: number, gratingAngleDegree: number, grating?: RegExp): Mode {
  return { name, linesPerMm, cameraAngleDegree, gratingAngleDegree, ...(grating ? { grating } : {}) };
}

const CANIR = /CANIR/;
const NOT_CANIR = /^(?!.*CANIR)/;

export const MODES: readonly Mode[] = [
  mode('400_M1', 400, 11.6, 5.8),
  mode('400_M2', 400, 16.1, 7.5),
  mode('600_UV', 600, 15.25, 7.0),
  mode('600_BLUE', 600, 17.0, 7.0),
  mode('600_MID', 600, 20.0, 10.0),
  mode('600_RED', 600, 27.0, 12.0),
  mode('930_M1', 930, 20.6, 10.3),
  mode('930_M2', 930, 25.2, 12.6),
  mode('930_M3', 930, 29.9, 15.0),
  mode('930_M4', 930, 34.6, 18.3),
  mode('930_M5', 930, 39.4, 19.7),
  mode('930_M6', 930, 44.2, 22.1),
  mode('1200_M0', 1200, 26.0, 16.3),
  mode('1200_M1', 1200, 29.5, 16.3),
  mode('1200_M2', 1200, 34.4, 18.7),
  mode('1200_M3', 1200, 39.4, 20.2),
  mode('1200_M4', 1200, 44.4, 22.2),
  mode('1200_M5', 1200, 49.6, 24.8),
  mode('1200_M6', 1200, 54.8, 27.4),
  mode('1200_M7', 1200, 60.2, 30.1, NOT_CANIR),
  mode('1200_CaNIR', 1200, 60.2, 30.1, CANIR),
];

/** Targets are typed to a tenth of a degree at best; the encoders stop within 0.04° of them in every reference lamp. */
export const ANGLE_TOLERANCE_DEGREE = 0.1;

export interface Setup {
  readonly grating: string;
  readonly linesPerMm: number;
  readonly cameraAngleDegree: number;
  readonly gratingAngleDegree: number;
}

/** Floating point must not decide about a difference of exactly the tolerance. */
export function anglesAgree(a: number, b: number): boolean {
  return Math.abs(a - b) <= ANGLE_TOLERANCE_DEGREE + 1e-6;
}

/** The mode that these angles set, whatever the filter, or undefined for a custom setup. */
export function findMode({ grating, linesPerMm, cameraAngleDegree, gratingAngleDegree }: Setup): Mode | undefined {
  return MODES.find(
    (m) =>
      m.linesPerMm === linesPerMm &&
      (m.grating?.test(grating.toUpperCase()) ?? true) &&
      anglesAgree(m.cameraAngleDegree, cameraAngleDegree) &&
      anglesAgree(m.gratingAngleDegree, gratingAngleDegree),
  );
}

/** Wavelength that lands on the center of the detector, first order: (sin α + sin β)/G, α the grating angle, β = camera angle − α. Angstrom. */
export function centralWavelengthAngstrom({ linesPerMm, cameraAngleDegree, gratingAngleDegree }: Setup): number {
  const alpha = (gratingAngleDegree * Math.PI) / 180;
  const beta = ((cameraAngleDegree - gratingAngleDegree) * Math.PI) / 180;
  const angstromPerMm = 1e7;
  return ((Math.sin(alpha) + Math.sin(beta)) * angstromPerMm) / linesPerMm;
}

/** The mode's name, or `Custom_650nm` after the wavelength in the middle. */
export function modeName(setup: Setup): string {
  return findMode(setup)?.name ?? `Custom_${Math.round(centralWavelengthAngstrom(setup) / 10)}nm`;
}

/** The spelling of the mode table for a name in any case, or undefined for a name the table does not have. */
export function canonicalModeName(name: string): string | undefined {
  return MODES.find((m) => m.name.toUpperCase() === name.toUpperCase())?.name;
}
