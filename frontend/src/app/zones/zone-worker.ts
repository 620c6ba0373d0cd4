import { extractZones } from '../../../../numeric/extraction/extract-zones.js';
import { onDetector, wrongWithZones, zonesOn } from '../../../../numeric/extraction/zones.js';
import type { FromWorker, ToWorker, ZoneFrame, ZoneRequest } from './zone-messages';

/** Extracts zones beside the page, by the functions with which the platform does: what is drawn is what a version will hold. */

let frame: ZoneFrame | undefined;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'frame') {
    frame = data.frame;
    return;
  }
  const since = performance.now();
  const answer = extracted(data.request);
  postMessage({ id: data.id, ms: performance.now() - since, ...answer } satisfies FromWorker);
});

function extracted({ coefficients, lower, upper, sky, method, fwhm }: ZoneRequest): Pick<FromWorker, 'wrong' | 'spectrum'> {
  if (!frame) return { wrong: 'The pixels are not here yet.' };
  const { geometry, readNoiseElectron } = frame;
  // To the detector and back, as the platform keeps apertures: the same roundings.
  const zones = zonesOn(geometry, onDetector(geometry, { trace: coefficients, lower, upper, sky }));
  const wrong = wrongWithZones(geometry.ny, zones);
  if (wrong !== undefined) return { wrong };
  const fwhmPixel = (Math.max(0.5, fwhm) * geometry.binY) / geometry.binY;
  const { flux, variance, sky: under, mask } = extractZones(frame, zones, { method, model: 'moffat', fwhmPixel, readNoiseElectron });
  return { spectrum: { flux, variance, sky: under, mask } };
}
