import type { Geometry } from '#numeric/frame';
import type { Exposure } from './exposure.js';

/** `RED 2×2 gain 1.48 readnoise 3.89`, with the decimals that headers print, so that frames of one setup share the text. */
export function describeReadout({ camera, geometry, gainElectronPerAdu, readNoiseElectron }: Exposure): string {
  return `${camera.toUpperCase()} ${describeBinning(geometry)} gain ${gainElectronPerAdu.toFixed(2)} readnoise ${readNoiseElectron.toFixed(2)}`;
}

/** `2×2` */
export function describeBinning({ binX, binY }: Geometry): string {
  return `${binX}×${binY}`;
}

/** The read-out and the pixels it covers: frames of one text can be combined. The night is not part of it. */
export function readoutKey(exposure: Exposure): string {
  const g = exposure.geometry;
  return `${describeReadout(exposure)} ${g.nx}x${g.ny}+${g.x0}+${g.y0}`;
}

/** The read-out and the optics in front of it. */
export function opticsKey(exposure: Exposure): string {
  const { grating, gratingAngleDegree, cameraAngleDegree, filter, filter2, slit } = exposure;
  return `${readoutKey(exposure)} ${grating} ${angle(gratingAngleDegree)}/${angle(cameraAngleDegree)} ${filter} ${filter2} ${slit}`.toUpperCase();
}

function angle(degree: number | null): string {
  return degree === null ? '?' : degree.toFixed(2);
}
