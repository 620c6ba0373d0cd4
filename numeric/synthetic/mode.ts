/** The part of the detector that is read in a mode. All columns unbinned. */
export interface ReadoutFormat {
  readonly columns: number;
  /** Detector column (numeric/frame: Geometry) of the first column read. */
  readonly firstColumn: number;
  /** Columns at the beginning that see no light. */
  readonly darkColumns: number;
  /** Light-sensitive columns after them. */
  readonly sensitiveColumns: number;
  /** Columns that are kept, from detector column 0. */
  readonly opticalColumns: number;
  /** Detector column of the optical axis. */
  readonly axisColumn: number;
}

/** How one preset spectroscopic mode is set up. */
export interface SimulatedMode {
  readonly name: string;
  /** Grating and order-blocking filter as the header writes them. */
  readonly grating: string;
  readonly filter: string;
  readonly linesPerMm: number;
  readonly gratingAngleDegree: number;
  readonly cameraAngleDegree: number;
  /** Blue edge of the filter where half the light passes, Angstrom; 0 without filter. */
  readonly filterEdgeAngstrom: number;
  readonly format: ReadoutFormat;
}
