import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, input, linkedSignal, output, resource, signal } from '@angular/core';
import { api, body, type FileDetail, type ReductionDetail } from '../api/client';
import type { components } from '../api/schema';
import { Icon } from '../parts/icon';
import { groupsOf, hintOf, mistakeOf, settingWords, valueWords, type SettingField, type Settings, type SettingValue } from '../proposals/setting-fields';
import { Keys } from '../shell/keys';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { text } from '../texts/text';
import { treatmentOf } from './remedies';

type DryReduction = NonNullable<components['schemas']['ReducedView']['dry_run']>;

/** Again with other settings, for this frame alone; first to see what that would do, when wished. */
@Component({
  selector: 'gp-retry-card',
  imports: [Icon],
  template: `
    <section class="card" aria-labelledby="retry">
      <header><h2 id="retry">{{ fields().length > 0 ? text('retry.title') : text('retry.again') }}</h2></header>
      <form class="body stack" (submit)="$event.preventDefault(); retry()" novalidate>
        @if (trouble()) { <p class="notice failed sm" role="alert">{{ trouble() }}</p> }
        @if (fields().length > 0) {
          <div class="changed-set">
            @for (field of fields(); track field.name) {
              @let mistake = mistakes()[field.name];
              <label [for]="'retry-' + field.name">{{ field.label }}@if (field.unit) { <span class="faint"> ({{ field.unit }})</span> }</label>
              @switch (field.kind) {
                @case ('choice') { <select [id]="'retry-' + field.name" (change)="set(field, word($event))">@for (choice of field.choices; track choice.value) { <option [value]="choice.value" [selected]="choice.value === typed()[field.name]">{{ choice.words }}</option> }</select> }
                @case ('switch') { <input [id]="'retry-' + field.name" type="checkbox" [checked]="typed()[field.name] === true" (change)="set(field, checked($event))" /> }
                @default { <input [id]="'retry-' + field.name" type="number" step="any" [value]="typed()[field.name] ?? ''" [attr.min]="field.least" [attr.max]="field.most" [attr.aria-invalid]="mistake ? true : null" (input)="set(field, typedNumber($event))" /> }
              }
              <span class="xs hint" [class.error]="mistake">{{ mistake ?? hintOf(field, typed()[field.name] ?? null, before()[field.name] ?? null) }}</span>
            }
          </div>
        }
        <label class="tick"><input type="checkbox" [checked]="triesFirst()" (change)="triesFirst.set(!triesFirst())" />{{ text('retry.first') }}</label>
        @if (tried(); as dry) {
          <div class="notice provisional" role="status">
            <h3>{{ dry.steps.length === 0 ? text('retry.same') : text('retry.would') }}</h3>
            <p>{{ dry.steps.length > 0 ? dry.steps.join(' → ') : '' }} {{ dry.reason }}</p>
            @for (change of dry.settings; track change.name) { <p class="xs">{{ settingWords(change.name) }}: {{ valueWords(change.before) }} → {{ valueWords(change.after) }}</p> }
          </div>
        }
        <button class="btn main" type="submit" [disabled]="busy() || wrong()"><gp-icon name="redo" />{{ triesFirst() && !tried() ? text('retry.show') : text('retry.one', { name: number() }) }}</button>
        <p class="xs faint">{{ text('retry.foot') }}</p>
      </form>
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RetryCard {
  readonly #work = new Work('here');
  readonly #toasts = inject(Toasts);
  readonly file = input.required<FileDetail>();
  readonly run = input.required<ReductionDetail>();
  readonly started = output();
  /** What was changed, for who retries others alike. */
  readonly chosen = output<Settings>();
  protected readonly text = text;
  protected readonly hintOf = hintOf;
  protected readonly settingWords = settingWords;
  protected readonly valueWords = valueWords;
  protected readonly busy = this.#work.busy;
  protected readonly trouble = this.#work.trouble;
  protected readonly triesFirst = signal(false);
  readonly #known = resource({ loader: ({ abortSignal }) => body(api.GET('/api/settings/', { signal: abortSignal })) });
  readonly #named = computed(() => treatmentOf(this.run().failure?.code ?? '').settings);
  protected readonly fields = computed(() => (this.#known.hasValue() ? groupsOf(this.#known.value().settings).flatMap(({ fields }) => fields).filter(({ name }) => this.#named().includes(name)) : [])); // prettier-ignore
  /** As it was; a run that failed before it read its settings had those that everything begins with. */
  protected readonly before = computed<Settings>(() => ({ ...Object.fromEntries(this.fields().map(({ name, start }) => [name, start])), ...(this.run().settings as Settings) }));
  protected readonly typed = linkedSignal(() => this.before());
  protected readonly tried = linkedSignal<Settings, DryReduction | undefined>({ source: this.typed, computation: () => undefined });
  protected readonly mistakes = computed<Readonly<Record<string, string | undefined>>>(() => Object.fromEntries(this.fields().map((field) => [field.name, mistakeOf(field, this.typed()[field.name] ?? null)])));
  protected readonly wrong = computed(() => Object.values(this.mistakes()).some((mistake) => mistake !== undefined));
  protected readonly number = computed(() => /^\d+/.exec(this.file().original_file)?.[0] ?? this.file().original_file);
  readonly #changes = computed<Settings>(() => Object.fromEntries(this.fields().flatMap(({ name }) => (this.typed()[name] === this.before()[name] ? [] : [[name, this.typed()[name] ?? null]]))));

  constructor() {
    inject(Keys).bind({ r: () => void this.retry() }, inject(DestroyRef));
  }

  protected set({ name }: SettingField, value: SettingValue): void {
    this.typed.update((typed) => ({ ...typed, [name]: value }));
    this.chosen.emit(this.#changes());
  }

  protected word(event: Event): string {
    return (event.target as HTMLSelectElement).value;
  }

  protected checked(event: Event): boolean {
    return (event.target as HTMLInputElement).checked;
  }

  protected typedNumber(event: Event): number | null {
    const { value } = event.target as HTMLInputElement;
    return value === '' ? null : Number(value);
  }

  protected async retry(): Promise<void> {
    if (this.busy() || this.wrong()) return;
    const asks = this.triesFirst() && !this.tried();
    await this.#work.do(async () => {
      const overrides = { ...this.run().overrides, ...this.#changes() };
      const wishes = { file_id: this.file().original_file_id, ...(Object.keys(overrides).length === 0 ? {} : { settings: overrides }) };
      const { results } = await body(api.POST('/api/files/reduce/', { params: { query: { dry_run: asks } }, body: wishes }));
      if (asks) this.tried.set(results[0]?.dry_run ?? undefined);
      else {
        this.#toasts.show({ state: 'reducing', title: text('failed.retried', { names: this.number() }), sentence: '' });
        this.started.emit();
      }
    });
  }
}
