import type { Shortfalls } from './shortfalls.js';

/** By night or exposure, what is not reached and what it measures today. */
export const knownShortfalls: Shortfalls = {
  'saturated star': { 'flux off beyond its error': 0.01917 },
  'saturated star and companion': { 'sources missed without a word': 1, 'targets that are none': 2, 'flux off beyond its error': 0.0698 },
  'star saturated everywhere': { 'refused as saturated': 0 },
  'two stars 1.0 FWHM apart': { 'flux off beyond its error': 0.276 },
  'two stars 1.2 FWHM apart': { 'flux off beyond its error': 0.1107 },
  'two stars 1.5 FWHM apart': { 'flux off beyond its error': 0.06579 },
  'star out of focus at the ends': { 'flux off beyond its error': 0.02589, 'a tenth of the spectrum off by': 0.121 },
  'star out of focus in the middle': { 'flux off beyond its error': 0.02373, 'a tenth of the spectrum off by': 0.1648 },
  'nucleus on its host': { 'light of the lines': 0.5934 },
  'gas 4 rows beside a star': { 'light of the lines': 0.03589 },
  'gas 8 rows beside a star': { 'light of the lines': 0.4736 },
  'lines alone': { 'sources missed without a word': 1, 'targets that are none': 1, 'light of the lines': 0.03095 },
  'faint lines alone': { 'sources missed without a word': 1, 'light of the lines': 0 },
  'galaxy 30 rows wide': { 'sources missed without a word': 1 },
  // Waves of the detector's surface, which no line list resolves, are not in the error that rich lamps expect between their lines.
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
  },
  'lamps through 3″': { 'share within 0.1 pixel': 0.4118, 'share accepted': 0.6029, 'wrong by more than a pixel': 2 },
};
