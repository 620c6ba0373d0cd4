import type * as z from 'zod';
import { definitionOf, type ProductKind } from '#activities/products/index';
import type { AnyStep, InputKind } from '#activities/steps/step';
import { code, page, table, type Page } from './markdown.js';
import type { RaisedFailure, ReachableCode, SourceReference } from './reachable-code.js';
import { settingRows, type SettingRow } from './setting-rows.js';

export const stepPageName = (step: Pick<AnyStep, 'name'>): string => `step-${step.name}`;

/** What the step does, its settings, what it needs, how it fails, and what it is based on: the same headings for every step. */
export function stepPage(step: AnyStep, { failures, references }: ReachableCode): Page {
  const settings = settingRows(step.settings as z.ZodObject);
  return page(stepPageName(step), step.name, [
    '## What it does',
    step.summary,
    `Version ${step.version}. The version is part of the key of every product: it rises whenever the same inputs and settings would give other numbers.`,
    '## Settings',
    settings.length === 0 ? 'None.' : settingsTable(settings),
    '## What it needs',
    neededInputs(step.inputs as Readonly<Record<string, InputKind>>),
    `It makes ${kindLink(step.output as ProductKind)}: ${lowerFirst(definitionOf(step.output as ProductKind).summary)}`,
    '## How it fails',
    failureList(failures, settings.length > 0),
    '## References',
    referenceList(references),
  ]);
}

export function settingsTable(rows: readonly SettingRow[]): string {
  return table(
    ['Setting', 'Values', 'Unit', 'Default', 'What it does'],
    rows.map(({ name, values, unit, default: preset, help }) => [code(name), values, unit, preset, help]),
  );
}

/** Every step, in the order in which a frame meets them; the pages of the steps lie below it. */
export function stepsPage(steps: readonly AnyStep[]): Page {
  const rows = steps.map((step) => [`[${step.name}](${stepPageName(step)}.md)`, String(step.version), step.summary]);
  const text = 'A step is one scientific operation. A recipe calls them by name; what they make is found again by step, version, inputs and settings.';
  return page('steps', 'Steps', [text, table(['Step', 'Version', 'What it does'], rows)], steps.map(stepPageName));
}

function neededInputs(inputs: Readonly<Record<string, InputKind>>): string {
  const rows = Object.entries(inputs).map(([input, wanted]) => {
    const kind = wanted.replace(/\?$|\[\]$/, '') as ProductKind;
    const often = wanted.endsWith('?') ? 'one, or none' : wanted.endsWith('[]') ? 'one or more' : 'one';
    return [code(input), kindLink(kind), often, definitionOf(kind).summary];
  });
  return table(['Input', 'Kind', 'How many', 'What it is'], rows);
}

const kindLink = (kind: ProductKind): string => `[${kind}](products.md#${kind.toLowerCase()})`;
const lowerFirst = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

/** Read from the code that the step reaches; what every step has in common comes last. */
function failureList(failures: readonly RaisedFailure[], hasSettings: boolean): string {
  const byCode = new Map<string, string[]>();
  for (const failure of failures) byCode.set(failure.code, [...(byCode.get(failure.code) ?? []), failure.message]);
  const own = [...byCode].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, messages]) => [failureLink(name), messages.map(code).join('<br>')]);
  const common = [
    ...(hasSettings ? [[failureLink('settings-invalid'), 'A setting is out of its bounds.']] : []),
    [failureLink('contract-broken'), 'Inputs that do not belong together: never the fault of the data.'],
  ];
  return table(['Code', 'What the observer reads'], [...own, ...common]);
}

const failureLink = (name: string): string => `[${name}](failures.md)`;

function referenceList(references: readonly SourceReference[]): string {
  if (references.length === 0) return 'None: what it computes is said where it is computed.';
  return references.map(({ text, name, link }) => `- ${text} (${link === '' ? code(name) : `{@link ${link} | ${name}}`})`).join('\n');
}
