import * as z from 'zod';

/** A setting as a person reads it; a word that does not apply is empty. */
export interface SettingRow {
  readonly name: string;
  /** Values that are taken: `0.5 … 20`, `mean, simple or full`, `true or false`. */
  readonly values: string;
  readonly unit: string;
  readonly default: string;
  readonly help: string;
}

/** What JSON Schema says of one property; `unit` is our own word. */
interface Property {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Property[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly default?: unknown;
  readonly description?: string;
  readonly unit?: string;
}

/** Every setting of a schema, in its order. */
export function settingRows(schema: z.ZodObject): SettingRow[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' }) as { properties?: Readonly<Record<string, Property>> };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    values: valuesOf(property),
    unit: property.unit ?? '',
    default: defaultOf(property),
    help: property.description ?? '',
  }));
}

function defaultOf({ default: preset }: Property): string {
  if (preset === undefined) return '';
  if (preset === null) return 'none';
  return typeof preset === 'string' ? preset : JSON.stringify(preset);
}

function valuesOf({ type, enum: choices, anyOf, ...bounds }: Property): string {
  if (anyOf) return anyOf.map(valuesOf).join(' or ');
  if (Array.isArray(type)) return type.map((one: string) => valuesOf({ ...bounds, type: one })).join(' or ');
  if (choices) return alternatives(choices.map(String));
  if (type === 'boolean') return 'true or false';
  if (type === 'null') return 'none';
  if (type !== 'number' && type !== 'integer') return String(type ?? '');
  return `${type === 'integer' ? 'whole number ' : ''}${range(bounds)}`.trim();
}

function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

/** zod writes the limits of safe integers where there is no bound: they say nothing. */
const isBound = (value: number | undefined): value is number => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;

function range({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: Property): string {
  if (isBound(minimum) && isBound(maximum)) return `${minimum} … ${maximum}`;
  const bounds = [
    isBound(minimum) ? `≥ ${minimum}` : '',
    isBound(exclusiveMinimum) ? `> ${exclusiveMinimum}` : '',
    isBound(maximum) ? `≤ ${maximum}` : '',
    isBound(exclusiveMaximum) ? `< ${exclusiveMaximum}` : '',
  ].filter((bound) => bound !== '');
  return bounds.length === 0 ? 'any number' : bounds.join(', ');
}
