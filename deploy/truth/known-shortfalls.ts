import type { Shortfalls } from './shortfalls.js';

/** By night or exposure, what is not reached and what it measures today. */
export const knownShortfalls: Shortfalls = {
  '930_M2 2×2': { 'wavelength errors over those expected': 2.16 },
  '600_UV 2×2': { 'wavelength errors over those expected': 2.606 },
  'saturated star and companion': { 'targets that are none': 2 },
  'lines alone': { 'targets that are none': 2 },
  'galaxy 30 rows wide': { 'sources missed without a word': 1 },
  'star 4 rows from the edge': { 'sources missed without a word': 1 },
  'faint star in a bright nebula': { 'flux off beyond its error': 0.02676 },
  'faint stars on steep traces': { 'worst trace in photon errors': 4.288 },
  'lamps 2×2': {
    '600_UV CU: error over expected': 2.206,
    '600_BLUE CU: error over expected': 2.501,
    '930_M2 CU: error over expected': 2.332,
    '1200_M1 FE: error over expected': 2.17,
    '1200_M2 FE: error over expected': 2.432,
    '1200_M3 FE: error over expected': 2.781,
    '1200_M4 FE: error over expected': 2.438,
  },
  'lamps 1×1': {
    '400_M1 HGA+NE: between the lines, 95 %': 0.0203,
    '400_M2 HGA+NE: error over expected': 2.39,
    '600_UV CU: error over expected': 2.456,
    '600_BLUE CU: error over expected': 2.83,
    '600_MID HGA: error over expected': 2.25,
    '930_M2 CU: error over expected': 2.652,
    '1200_M1 FE: error over expected': 2.305,
    '1200_M2 FE: error over expected': 2.723,
    '1200_M3 FE: error over expected': 2.811,
    '1200_M4 FE: error over expected': 2.393,
    '1200_M5 CU: error over expected': 2.002,
    '600_RED HGA+NE: error over expected': 2.258,
  },
  '400_M2 1×1': { 'wavelength errors over those expected': 2.293 },
  '600_UV 1×1': { 'wavelength errors over those expected': 2.536 },
  '930_M2 1×1': { 'wavelength errors over those expected': 2.532 },
};
