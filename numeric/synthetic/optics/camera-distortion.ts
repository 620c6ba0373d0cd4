import type { Random } from '../../math/random.js';
import type { Scattered, SimulatedCamera } from '../instrument.js';

/** What keeps a camera and its detector from being perfect, drawn for one setup. Lengths in millimeter at the detector, along the dispersion axis from the optical axis. */
export interface CameraDistortion {
  /** Point about which the lenses distort radially: along the dispersion axis, and how far beside it. */
  readonly centerMillimeter: { readonly x: number; readonly y: number };
  /** Radial displacement (third and fifth order) at the distance `edgeMillimeter` from that point. */
  readonly edgeMillimeter: number;
  readonly thirdMillimeter: number;
  readonly fifthMillimeter: number;
  /** Turn of the detector about the axis of its rows' stack, radian: one end lies behind the focal plane, the other before it. */
  readonly tiltRadian: number;
  /** The surface of the detector: a wave of this height, period and phase. */
  readonly ripple: { readonly heightMillimeter: number; readonly periodMillimeter: number; readonly phaseRadian: number };
}

/** Steps after which an inversion that gains at least two digits a step is at the rounding of its numbers. */
const INVERSION_STEPS = 12;
/** A step smaller than this, 7e-11 pixel, ends an inversion: the error left is smaller by the gain of one step. */
const NEGLIGIBLE_MILLIMETER = 1e-12;

function draw({ mean, sigma }: Scattered, random: Random): number {
  return mean + sigma * Math.max(-2.5, Math.min(2.5, random.normal()));
}

/** A camera as one setup shows it. `millimeterPerPixel`: pitch of the detector. */
export function drawDistortion(camera: SimulatedCamera, millimeterPerPixel: number, random: Random): CameraDistortion {
  return {
    centerMillimeter: { x: draw(camera.centerMillimeter, random), y: draw(camera.centerMillimeter, random) },
    edgeMillimeter: camera.edgeMillimeter,
    thirdMillimeter: draw(camera.thirdOrderPixel, random) * millimeterPerPixel,
    fifthMillimeter: draw(camera.fifthOrderPixel, random) * millimeterPerPixel,
    tiltRadian: (draw(camera.detectorTiltDegree, random) * Math.PI) / 180,
    ripple: {
      heightMillimeter: camera.rippleMicrometer / 1000,
      periodMillimeter: camera.ripplePeriodMillimeter * (0.7 + 0.6 * random.uniform()),
      phaseRadian: 2 * Math.PI * random.uniform(),
    },
  };
}

/** Radial displacement along the dispersion axis at a point of the focal plane. */
function radial({ centerMillimeter, edgeMillimeter, thirdMillimeter, fifthMillimeter }: CameraDistortion, x: number): number {
  const along = x - centerMillimeter.x;
  const share = (along * along + centerMillimeter.y * centerMillimeter.y) / (edgeMillimeter * edgeMillimeter);
  return (along / edgeMillimeter) * share * (thirdMillimeter + fifthMillimeter * share);
}

/** Where rays reach the wavy surface: they come in at an angle, so its height moves them sideways. */
function rippled({ ripple }: CameraDistortion, focalLength: number, s: number): number {
  return ripple.heightMillimeter * Math.sin((2 * Math.PI * s) / ripple.periodMillimeter + ripple.phaseRadian) * (s / focalLength);
}

/**
 * Distance from the optical axis at which the detector gets the light that a perfect camera would send to `x`; both millimeter. Radial distortion
 * x + (x − c)·(a r² + b r⁴); a detector turned by τ meets the ray from the pupil at x/(cos τ − (x/f) sin τ); the height h of its surface adds h·x/f.
 */
export function distorted(distortion: CameraDistortion, focalLengthMillimeter: number, x: number): number {
  const focal = x + radial(distortion, x);
  const { tiltRadian } = distortion;
  const plane = focal / (Math.cos(tiltRadian) - (focal / focalLengthMillimeter) * Math.sin(tiltRadian));
  return plane + rippled(distortion, focalLengthMillimeter, plane);
}

/** The inverse of {@link distorted} within 1e-11 pixel. */
export function undistorted(distortion: CameraDistortion, focalLengthMillimeter: number, s: number): number {
  const plane = inverted(s, (value) => rippled(distortion, focalLengthMillimeter, value));
  const { tiltRadian } = distortion;
  const focal = (plane * Math.cos(tiltRadian)) / (1 + (plane / focalLengthMillimeter) * Math.sin(tiltRadian));
  return inverted(focal, (value) => radial(distortion, value));
}

/** v with v + displacement(v) = sum, for a displacement that changes by less than 1 % of its argument. */
function inverted(sum: number, displacement: (value: number) => number): number {
  let value = sum;
  for (let step = 0; step < INVERSION_STEPS; step++) {
    const next = sum - displacement(value);
    const change = Math.abs(next - value);
    value = next;
    if (change < NEGLIGIBLE_MILLIMETER) break;
  }
  return value;
}
