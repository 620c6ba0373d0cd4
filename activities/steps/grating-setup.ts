import type { GratingSetup } from '#numeric/wavelength/grating-model';
import { ReductionError } from '../domain/errors.js';
import type { Exposure } from '../domain/exposure.js';

/** The nominal optics of a frame. @param what it is called where its header does not tell them. @throws {ReductionError} `keyword-missing`. */
export function gratingSetup({ name, gratingLinesPerMm, gratingAngleDegree, cameraAngleDegree }: Exposure, what: string): GratingSetup {
  if (gratingLinesPerMm === null || gratingAngleDegree === null || cameraAngleDegree === null) {
    throw new ReductionError('keyword-missing', `${what} ${name} does not tell its grating and angles (GRATING, GRT_TARG, CAM_TARG), so no wavelength can be found.`);
  }
  return { linesPerMm: gratingLinesPerMm, gratingAngleDegree, cameraAngleDegree };
}
