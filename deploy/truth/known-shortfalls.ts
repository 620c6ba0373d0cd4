import type { Shortfalls } from './shortfalls.js';

/** By night or exposure, what is not reached and what it measures today. */
export const knownShortfalls: Shortfalls = {
  'star 4 rows from the edge': { 'sources missed without a word': 1 },
  'faint star in a bright nebula': { 'flux off beyond its error': 0.02676 },
  'faint stars on steep traces': { 'worst trace in photon errors': 4.288 },
  '600_RED 1×1': { 'S/N of the photon limit': 0.9747 },
  '600_UV 1×1': { 'S/N of the photon limit': 0.9796 },
  '400_M1 2×2': { 'S/N of the photon limit': 0.9793 },
  '400_M1 1×1': { 'S/N of the photon limit': 0.9786 },
};
