import { expect, test } from 'vitest';
import { steps } from './index.js';
import { newerVersions } from './newer-versions.js';

const today = { trim: { name: 'trim', version: 3 }, extract: { name: 'extract', version: 2 } };

test('what the steps of today made needs no word', () => {
  expect(newerVersions([{ step: 'trim', version: 3 }, { step: 'extract', version: 2 }], today)).toEqual([]);
  expect(newerVersions([], today)).toEqual([]);
  expect(newerVersions(Object.values(steps).map(({ name, version }) => ({ step: name, version })))).toEqual([]);
});

test('each step that is newer now has one sentence, in the order of the steps', () => {
  expect(newerVersions([{ step: 'extract', version: 1 }, { step: 'trim', version: 2 }], today)).toEqual([
    'A newer version of trim exists: this was made with version 2, version 3 is in use now. Reduce again to have it.',
    'A newer version of extract exists: this was made with version 1, version 2 is in use now. Reduce again to have it.',
  ]);
});

test('a step that worked on the frame and on its calibrations in several versions names each old one once', () => {
  const made = [2, 3, 1, 2].map((version) => ({ step: 'trim', version }));
  expect(newerVersions(made, today)).toEqual(['A newer version of trim exists: this was made with versions 1 and 2, version 3 is in use now. Reduce again to have it.']);
});

test('a step that is gone, or was newer, is not spoken of', () => {
  expect(newerVersions([{ step: 'gone', version: 1 }, { step: 'trim', version: 4 }], today)).toEqual([]);
});

test('the table of today is what it compares with', () => {
  const { name, version } = steps.trim;
  expect(newerVersions([{ step: name, version: version - 1 }])).toEqual([expect.stringContaining(`A newer version of ${name} exists`)]);
});
