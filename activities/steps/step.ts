import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { Kernels } from '#numeric/kernels/kernels';
import type { ProductKind, Products } from '../products/index.js';
import type { ProductRef } from '../products/product-ref.js';
import type { ByHand } from '../domain/by-hand.js';
import type { Provenance, Quality } from '../domain/products.js';
import type { MeasuredQuality } from '../domain/qualities.js';
import type { CalibrationReference } from '../domain/calibrations.js';

/** What a step takes: a kind of product, an optional one (`masterBias?`), or a list (`rawFrame[]`). */
export type InputKind = ProductKind | `${ProductKind}?` | `${ProductKind}[]`;
export type InputKinds = Readonly<Record<string, InputKind>>;

type KindOf<I> = I extends `${infer K extends ProductKind}[]` | `${infer K extends ProductKind}?` ? K : I extends ProductKind ? I : never;
type Shaped<I, Value> = I extends `${string}[]` ? readonly Value[] : I extends `${string}?` ? Value | undefined : Value;

type OptionalNames<In extends InputKinds> = { [K in keyof In]: In[K] extends `${string}?` ? K : never }[keyof In];
type WithOptional<In extends InputKinds, T extends Record<keyof In, unknown>> = Omit<T, OptionalNames<In>> & Partial<Pick<T, OptionalNames<In>>>;

/** The products a step works on, as values. */
export type InputValues<In extends InputKinds> = WithOptional<In, { readonly [K in keyof In]: Shaped<In[K], Products[KindOf<In[K]>]> }>;
/** The same, by name. */
export type InputRefs<In extends InputKinds> = WithOptional<In, { readonly [K in keyof In]: Shaped<In[K], ProductRef<KindOf<In[K]>>> }>;

export interface StepResult<Out extends ProductKind> {
  readonly product: Products[Out];
  readonly quality?: MeasuredQuality;
}

/** What a step may use besides its inputs. */
export interface StepTools {
  readonly kernels: Kernels;
  /** How the published inputs are named in a header, by input. */
  readonly sources: Readonly<Record<string, CalibrationReference | undefined>>;
}

/** One scientific operation: what it takes, what it makes, what the observer may turn. */
export interface Step<Name extends string, In extends InputKinds, Out extends ProductKind, Settings extends z.ZodObject> {
  readonly name: Name;
  /** Raise it when the same inputs and settings would now give other numbers. */
  readonly version: number;
  readonly summary: string;
  readonly inputs: In;
  readonly output: Out;
  readonly settings: Settings;
  /** Pure: no clock, no network, no file. It may run in any thread, any number of times. */
  run(inputs: InputValues<In>, settings: z.output<Settings>, tools: StepTools): StepResult<Out>;
}

export function defineStep<
  const Name extends string,
  const In extends InputKinds,
  const Out extends ProductKind,
  Settings extends z.ZodObject,
>(step: Step<Name, In, Out, Settings>): Step<Name, In, Out, Settings> {
  return step;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any step; its own types are checked where it is defined
export type AnyStep = Step<string, any, any, any>;

/** A step as a recipe calls it: references in, a reference out. */
export type StepCall<S> =
  S extends Step<string, infer In, infer Out, infer Settings>
    ? (inputs: InputRefs<In>, settings: z.input<Settings>) => Promise<ProductRef<Out>>
    : never;

/** References as they come from outside, before a step looks at them. */
export type LooseRefs = Readonly<Record<string, ProductRef | readonly ProductRef[] | undefined>>;

/**
 * Names the work rather than the attempt: step, version, input keys, settings. A retry, or the same request next month,
 * has the same key and finds the product already there. What a person decided about an input is part of the work: its product says so in its header.
 */
export function productKey(step: AnyStep, inputs: LooseRefs, settings: unknown): string {
  const named = Object.entries(inputs)
    .filter(([, ref]) => ref !== undefined)
    .map(([name, ref]) => [name, Array.isArray(ref) ? (ref as ProductRef[]).map((r) => r.key) : (ref as ProductRef).key])
    .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1));
  const notes = notesOf(inputs);
  const work = JSON.stringify(notes.length === 0 ? [step.name, step.version, named, settings] : [step.name, step.version, named, settings, notes]);
  return `${step.name}/${createHash('sha256').update(work).digest('hex')}`;
}

/** What people decided about the inputs of a piece of work, by the name of the input. */
export function notesOf(inputs: LooseRefs): ByHand[] {
  const named = Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1));
  return named.flatMap(([, ref]) => (ref === undefined ? [] : Array.isArray(ref) ? (ref as ProductRef[]) : [ref as ProductRef])).flatMap(({ byHand }) => byHand ?? []);
}

/** The provenance of a product one step further. */
export function withStep(provenance: Provenance, step: AnyStep, settings: Record<string, unknown>, quality: Quality, byHand: readonly ByHand[] = []): Provenance {
  const measured = Object.keys(quality).length > 0 ? { quality } : {};
  return { ...provenance, steps: [...provenance.steps, { step: step.name, version: step.version, settings, ...measured, ...(byHand.length > 0 ? { byHand } : {}) }] };
}

/** Runs the pure part of a step on values and notes it in the provenance of what it made, with what people decided about its inputs. */
export function performStep(step: AnyStep, inputs: Record<string, unknown>, settings: Record<string, unknown>, tools: StepTools, byHand: readonly ByHand[] = []): StepResult<ProductKind> {
  const { product, quality: measured = {} } = step.run(inputs, settings, tools) as StepResult<ProductKind>;
  const forced = byHand.filter((decision) => decision.forced).length;
  const quality: MeasuredQuality = forced > 0 ? { ...measured, forcedByHand: forced } : measured;
  if (!('provenance' in product)) return { product, quality };
  const noted = { ...product, provenance: withStep(product.provenance, step, settings, quality, byHand) } as Products[ProductKind];
  return { product: noted, quality };
}
