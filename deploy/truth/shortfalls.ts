/**
 * What the reduction does not reach yet. The limits stand in the tests and stay; a quantity beyond its limit has a row here with what it measures
 * today. A row whose quantity is within its limit, or has become worse, or is measured by no test any more, fails the test: the table cannot go stale.
 */
export type Shortfalls = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** One quantity of a night: what it is and what it may be at most, or must be at least. */
export interface Judged {
  readonly quantity: string;
  readonly value: number;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/**
 * A shortfall has grown when it lies beyond its limit by this share more than recorded, of the excess or of the limit, whichever is larger: the frames are
 * the same numbers everywhere, sums of float32 are not quite.
 */
const GROWTH = 0.1;

/** How far a value is beyond its limit; 0 or less within it, Infinity for a value that is none. */
function excess({ atMost, atLeast }: Judged, value: number): number {
  if (Number.isNaN(value)) return Infinity;
  return Math.max(atMost === undefined ? -Infinity : value - atMost, atLeast === undefined ? -Infinity : atLeast - value);
}

/** Every way in which the quantities of a night are not what their limits and its recorded shortfalls say, as sentences; none when all is as it should be. */
export function judge(night: string, quantities: readonly Judged[], shortfalls: Shortfalls): string[] {
  const recorded = shortfalls[night] ?? {};
  const wrong: string[] = [];
  for (const judged of quantities) {
    const { quantity, value, atMost, atLeast } = judged;
    const limit = atMost ?? atLeast ?? 0;
    const name = `${night}: ${quantity} is ${Number(value.toPrecision(4))}, the limit ${limit}`;
    const today = recorded[quantity];
    const beyond = excess(judged, value);
    if (beyond <= 0) {
      if (today !== undefined) wrong.push(`${name}: reached, take its row (${today}) out of the shortfalls`);
    } else if (today === undefined) {
      wrong.push(`${name}: not reached`);
    } else {
      const before = excess(judged, today);
      if (beyond > before + GROWTH * Math.max(before, Math.abs(limit))) wrong.push(`${name}: worse than the ${today} of the shortfalls`);
    }
  }
  const names = new Set(quantities.map(({ quantity }) => quantity));
  for (const quantity of Object.keys(recorded)) if (!names.has(quantity)) wrong.push(`${night}: ${quantity} stands in the shortfalls and is not measured`);
  return wrong;
}
