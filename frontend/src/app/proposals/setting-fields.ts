import { number } from '../texts/numbers';
import { isText, text, type PlainKey } from '../texts/text';

export type SettingValue = number | string | boolean | null;
export type Settings = Readonly<Record<string, SettingValue>>;

/** One row of the form, from the description that the server gives. */
export interface SettingField {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly unit: string;
  readonly kind: 'number' | 'choice' | 'switch';
  readonly isWhole: boolean;
  /** It may be left empty. */
  readonly isOptional: boolean;
  readonly choices: readonly { readonly value: string; readonly words: string }[];
  readonly least?: number;
  /** The bound itself is not allowed. */
  readonly above?: number;
  readonly most?: number;
  readonly start: SettingValue;
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly default?: SettingValue;
  readonly description?: string;
  readonly unit?: string;
}

/** The twelve of the manual, in its groups and its order. */
const GROUPS: readonly { readonly title: PlainKey; readonly names: readonly string[] }[] = [
  { title: 'settings.general', names: ['saturation_threshold', 'cosmic_ray_rejection', 'technique'] },
  { title: 'settings.calibrations', names: ['ignore_bias', 'ignore_flats', 'minimum_number_of_bias', 'minimum_number_of_flats'] },
  { title: 'settings.flat', names: ['flat_normalization', 'flat_normalization_order'] },
  { title: 'settings.target', names: ['extraction_type', 'target_fit_model', 'maximum_number_of_targets'] },
];

export interface SettingGroup {
  /** Undefined for what stands folded under Advanced. */
  readonly title?: PlainKey;
  readonly fields: readonly SettingField[];
}

/** The form: four groups, then everything else the server knows. `document` is its JSON Schema. */
export function groupsOf(document: Readonly<Record<string, unknown>>): SettingGroup[] {
  const schemas = (document['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const known = GROUPS.map(({ title, names }) => ({ title, fields: names.flatMap((name) => (schemas[name] ? [fieldOf(name, schemas[name])] : [])) }));
  const named = GROUPS.flatMap(({ names }) => names);
  const others = Object.entries(schemas).filter(([name]) => !named.includes(name));
  return [...known, { fields: others.map(([name, schema]) => fieldOf(name, schema)) }];
}

function fieldOf(name: string, whole: Schema): SettingField {
  const isOptional = whole.anyOf?.some(({ type }) => type === 'null') ?? false;
  const schema: Schema = { ...whole.anyOf?.find(({ type }) => type !== 'null'), ...whole };
  const type = whole.anyOf?.find((each) => each.type !== 'null')?.type ?? whole.type;
  return {
    name,
    label: settingWords(name),
    help: schema.description ?? '',
    unit: unitOf(name, schema.unit),
    kind: schema.enum ? 'choice' : type === 'boolean' ? 'switch' : 'number',
    isWhole: type === 'integer',
    isOptional,
    choices: (schema.enum ?? []).map((value) => ({ value, words: valueWords(value) })),
    ...(schema.minimum === undefined ? {} : { least: schema.minimum }),
    ...(schema.exclusiveMinimum === undefined ? {} : { above: schema.exclusiveMinimum }),
    ...(schema.maximum === undefined ? {} : { most: schema.maximum }),
    start: schema.default ?? null,
  };
}

function unitOf(name: string, unit: string | undefined): string {
  const key = `unit.${/^minimum_number_of_/.test(name) ? 'frames' : (unit ?? '')}`;
  return isText(key) ? text(key as PlainKey) : (unit ?? '');
}

/** "flat_normalization_order" as its label; one the portal has no words for yet, as its name reads. */
export function settingWords(name: string): string {
  const key = `setting.${name}`;
  return isText(key) ? text(key as PlainKey) : name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
}

export function valueWords(value: unknown): string {
  if (value === null || value === undefined) return text('settings.unset');
  if (typeof value === 'boolean') return text(value ? 'settings.on' : 'settings.off');
  if (typeof value === 'number') return number(value, decimals(value));
  const word = typeof value === 'string' ? value : JSON.stringify(value);
  const key = `setting.${word}`;
  return isText(key) ? text(key as PlainKey) : word;
}

function decimals(value: number): number {
  return String(value).split('.')[1]?.length ?? 0;
}

/** What is wrong with a number as it was typed: the bound, in a sentence. */
export function mistakeOf({ kind, isOptional, isWhole, least, above, most }: SettingField, value: SettingValue): string | undefined {
  if (kind !== 'number' || (value === null && isOptional)) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return text('settings.number');
  if (isWhole && !Number.isInteger(value)) return text('settings.whole');
  if (least !== undefined && value < least) return text('settings.least', { n: valueWords(least) });
  if (above !== undefined && value <= above) return text('settings.above', { n: valueWords(above) });
  if (most !== undefined && value > most) return text('settings.most', { n: valueWords(most) });
  return undefined;
}

/** The line under the help: what it was when it is changed, else the default and the bounds. */
export function hintOf({ start, least, most, kind }: SettingField, value: SettingValue, before: SettingValue): string {
  if (value !== before) return text('settings.was', { value: valueWords(before) });
  const bounds = kind === 'number' && least !== undefined && most !== undefined ? `, ${text('settings.bounds', { low: valueWords(least), high: valueWords(most) })}` : '';
  return text('settings.default', { value: valueWords(start) }) + bounds;
}
