/** How one of Goodman's preset spectroscopic modes is set up. */
export interface ModeSetup {
  /** WAVMODE as the header writes it. */
  readonly name: string;
  readonly grating: string;
  readonly linesPerMm: number;
  readonly gratingAngleDegree: number;
  readonly cameraAngleDegree: number;
  /** FILTER2, the order-blocking filter. */
  readonly filter2: string;
  /** Blue edge of the filter where half the light passes, Angstrom; 0 without filter. */
  readonly filterEdgeAngstrom: number;
  /** Columns read out, unbinned; 4142 with prescan, or 3096 as a frame of its own without prescan. */
  readonly rawColumns: number;
}

const FULL_READOUT = 4142;

function mode(name: string, grating: string, angles: [grating: number, camera: number], filter2: string, rawColumns = FULL_READOUT): ModeSetup {
  const edge = /\d+/.exec(filter2);
  return {
    name,
    grating,
    linesPerMm: Number.parseInt(grating, 10),
    gratingAngleDegree: angles[0],
    cameraAngleDegree: angles[1],
    filter2,
    // Long-pass glass is named by its half-power wavelength in nanometer.
    filterEdgeAngstrom: edge ? Number(edge[0]) * 10 : 0,
    rawColumns,
  };
}

/** The preset modes of the Goodman spectrograph: grating and camera angles in degree as its mode table lists them. */
export const MODES: Readonly<Record<string, ModeSetup>> = Object.fromEntries(
  [
    mode('400_M1', '400_SYZY', [5.8, 11.6], 'NO_FILTER'),
    mode('400_M2', '400_SYZY', [7.5, 16.1], 'GG455'),
    mode('600_UV', '600_SYZY_OLD', [7.0, 15.25], 'NO_FILTER'),
    mode('600_BLUE', '600_SYZY_OLD', [7.0, 17.0], 'NO_FILTER'),
    mode('600_MID', '600_SYZY_OLD', [10.0, 20.0], 'GG385'),
    mode('600_RED', '600_SYZY_OLD', [12.0, 27.0], 'GG495', 3096),
    mode('930_M1', '930_SYZY', [10.3, 20.6], 'NO_FILTER'),
    mode('930_M2', '930_SYZY', [12.6, 25.2], 'NO_FILTER'),
    mode('930_M3', '930_SYZY', [15.0, 29.9], 'GG385'),
    mode('930_M4', '930_SYZY', [18.3, 34.6], 'GG495'),
    mode('930_M5', '930_SYZY', [19.7, 39.4], 'GG495'),
    mode('930_M6', '930_SYZY', [22.1, 44.2], 'OG570'),
    mode('1200_M1', '1200_RALC_BLUE', [16.3, 29.5], 'NO_FILTER'),
    mode('1200_M2', '1200_RALC_BLUE', [18.7, 34.4], 'NO_FILTER'),
    mode('1200_M3', '1200_RALC_BLUE', [20.2, 39.4], 'NO_FILTER'),
    mode('1200_M4', '1200_RALC_BLUE', [22.2, 44.4], 'GG455'),
    mode('1200_M5', '1200_RALC_BLUE', [24.8, 49.6], 'GG455'),
    mode('1200_M6', '1200_RALC_BLUE', [27.4, 54.8], 'GG495'),
    mode('1200_M7', '1200_RALC_BLUE', [30.1, 60.2], 'OG570'),
  ].map((setup) => [setup.name, setup]),
);
