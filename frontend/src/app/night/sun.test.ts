import { nightSun, siderealHours, sunAltitude, sunPlace } from './sun';

describe('the sun over the telescope', () => {
  it('stands where the almanac has it', () => {
    // Meeus, Astronomical Algorithms, examples 25.a and 12.a.
    const { rightAscension, declination } = sunPlace(Date.UTC(1992, 9, 13));
    expect(Math.abs(rightAscension - 198.38083)).toBeLessThan(0.02);
    expect(Math.abs(declination - -7.78507)).toBeLessThan(0.02);
    expect(siderealHours(Date.UTC(1987, 3, 10), 0)).toBeCloseTo(13 + 10 / 60 + 46.3668 / 3600, 4);
  });

  it('sets, leaves the dark, and comes again, in this order and at these heights', () => {
    for (const night of ['20261123', '20270118', '20270620']) {
      const { sunset, dark, twilight, sunrise } = nightSun(night);
      expect([sunset, dark, twilight, sunrise]).toEqual([sunset, dark, twilight, sunrise].toSorted((a, b) => a - b));
      for (const [at, degree] of [[sunset, -0.833], [dark, -18], [twilight, -18], [sunrise, -0.833]] as const) expect(Math.abs(sunAltitude(at) - degree)).toBeLessThan(0.01);
      expect(sunAltitude(sunset - 60_000)).toBeGreaterThan(-0.833);
      expect(sunAltitude(dark + 60_000)).toBeLessThan(-18);
    }
  });

  it('makes winter nights long and summer nights short, around the same middle', () => {
    const hours = (night: string): number => (nightSun(night).sunrise - nightSun(night).sunset) / 3_600_000;
    // Day length at latitude −30.2° by the textbook: cos H = (sin −0.833° − sin φ sin δ) / (cos φ cos δ), δ = ±23.44°: 13.81 h and 9.90 h of night.
    expect(hours('20270620')).toBeCloseTo(13.81, 1);
    expect(hours('20261221')).toBeCloseTo(9.9, 1);
  });
});
