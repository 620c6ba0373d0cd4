const DAY_MS = 86_400_000;

/** An observing night is its evening date at the telescope, YYYYMMDD. */
export function shiftNight(night: string, days: number): string {
  return new Date(startOf(night) + days * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
}

/** Nights between two nights, never negative. */
export function nightsApart(a: string, b: string): number {
  return Math.abs(startOf(a) - startOf(b)) / DAY_MS;
}

function startOf(night: string): number {
  return Date.UTC(Number(night.slice(0, 4)), Number(night.slice(4, 6)) - 1, Number(night.slice(6, 8)));
}
