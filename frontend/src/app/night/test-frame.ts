import type { NightFrameView } from '../api/client';

/** A frame that is done with a calibrated spectrum, and what deviates. */
export function viewOf(id: number, more: Partial<NightFrameView> = {}): NightFrameView {
  return {
    id, file_name: `${String(id).padStart(4, '0')}_ngc3242.fits`, proposal_id: 'SOAR2026B-014', kind: 'spectrum', obstype: 'SPECTRUM', object: 'NGC 3242', wavmode: '400_M1',
    exposure_second: 300, observed_at: new Date(Date.UTC(2027, 0, 19, 6, id)).toISOString(), received: '2027-01-19T06:35:00.000Z', state: 'done', step: 'calibrateWavelength', reason: 'master_bias of 10 frames', code: null,
    reduction_id: id, started: '2027-01-19T06:35:00.100Z', finished: '2027-01-19T06:35:01.600Z', latency_second: 1.6, timings: { trim: 0.1, rejectCosmicRays: 0.5, extract: 0.3, calibrateWavelength: 0.4 },
    excluded: null, flags: [], products: [{ id: 100 + id, file_name: '', data_type: '4', target: 1, provisional: false }], quality: { snrPerPixel: 97 }, ...more,
  }; // prettier-ignore
}
