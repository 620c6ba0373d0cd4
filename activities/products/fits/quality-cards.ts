import type { Provenance, Quality } from '../../domain/products.js';
import { qualityNamed } from '../../domain/qualities.js';
import { flagsOf } from '../../domain/quality-flags.js';
import type { Row } from './card-row.js';

/** All that was measured on the way to a product, the latest of each name; `own` are the numbers of the file itself. */
export function qualityAlong({ steps }: Provenance, own: Quality = {}): Quality {
  return Object.assign({}, ...steps.map(({ quality }) => quality ?? {}), own) as Quality;
}

/** A card for each number, then a sentence for each that is beyond its bound. */
export function qualityRows(quality: Quality): Row[] {
  const numbers = Object.entries(quality).flatMap(([name, value]): Row[] => {
    const known = qualityNamed(name);
    if (!known) return [];
    const comment = known.unit === '' ? known.meaning : `${known.meaning} [${known.unit}]`;
    return [[known.keyword, Number.isFinite(value) ? value : undefined, comment]];
  });
  const flags = flagsOf(quality);
  return [...numbers, ['GSP_FLAG', flags.length, 'Quality numbers beyond their bounds'], ...flags.map(({ sentence }): Row => ['HISTORY', `flagged: ${sentence}`])];
}
