import { ErrorHandler, type Provider, type Type } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { Session } from './session/session';
import { Toasts } from './shell/toasts';
import { answer, type Asked } from './test-api';
import './texts/with-pages';

interface Wishes {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly answers?: Readonly<Record<string, unknown>>;
  /** Signed in as such; nobody without it. */
  readonly role?: 'observer' | 'staff' | 'superuser';
  readonly user?: object;
  /** The address of the page. */
  readonly url?: string;
  /** What the page finds around it: the stream of events, the route. */
  readonly providers?: readonly Provider[];
}

type Field = HTMLInputElement & HTMLSelectElement;

const inLine = (words: string | null): string => (words ?? '').replace(/\s+/g, ' ').trim();

/** What a screen reader calls it: its label, else its words and those of its icons. */
function nameOf(element: Element): string {
  return element.getAttribute('aria-label') ?? inLine([element.textContent, ...[...element.querySelectorAll('[aria-label]')].map((part) => part.getAttribute('aria-label'))].join(' '));
}

/** A component as somebody has it before them: read by its words, found by its names, used by its buttons and fields. */
export class Shown<Part> {
  constructor(
    readonly fixture: ComponentFixture<Part>,
    readonly asked: Asked,
    readonly errors: readonly unknown[],
  ) {}

  get part(): Part {
    return this.fixture.componentInstance;
  }

  get element(): HTMLElement {
    return this.fixture.nativeElement as HTMLElement;
  }

  get words(): string {
    return inLine(this.element.textContent);
  }

  /** Titles of the messages that pass. */
  get messages(): string[] {
    return TestBed.inject(Toasts)
      .shown()
      .map(({ title }) => title);
  }

  get address(): string {
    return TestBed.inject(Router).url;
  }

  all(selector: string): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>(selector)];
  }

  /** @throws Error when there is none */
  find<Kind extends Element = HTMLElement>(selector: string): Kind {
    const found = this.element.querySelector<Kind>(selector);
    if (!found) throw new Error(`nothing is ${selector}`);
    return found;
  }

  /** Names of everything that can be pressed. */
  get buttons(): string[] {
    return this.all('button, a[href]').map(nameOf);
  }

  /** The button or link of that name, or whose name begins so. @throws Error when there is none */
  button(name: string): HTMLButtonElement {
    const all = this.all('button, a, [role=option]');
    const found = all.find((one) => nameOf(one) === name) ?? all.find((one) => nameOf(one).startsWith(name));
    if (!found) throw new Error(`nothing is called ${name} among ${all.map(nameOf).join(' | ')}`);
    return found as HTMLButtonElement;
  }

  /** @throws Error when there is no such button, or it is off */
  async press(name: string): Promise<void> {
    const button = this.button(name);
    if (button.disabled) throw new Error(`${name} is off`);
    button.click();
    await this.settle();
  }

  /** The field with that label. @throws Error when there is none */
  field(name: string): Field {
    const labels = this.all('label') as HTMLLabelElement[];
    const label = labels.find((one) => nameOf(one) === name) ?? labels.find((one) => nameOf(one).startsWith(name));
    const found = label?.control ?? this.all('input, select, textarea').find((one) => one.getAttribute('aria-label') === name);
    if (!found) throw new Error(`no field is called ${name} among ${labels.map(nameOf).join(' | ')}`);
    return found as Field;
  }

  /** Types or chooses, and leaves the field. */
  async type(name: string, value: string): Promise<void> {
    const field = this.field(name);
    field.value = value;
    for (const type of ['input', 'change', 'blur']) field.dispatchEvent(new Event(type, { bubbles: type !== 'blur' }));
    await this.settle();
  }

  async tick(name: string): Promise<void> {
    this.field(name).click();
    await this.settle();
  }

  /** Enter in a field of the form. */
  async submit(selector = 'form'): Promise<void> {
    this.find(selector).dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
    await this.settle();
  }

  async set(name: string, value: unknown): Promise<void> {
    this.fixture.componentRef.setInput(name, value);
    await this.settle();
  }

  /** Until what was asked for is here and drawn; what never answers is not waited for. @throws what the page did not catch */
  async settle(): Promise<void> {
    for (let i = 0; i < 6; i++) await new Promise((resolve) => setTimeout(resolve, 4));
    if (this.errors.length > 0) throw this.errors[0];
  }
}

/** Shows a component with its inputs, to somebody, at an address, with answers of the API. */
export async function shown<Part>(component: Type<Part>, { inputs = {}, answers = {}, role, user, url, providers = [] }: Wishes = {}): Promise<Shown<Part>> {
  TestBed.resetTestingModule();
  const account = { id: 5, username: 'o.observer', first_name: 'Olga', last_name: 'Observer', email: 'o@example.org', preferences: {}, ...user };
  const asked = answer({ ...(role === undefined ? {} : { '/api/session/': { user: account, role, csrf_token: 'key' } }), ...answers });
  const errors: unknown[] = [];
  TestBed.configureTestingModule({ providers: [provideRouter([{ path: '**', children: [] }]), { provide: ErrorHandler, useValue: { handleError: (error: unknown) => errors.push(error) } }, ...providers] });
  if (role !== undefined) await TestBed.inject(Session).renew();
  if (url !== undefined) await TestBed.inject(Router).navigateByUrl(url);
  const page = new Shown(TestBed.createComponent(component), asked, errors);
  for (const [name, value] of Object.entries(inputs)) page.fixture.componentRef.setInput(name, value);
  page.fixture.autoDetectChanges();
  await page.settle();
  return page;
}

/** What a component gives away, in order. */
export function heard<Value>(output: { subscribe(hear: (value: Value) => void): unknown }): Value[] {
  const values: Value[] = [];
  output.subscribe((value) => values.push(value));
  return values;
}

/** A promise that a test keeps when it wants: an answer that is on its way. */
export function later<Value>(): { readonly answer: Promise<Value>; readonly come: (value: Value) => void } {
  const { promise, resolve } = Promise.withResolvers<Value>();
  return { answer: promise, come: resolve };
}
