import { purposes, type Purpose } from '../domain/calibrations.js';
import { calibrationHeaders } from '../products/index.js';

/** The card in which a product names its calibration of each purpose: GSP_BIAS, GSP_FLAT, GSP_LAMP. */
export const calibrationKeywords: readonly { readonly purpose: Purpose; readonly keyword: string }[] = purposes.map((purpose) => ({ purpose, keyword: calibrationHeaders[purpose].keyword }));
