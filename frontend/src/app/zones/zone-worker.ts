import { extractZones } from '../../../../numeric/extraction/extract-zones.js';
import { skyOfZones } from '../../../../numeric/extraction/zone-sky.js';
import { onDetector, zoneFault, zonesOn, type Zones } from '../../../../numeric/extraction/zones.js';
import type { FromWorker, ToWorker, ZoneFrame, ZoneRequest } from './zone-messages';

/** Extracts zones beside the page, by the functions with which the platform does: what is drawn is what a version will hold. */

let frame: ZoneFrame | undefined;
/** The sky of the zones that were asked for last: an aperture that is dragged has it still. */
let known: { readonly zones: Zones; readonly sky: ReturnType<typeof skyOfZones> } | undefined;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'frame') {
    frame = data.frame;
    known = undefined;
    return;
  }
  const since = performance.now();
  const answer = extracted(data.request);
  const { flux, variance, sky, mask } = answer.spectrum ?? {};
  postMessage({ id: data.id, ms: performance.now() - since, ...answer } satisfies FromWorker, [flux, variance, sky, mask].flatMap((values) => (values ? [values.buffer] : [])));
});

function extracted({ coefficients, lower, upper, sky, method, fwhm }: ZoneRequest): Pick<FromWorker, 'wrong' | 'spectrum'> {
  if (!frame) return { wrong: { kind: 'no-pixels', values: {} } };
  const { geometry, readNoiseElectron } = frame;
  // To the detector and back, as the platform keeps apertures: the same roundings.
  const zones = zonesOn(geometry, onDetector(geometry, { trace: coefficients, lower, upper, sky }));
  const wrong = zoneFault(geometry.ny, zones);
  if (wrong !== undefined) return { wrong };
  const fwhmPixel = (Math.max(0.5, fwhm) * geometry.binY) / geometry.binY;
  const { flux, variance, sky: under, mask } = extractZones(frame, zones, { method, model: 'moffat', fwhmPixel, readNoiseElectron }, skyUnder(frame, zones));
  return { spectrum: { flux, variance, sky: under, mask } };
}

function skyUnder(on: ZoneFrame, zones: Zones): ReturnType<typeof skyOfZones> {
  const isSame = known !== undefined && JSON.stringify(known.zones.sky) === JSON.stringify(zones.sky) && known.zones.rows.every((row, x) => row === zones.rows[x]);
  if (!known || !isSame) known = { zones, sky: skyOfZones(on, zones) };
  return known.sky;
}
