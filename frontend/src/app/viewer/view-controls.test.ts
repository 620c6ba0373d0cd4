import { heard, shown, type Shown } from '../test-page';
import { ViewControls } from './view-controls';

const look = { map: 'gray', stretch: 'asinh', cuts: [310, 703], showsSaturated: true, showsMask: false, plane: 'flux', isInverse: false };
const curves = { scale: 'linear', hasBand: true, hasSky: true, smoothing: 1 };

describe('how a frame and its curves look', () => {
  const controls = (inputs: object = {}): Promise<Shown<ViewControls>> => shown(ViewControls, { inputs: { look, curves, picked: [], redshift: 0, unit: 'ADU', limits: { robust: [1, 2] }, planes: ['flux', 'variance', 'mask'], masked: '3', ...inputs } });

  it('is one change at a time of the frame', async () => {
    const page = await controls();
    const looks = heard(page.part.look);
    expect([...page.field('Plane').options].map(({ text }) => text)).toEqual(['Flux', 'Variance', 'Mask']);
    expect([page.field('Color map').value, page.field('Inverse color map').checked, page.field('Stretch').value, page.field('Lower cut').value, page.field('Upper cut').value, page.field('Show saturated pixels').checked, page.field('Show mask 3 px').checked]).toEqual(['gray', false, 'asinh', '310', '703', true, false]);
    await page.type('Plane', 'variance');
    await page.type('Color map', 'inferno');
    await page.tick('Inverse color map');
    await page.type('Stretch', 'log');
    await page.type('Lower cut', '-5');
    await page.type('Upper cut', '800');
    await page.tick('Show saturated pixels');
    await page.tick('Show mask');
    expect(looks.at(-1)).toEqual({ map: 'inferno', stretch: 'log', cuts: [-5, 800], showsSaturated: false, showsMask: true, plane: 'variance', isInverse: true });
    expect(looks).toHaveLength(8);
  });

  it('offers cuts by name for the flux, and says the unit of what is shown', async () => {
    const page = await controls();
    const wished = heard(page.part.cutsWished);
    for (const name of ['Robust', 'zscale', 'All']) await page.press(name);
    expect([wished, page.words.includes('Cuts (ADU)'), page.find('.seg').getAttribute('aria-label')]).toEqual([['robust', 'zscale', 'all'], true, 'Cuts by name']);
    await page.set('look', { ...look, plane: 'variance' });
    expect([page.buttons, page.words.includes('Cuts (ADU²)')]).toEqual([[], true]);
    expect((await controls({ limits: undefined })).buttons).toEqual([]);
  });

  it('has lines, redshift and curves with a spectrum only, and the lamp only where there is one', async () => {
    const bare = await controls();
    expect(bare.all('#redshift, #scale, #view-smooth')).toEqual([]);
    const page = await controls({ hasSpectrum: true });
    const lists = (): (string | undefined)[] => page.all('.lists label').map(({ textContent }) => textContent?.trim());
    expect(lists()).toEqual(['Hydrogen', 'Helium', 'Metals', 'Nebular', 'Sky']);
    await page.set('hasLamp', true);
    expect(lists().at(-1)).toBe('Lamp of this solution');
    const picked = heard(page.part.picked);
    await page.tick('Hydrogen');
    await page.tick('Sky');
    await page.tick('Hydrogen');
    expect(picked).toEqual([['hydrogen'], ['hydrogen', 'sky'], ['sky']]);
  });

  it('takes a redshift by number or by hand, and nothing that is none', async () => {
    const page = await controls({ hasSpectrum: true });
    const redshift = heard(page.part.redshift);
    await page.type('Redshift z', '0.0077');
    const slide = page.find<HTMLInputElement>('input[type=range]');
    expect([slide.getAttribute('aria-label'), slide.value]).toEqual(['Redshift z', '0.0077']);
    slide.value = '0.5';
    slide.dispatchEvent(new Event('input'));
    await page.settle();
    expect(page.field('Redshift z').value).toBe('0.5');
    await page.type('Redshift z', '');
    expect(redshift).toEqual([0.0077, 0.5, 0]);
  });

  it('shows curves as one chooses, and says that smoothing is on the screen only', async () => {
    const page = await controls({ hasSpectrum: true });
    const given = heard(page.part.curves);
    await page.type('Intensity scale', 'asinh');
    await page.tick('Error band');
    await page.type('Smooth (px)', '4.6');
    expect(given.at(-1)).toEqual({ scale: 'asinh', hasBand: false, hasSky: true, smoothing: 5 });
    expect(page.words).toContain('Mean of 5 pixels, on the screen only');
    for (const [typed, width] of [['500', 99], ['400', 99], ['0', 1], ['-3', 1]] as const) { // prettier-ignore
      await page.type('Smooth (px)', typed);
      expect([page.part.curves().smoothing, page.field('Smooth (px)').value]).toEqual([width, String(width)]);
    }
    expect(page.words).not.toContain('Mean of');
  });
});
