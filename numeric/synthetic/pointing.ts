import type { Pointing } from './header-request.js';
import { siderealHours } from './plan/calendar.js';
import type { Shot } from './plan/plan.js';
import { randomFor, type Night } from './prepared-night.js';

/** Where the telescope pointed: the park position by day, one target near the meridian for each block. */
export function pointingOf(night: Night, shot: Shot): Pointing {
  const { site } = night.instrument;
  const day = shot.kind === 'bias' || shot.kind === 'flat';
  const first = night.shots.find((s) => (day ? true : s.block === shot.block && (s.kind === 'arc' || s.kind === 'spectrum'))) ?? shot;
  const sidereal = siderealHours(site, night.plan.date, first.startSecond);
  if (day) return { rightAscensionDegree: sidereal * 15, declinationDegree: site.latitudeDegree };
  const random = randomFor(night.plan, `pointing ${shot.block}`);
  return { rightAscensionDegree: ((sidereal + 0.2 + 0.8 * random.uniform()) % 24) * 15, declinationDegree: -50 + 40 * random.uniform() };
}
