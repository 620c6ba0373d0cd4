import { NgTemplateOutlet } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, effect, inject, input, linkedSignal, output, resource, signal } from '@angular/core';
import { api, body } from '../api/client';
import { Icon } from '../parts/icon';
import { Switch } from '../parts/switch';
import { Trouble } from '../parts/trouble';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import { groupsOf, hintOf, mistakeOf, type SettingField, type Settings, type SettingValue } from './setting-fields';

type Apply = 'new' | 'tonight' | 'all';

/** How the frames of a proposal are reduced: what may be chosen, what is, and which frames follow a change. */
@Component({
  selector: 'gp-settings-form',
  imports: [Icon, NgTemplateOutlet, Switch, Trouble],
  templateUrl: './settings-form.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SettingsForm {
  readonly #work = new Work('here');
  readonly #toasts = inject(Toasts);
  readonly id = input.required<string>();
  /** The version that is in force, once it is known. */
  readonly version = output<number>();
  protected readonly text = text;
  protected readonly number = number;
  protected readonly hintOf = hintOf;
  protected readonly busy = this.#work.busy;
  protected readonly trouble = this.#work.trouble;
  protected readonly apply = signal<Apply>('new');

  protected readonly view = resource({
    params: () => this.id(),
    loader: async ({ params: id, abortSignal: signal }) => {
      const params = { path: { id } };
      const [known, now, reach] = await Promise.all([body(api.GET('/api/settings/', { signal })), body(api.GET('/api/proposals/{id}/settings/', { params, signal })), body(api.GET('/api/proposals/{id}/settings/reach/', { params, signal }))]);
      return { known, now, reach };
    },
  });
  protected readonly groups = computed(() => (this.view.hasValue() ? groupsOf(this.view.value().known.settings) : []));
  readonly #fields = computed(() => this.groups().flatMap(({ fields }) => fields));
  protected readonly before = computed(() => (this.view.hasValue() ? (this.view.value().now.settings as Settings) : {}));
  /** As it stands in the form. */
  protected readonly typed = linkedSignal(() => this.before());
  protected readonly changes = computed(() => this.#fields().filter(({ name }) => this.typed()[name] !== this.before()[name]));
  protected readonly mistakes = computed<Readonly<Record<string, string | undefined>>>(() => Object.fromEntries(this.#fields().map((field) => [field.name, mistakeOf(field, this.typed()[field.name] ?? null)])));
  protected readonly wrong = computed(() => Object.values(this.mistakes()).filter((mistake) => mistake !== undefined).length);
  protected readonly changedNames = computed(() => this.changes().map(({ label }) => label).join(', '));

  constructor() {
    // An output, because the history stands in another card and reads itself again.
    effect(() => {
      if (this.view.hasValue()) this.version.emit(this.view.value().now.version);
    });
  }

  reload(): void {
    this.view.reload();
  }

  protected set(field: SettingField, value: SettingValue): void {
    this.typed.update((typed) => ({ ...typed, [field.name]: value }));
  }

  protected typedNumber(event: Event): SettingValue {
    const { value, valueAsNumber } = event.target as HTMLInputElement;
    return value === '' ? null : valueAsNumber;
  }

  protected word(event: Event): string {
    return (event.target as HTMLSelectElement).value;
  }

  /** Fills the form; nothing is saved. */
  protected toDefaults(): void {
    this.typed.set(Object.fromEntries(this.#fields().map(({ name, start }) => [name, start])));
  }

  protected discard(): void {
    this.typed.set(this.before());
    this.trouble.set('');
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.view.hasValue() || this.changes().length === 0 || this.wrong() > 0) return;
    const { version: before } = this.view.value().now;
    const settings = Object.fromEntries(this.changes().map(({ name }) => [name, this.typed()[name]]));
    await this.#work.do(async () => {
      const { version, reducing_again } = await body(api.PUT('/api/proposals/{id}/settings/', { params: { path: { id: this.id() } }, body: { settings, apply: this.apply(), version: before } }));
      this.apply.set('new');
      this.view.reload();
      this.#toasts.show({ state: 'final', title: text('settings.saved', { n: version }), sentence: reducing_again > 0 ? text('settings.again', { n: number(reducing_again) }) : '' });
    });
  }
}
