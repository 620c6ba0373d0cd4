import { failures } from '#activities/domain/errors';
import { qualities, type QualityNumber } from '#activities/domain/qualities';
import { reductionSettings } from '#activities/domain/settings';
import { LEVEL } from '#activities/domain/reduction';
import { definitionOf, products, type ProductKind } from '#activities/products/index';
import type { Storage } from '#activities/products/define-product';
import { code, page, table, type Page } from './markdown.js';
import { settingRows } from './setting-rows.js';
import { settingsTable } from './step-page.js';

const storageWords: Readonly<Record<Storage, string>> = {
  uploaded: 'uploaded: its bytes came from outside',
  'read back': 'in a file from which it is read again',
  written: 'in a file for people; the product itself is made again',
  memory: 'in memory only; made again when it is needed',
};

/** Every kind of product: what it is, where it is kept, its level, what it calibrates. */
export function productsPage(): Page {
  const sections = (Object.keys(products) as ProductKind[]).flatMap((kind) => {
    const { summary, storage, file, calibrates } = definitionOf(kind);
    const level = file && Object.entries(LEVEL).find(([, value]) => value === file.level);
    const facts = [
      `Kept: ${storageWords[storage]}.`,
      level ? `Level: ${level[1]} (${level[0]}).` : 'Level: none, it is never a file of ours.',
      calibrates
        ? `Calibrates: as ${code(calibrates.input)} (${calibrates.purpose}), made of ${calibrates.madeOf} frames, ${nights(calibrates.validityNights)}; header card ${code(calibrates.header.keyword)}.`
        : 'Calibrates: nothing.',
    ];
    return [`## ${kind}`, summary, facts.map((fact) => `- ${fact}`).join('\n')];
  });
  return page('products', 'Products', ['Everything the pipeline makes, in the order in which it is made.', ...sections]);
}

const nights = (count: number): string => (count === 0 ? 'of the same night' : count === 1 ? 'within one night' : `within ${count} nights`);

/** The settings that a proposal can turn. */
export function settingsPage(): Page {
  const text = 'What a proposal, or one request for a reduction, can turn. Each goes to the step that its words name.';
  return page('settings', 'Reduction settings', [text, settingsTable(settingRows(reductionSettings))]);
}

/** Every number that the steps measure, its bounds and where they come from. */
export function qualitiesPage(): Page {
  const rows = Object.entries<QualityNumber>(qualities).map(([name, { unit, keyword, meaning, atLeast, atMost, source, advice }]) => [
    code(name),
    meaning,
    unit,
    atLeast === undefined ? '' : `≥ ${atLeast}`,
    atMost === undefined ? '' : `≤ ${atMost}`,
    source,
    advice ?? '',
    code(keyword),
  ]);
  const text = 'What the steps measure about a frame or a spectrum. Beyond a bound the product is flagged, with the advice: in its header (`GSP_FLAG`, HISTORY), its record, the API and the summary of a folder.';
  return page('qualities', 'Quality numbers', [text, table(['Number', 'What it is', 'Unit', 'At least', 'At most', 'Why', 'Beyond it', 'Card'], rows)]);
}

/** Every way a reduction or a request can fail. */
export function failuresPage(): Page {
  const rows = Object.entries(failures).map(([name, { title, blame, retry, status }]) => [code(name), title, blame, retry ? 'yes' : 'no', String(status)]);
  const text = 'Blame says who has to act: the observer (data), the caller (request), the operator (platform), or the authors (code).';
  return page('failures', 'Failures', [text, table(['Code', 'What it means', 'Blame', 'Can time cure it?', 'HTTP status'], rows)]);
}
