import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { failures } from '#activities/domain/errors';
import { qualities } from '#activities/domain/qualities';
import { reductionSettings } from '#activities/domain/settings';
import { products } from '#activities/products/index';
import { stepsByName } from '#activities/steps/index';
import { checkout } from '../settings/checkout.js';
import { referencePages } from './pages.js';
import { settingRows } from './setting-rows.js';

const pages = new Map(referencePages(checkout).map(({ name, text }) => [name, text]));
const sectionOf = (name: string, heading: string) => pages.get(name)?.split('\n## ').find((section) => section.startsWith(heading)) ?? ''; // prettier-ignore

/** The codes of a page, without those that every step has. */
function codesOf(step: string): string[] {
  const codes = [...sectionOf(`step-${step}`, 'How it fails').matchAll(/^\| \[([a-z-]+)\]/gm)].map(([, code]) => code ?? '');
  return codes.filter((code) => code !== 'settings-invalid' && code !== 'contract-broken');
}

describe('the reference', () => {
  it.each(Object.entries(stepsByName))('has a page of %s with each of its settings and inputs', (name, step) => {
    const settings = sectionOf(`step-${name}`, 'Settings');
    for (const [setting, help] of Object.entries((step.settings as z.ZodObject).shape)) {
      expect(settings).toContain(`| \`${setting}\` |`);
      expect(settings).toContain((help as z.ZodType).description);
    }
    for (const input of Object.keys(step.inputs as object)) expect(sectionOf(`step-${name}`, 'What it needs')).toContain(`| \`${input}\` |`);
    expect(pages.get(`step-${name}`)).toContain(step.summary);
    expect(pages.get('steps')).toContain(`  - ./step-${name}.md`);
  });

  it('has every product, setting, quality number and failure', () => {
    for (const kind of Object.keys(products)) expect(pages.get('products')).toContain(`## ${kind}\n`);
    for (const setting of Object.keys(reductionSettings.shape)) expect(pages.get('settings')).toContain(`| \`${setting}\` |`);
    for (const name of Object.keys(qualities)) expect(pages.get('qualities')).toContain(`| \`${name}\` |`);
    for (const code of Object.keys(failures)) expect(pages.get('failures')).toContain(`| \`${code}\` |`);
  });

  it('tells what a product calibrates and where it is kept', () => {
    expect(sectionOf('products', 'masterBias')).toMatch(/Calibrates: as `masterBias` \(bias\), made of bias frames, within \d+ nights/);
    expect(sectionOf('products', 'targets')).toContain('Calibrates: nothing.');
  });
});

describe('how a step fails', () => {
  it('is read from the step and the functions it calls', () => {
    expect(codesOf('calibrateWavelength')).toEqual(expect.arrayContaining(['keyword-missing', 'too-few-arc-lines', 'wavelength-ambiguous', 'wavelength-poor']));
    expect(codesOf('findTargets')).toContain('source-not-found');
    expect(codesOf('extract')).toEqual(expect.arrayContaining(['source-not-found', 'trace-failed']));
    expect(codesOf('combineFlats')).toContain('frames-unusable');
  });

  it('does not name what the step never reaches', () => {
    expect(codesOf('correctBias')).toEqual([]);
    expect(codesOf('findTargets')).not.toContain('wavelength-ambiguous');
    expect(codesOf('calibrateWavelength')).not.toContain('source-not-found');
  });

  it('names only codes of the failure table', () => {
    for (const name of Object.keys(stepsByName)) for (const code of codesOf(name)) expect(Object.keys(failures)).toContain(code);
  });

  it('has references with the function that follows them', () => {
    expect(sectionOf('step-extract', 'References')).toMatch(/Horne 1986.*\{@link numeric\/extraction\/\w+!\w+ \| \w+\}/);
  });
});

describe('the values of a setting', () => {
  it.each([
    [z.number().min(0.5).max(20), '0.5 … 20'],
    [z.number().positive().nullable(), '> 0 or none'],
    [z.int().min(1), 'whole number ≥ 1'],
    [z.number(), 'any number'],
    [z.boolean(), 'true or false'],
    [z.enum(['mean', 'simple', 'full']), 'mean, simple or full'],
  ])('are said in words: %#', (type, words) => {
    expect(settingRows(z.object({ one: type }))[0]?.values).toBe(words);
  });

  it('come with unit, default and help', () => {
    const schema = z.object({ width: z.number().min(0).default(2).describe('How wide').meta({ unit: 'fwhm' }), least: z.number().nullable().default(null) });
    expect(settingRows(schema)).toEqual([
      { name: 'width', values: '≥ 0', unit: 'fwhm', default: '2', help: 'How wide' },
      { name: 'least', values: 'any number or none', unit: '', default: 'none', help: '' },
    ]);
  });
});
