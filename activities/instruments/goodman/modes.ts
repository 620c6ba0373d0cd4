/**
 * The spectroscopic modes of Goodman. Angles: the mode table of the instrument (SOAR, Goodman documentation, "Goodman
 * modes") and the targets in the headers of the reference lamps of 2017–2024, which agree.
 */
export interface Mode {
  /** WAVMODE in the queue's words. */
  readonly name: string;
  /** The grating mounted for it, as headers of the queue write it. */
  readonly grating: string;
  readonly linesPerMm: number;
  readonly cameraAngleDegree: number;
  readonly gratingAngleDegree: number;
  /** The order-blocking filter of the mode, as FILTER2 names it. */
  readonly orderFilter: string;
  /** Only this grating has the mode; needed where two gratings of one ruling share the angles (1200_M7, 1200_CaNIR). */
  readonly onlyGrating?: RegExp;
}

function mode(name: string, grating: string, cameraAngleDegree: number, gratingAngleDegree: number, orderFilter: string, onlyGrating?: RegExp): Mode {
  return { name, grating, linesPerMm: Number.parseInt(grating, 10), cameraAngleDegree, gratingAngleDegree, orderFilter, ...(onlyGrating ? { onlyGrating } : {}) };
}

const CANIR = /CANIR/;
const NOT_CANIR = /^(?!.*CANIR)/;

export const MODES: readonly Mode[] = [
  mode('400_M1', '400_SYZY', 11.6, 5.8, 'NO_FILTER'),
  mode('400_M2', '400_SYZY', 16.1, 7.5, 'GG455'),
  mode('600_UV', '600_SYZY_OLD', 15.25, 7.0, 'NO_FILTER'),
  mode('600_BLUE', '600_SYZY_OLD', 17.0, 7.0, 'NO_FILTER'),
  mode('600_MID', '600_SYZY_OLD', 20.0, 10.0, 'GG385'),
  mode('600_RED', '600_SYZY_OLD', 27.0, 12.0, 'GG495'),
  mode('930_M1', '930_SYZY', 20.6, 10.3, 'NO_FILTER'),
  mode('930_M2', '930_SYZY', 25.2, 12.6, 'NO_FILTER'),
  mode('930_M3', '930_SYZY', 29.9, 15.0, 'GG385'),
  mode('930_M4', '930_SYZY', 34.6, 18.3, 'GG495'),
  mode('930_M5', '930_SYZY', 39.4, 19.7, 'GG495'),
  mode('930_M6', '930_SYZY', 44.2, 22.1, 'OG570'),
  mode('1200_M0', '1200_RALC_BLUE', 26.0, 16.3, 'NO_FILTER'),
  mode('1200_M1', '1200_RALC_BLUE', 29.5, 16.3, 'NO_FILTER'),
  mode('1200_M2', '1200_RALC_BLUE', 34.4, 18.7, 'NO_FILTER'),
  mode('1200_M3', '1200_RALC_BLUE', 39.4, 20.2, 'NO_FILTER'),
  mode('1200_M4', '1200_RALC_BLUE', 44.4, 22.2, 'GG455'),
  mode('1200_M5', '1200_RALC_BLUE', 49.6, 24.8, 'GG455'),
  mode('1200_M6', '1200_RALC_BLUE', 54.8, 27.4, 'GG495'),
  mode('1200_M7', '1200_RALC_BLUE', 60.2, 30.1, 'OG570', NOT_CANIR),
  mode('1200_CaNIR', '1200_CANIR', 60.2, 30.1, 'OG570', CANIR),
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
      (m.onlyGrating?.test(grating.toUpperCase()) ?? true) &&
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
