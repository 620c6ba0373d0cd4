import { edgesOf, moved, requestOf, rowAt, rowOf, stepped, withoutZone, withZone, type ApertureChoice } from './aperture-choice';

const choice: ApertureChoice = { center: 470, lower: -8, upper: 9, sky: [[-40, -20], [22, 45]], method: 'optimal' }; // prettier-ignore
const course = { coefficients: [466.5, 0.004, -1e-7], columns: 2055, fwhm: 5.5 };

describe('an aperture that is chosen', () => {
  it('has an edge for each end, at a row of the frame', () => {
    expect(edgesOf(choice)).toEqual(['center', 'lower', 'upper', 'sky.0.0', 'sky.0.1', 'sky.1.0', 'sky.1.1']);
    expect(edgesOf(choice).map((edge) => rowOf(choice, edge))).toEqual([470, 462, 479, 430, 450, 492, 515]);
  });

  it('moves one edge and nothing else; the center takes all along', () => {
    expect(moved(choice, 'upper', 482.004)).toEqual({ ...choice, upper: 12 });
    expect(moved(choice, 'sky.1.1', 520)).toEqual({ ...choice, sky: [[-40, -20], [22, 50]] }); // prettier-ignore
    const up = moved(choice, 'center', 480);
    expect(edgesOf(up).map((edge) => rowOf(up, edge))).toEqual([480, 472, 489, 440, 460, 502, 525]);
  });

  it('is asked for with its course through the row that was chosen', () => {
    const request = requestOf(choice, course);
    expect(rowAt(request.coefficients, 1027)).toBeCloseTo(470, 9);
    expect(request.coefficients.slice(1)).toEqual([0.004, -1e-7]);
    expect([request.lower, request.upper, request.fwhm, request.method]).toEqual([-8, 9, 5.5, 'optimal']);
    expect(requestOf(choice, { ...course, fwhm: undefined }).fwhm).toBeCloseTo(17 / 3, 12);
  });

  it('gets zones above everything, six at most, and loses the one that is meant', () => {
    expect(withZone(choice).sky[2]).toEqual([53, 73]);
    expect(Array.from({ length: 9 }).reduce<ApertureChoice>((now) => withZone(now), choice).sky).toHaveLength(6);
    expect(withoutZone(choice, 0).sky).toEqual([[22, 45]]);
  });

  it('remembers a drag as one step', () => {
    const [a, b, c] = [471, 472, 473].map((row) => moved(choice, 'center', row)) as [ApertureChoice, ApertureChoice, ApertureChoice];
    expect(stepped(stepped(stepped([choice], a, false), b, true), c, true)).toEqual([choice, c]);
  });
});
