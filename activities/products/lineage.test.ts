import { expect, test } from 'vitest';
import { LineageInMemory, provenanceGraph, type Lineage } from './lineage.js';

const raw = (n: number) => ({ kind: 'rawFrame', key: `raw/${n}`, label: `000${n}.fits` }) as const;
const bias = { key: 'combineBias/b', kind: 'masterBias', step: 'combineBias', stepVersion: 1, inputs: { frames: [raw(1), raw(2)] }, settings: { clip: 5 } } as const;
const trimmed = { key: 'trim/t', kind: 'frame', step: 'trim', stepVersion: 1, inputs: { raw: raw(3) }, settings: {} } as const;
const corrected = { key: 'correctBias/c', kind: 'frame', step: 'correctBias', stepVersion: 2, inputs: { frame: { kind: 'frame', key: 'trim/t' }, masterBias: { kind: 'masterBias', key: 'combineBias/b' } }, settings: {} } as const;

test('a graph reaches up to the raw frames, each node once, each edge named by its input', async () => {
  const lineage = new LineageInMemory();
  for (const each of [bias, trimmed, corrected]) await lineage.record(each);
  const { nodes, edges } = lineage.graph(corrected);
  expect(nodes.map(({ key }) => key)).toEqual(['correctBias/c', 'trim/t', 'raw/3', 'combineBias/b', 'raw/1', 'raw/2']);
  expect(nodes[0]).toEqual({ key: 'correctBias/c', kind: 'frame', step: 'correctBias', stepVersion: 2, settings: {} });
  expect(nodes[2]).toEqual({ key: 'raw/3', kind: 'rawFrame', label: '0003.fits' });
  expect(edges).toEqual([
    { from: 'trim/t', to: 'correctBias/c', input: 'frame' },
    { from: 'raw/3', to: 'trim/t', input: 'raw' },
    { from: 'combineBias/b', to: 'correctBias/c', input: 'masterBias' },
    { from: 'raw/1', to: 'combineBias/b', input: 'frames' },
    { from: 'raw/2', to: 'combineBias/b', input: 'frames' },
  ]);
});

test('lineage is never changed: what was written first stays', async () => {
  const lineage = new LineageInMemory();
  await lineage.record(trimmed);
  await lineage.record({ ...trimmed, settings: { wholeSlit: true } });
  expect(await lineage.find('trim/t')).toEqual(trimmed);
});

test('what nobody made is a leaf', () => {
  expect(provenanceGraph(raw(9), new Map())).toEqual({ nodes: [{ key: 'raw/9', kind: 'rawFrame', label: '0009.fits' }], edges: [] });
});

test('the order in which inputs were written does not matter', () => {
  const { frame, masterBias } = corrected.inputs;
  const drawn = (inputs: Lineage['inputs']) => provenanceGraph(corrected, new Map([bias, trimmed, { ...corrected, inputs }].map((each): [string, Lineage] => [each.key, each])));
  expect(drawn({ masterBias, frame })).toEqual(drawn({ frame, masterBias }));
});
