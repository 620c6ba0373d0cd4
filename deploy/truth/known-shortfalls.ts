import type { Shortfalls } from './shortfalls.js';

/** By night or exposure, what is not reached and what it measures today. */
export const knownShortfalls: Shortfalls = {
  'saturated star': { 'targets that are none': 2, 'trace off by rows': 1.316, 'flux off beyond its error': 0.4549 },
  'saturated star and companion': { 'targets that are none': 2 },
  'star saturated everywhere': { 'refused as saturated': 0 },
  'two stars 1.0 FWHM apart': { 'sources missed without a word': 1, 'trace off by rows': 0.738, 'flux off beyond its error': 0.4868 },
  'two stars 1.2 FWHM apart': { 'sources missed without a word': 1, 'trace off by rows': 1.216, 'flux off beyond its error': 0.6001 },
  'two stars 1.5 FWHM apart': { 'sources missed without a word': 1, 'trace off by rows': 1.061, 'flux off beyond its error': 0.5367 },
  'two stars 2.5 FWHM apart': { 'targets that are none': 1, 'flux off beyond its error': 0.02991 },
  'five stars': { 'flux off beyond its error': 0.251 },
  'star out of focus at the ends': { 'flux off beyond its error': 0.02632, 'a tenth of the spectrum off by': 0.1216 },
  'star out of focus in the middle': { 'flux off beyond its error': 0.02411, 'a tenth of the spectrum off by': 0.1655 },
  'nucleus on its host': { 'light of the lines': 0.5933 },
  'gas 4 rows beside a star': { 'light of the lines': 0.03581 },
  'gas 8 rows beside a star': { 'light of the lines': 0.4732 },
  'faint lines alone': { 'sources missed without a word': 1, 'light of the lines': 0 },
  'galaxy 30 rows wide': { 'sources missed without a word': 1 },
  'star 4 rows from the edge': { 'sources missed without a word': 1, 'targets that are none': 1 },
  'star 8 rows from the edge': { 'flux off beyond its error': 0.01413 },
  'star 8 rows from the upper edge': { 'flux off beyond its error': 0.0123 },
  'faint star in a bright nebula': { 'targets that are none': 1, 'flux off beyond its error': 1.952 },
  'nebula at the edge': { 'targets that are none': 2 },
  'star that leaves the slit': { 'targets that are none': 1, 'trace off by rows': 0.3614, 'flux off beyond its error': 0.1543 },
  'faint stars on steep traces': { 'sources missed': 9, 'targets that are none': 2, 'worst trace in photon errors': 37.41, 'worst flux in claimed errors': 7.414 },
  'nothing but sky and cosmic rays': { 'false targets in 100': 8, 'refused in words that are not true': 28 },
};
