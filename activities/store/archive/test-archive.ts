import type { Knex } from 'knex';
import type { PartialModelObject } from 'objection';
import { Proposal, StoredFile } from '../models.js';

/** Mulberry32: the same archive in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pick = <T>(random: () => number, values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

/** Rows of files that differ in everything a list can be filtered by; no objects belong to them. */
export async function fillArchive(database: Knex, { files, seed, proposals }: { files: number; seed: number; proposals: readonly string[] }): Promise<void> {
  const random = seeded(seed);
  for (const soarId of proposals) await Proposal.ensure(database, soarId);
  const rows = Array.from({ length: files }, (_, i): PartialModelObject<StoredFile> => {
    const kind = pick(random, ['bias', 'flat', 'arc', 'spectrum', 'spectrum'] as const);
    const dataType = kind === 'bias' || kind === 'flat' ? pick(random, [0, 0, 1] as const) : pick(random, [0, 2, 3, 4] as const);
    const raDegree = random() * 360;
    const decDegree = Math.asin(2 * random() - 1) * (180 / Math.PI);
    return {
      key: `${seed}/${i}`,
      bucket: dataType === 0 ? 'raw' : 'products',
      objectKey: `${seed}/${i}`,
      checksum: `${seed}-${i}`,
      sizeBytes: Math.floor(random() * 1000),
      fileName: `${String(i).padStart(4, '0')}_${kind}.fits`,
      dataType,
      proposalId: pick(random, proposals),
      night: random() < 0.03 ? null : `2026${pick(random, ['0131', '0201', '0731', '0801', '1124'])}`,
      kind,
      trusted: random() < 0.7,
      current: random() < 0.85,
      obstype: kind === 'spectrum' ? 'SPECTRUM' : kind.toUpperCase(),
      object: kind === 'spectrum' ? pick(random, ['NGC 3242', 'NGC 7009', 'LTT 1020', 'M 1', "it's 50%_odd"]) : '',
      filter: pick(random, ['NO_FILTER', 'VR']),
      filter2: pick(random, ['NO_FILTER', 'GG455']),
      grating: pick(random, ['400_SYZY', '930_SYZY', 'NO_GRATING']),
      wavmode: pick(random, ['400_M1', '400_M2', '930_M2']),
      gain: pick(random, [1.4, 1.48, 2.06]),
      flags: random() < 0.1 ? ['The slit is bad.'] : [],
      quality: { seeingArcsecond: 0.5 + random() },
      exposure: { raDegree, decDegree } as StoredFile['exposure'] & object,
    };
  });
  for (let i = 0; i < rows.length; i += 200) await StoredFile.query(database).insert(rows.slice(i, i + 200));
}
