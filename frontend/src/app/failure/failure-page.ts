import '../texts/with-pages';
import { ChangeDetectionStrategy, Component, computed, DestroyRef, effect, inject, input, resource, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Router, RouterLink } from '@angular/router';
import { api, body } from '../api/client';
import { problemOf } from '../api/problem';
import { stateOf } from '../data/family';
import { Live } from '../live/live';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { StateMark } from '../parts/state-mark';
import { Trouble } from '../parts/trouble';
import type { Settings } from '../proposals/setting-fields';
import { Clipboard } from '../shell/clipboard';
import { Keys } from '../shell/keys';
import { PageTitle } from '../shell/page-title';
import { clock, nightDate, number } from '../texts/numbers';
import { text } from '../texts/text';
import { AlikeCard } from './alike-card';
import { EvidenceCard } from './evidence-card';
import { titleOf, treatmentOf } from './remedies';
import { RetryCard } from './retry-card';
import { stationsOf } from './steps';

const ICONS = { done: 'final', stop: 'failed', skipped: 'rejected', not: 'clock' } as const;

/** Why a frame failed: what, where, the evidence, what to try, and again. */
@Component({
  selector: 'gp-failure-page',
  imports: [AlikeCard, Empty, EvidenceCard, Icon, RetryCard, RouterLink, StateMark, Trouble],
  templateUrl: './failure-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FailurePage {
  readonly #clipboard = inject(Clipboard);
  readonly frame = input.required<string>();
  protected readonly text = text;
  protected readonly clock = clock;
  protected readonly nightDate = nightDate;
  protected readonly number = number;
  protected readonly icons = ICONS;
  protected readonly settings = signal<Settings>({});
  protected readonly detail = resource({ params: () => this.frame(), loader: ({ params, abortSignal }) => body(api.GET('/api/files/{id}/', { params: { path: { id: params } }, signal: abortSignal })) });
  /** The newest run that failed: what was tried since does not take the evidence away. */
  readonly #failed = computed(() => (this.detail.hasValue() ? this.detail.value().reductions.find(({ failure }) => failure !== null)?.id : undefined));
  protected readonly run = resource({ params: () => this.#failed(), loader: ({ params, abortSignal }) => body(api.GET('/api/reductions/{id}/', { params: { path: { id: String(params) } }, signal: abortSignal })) });
  protected readonly isHidden = computed(() => this.detail.error() !== undefined && problemOf(this.detail.error()).status === 404);
  protected readonly isFine = computed(() => this.detail.hasValue() && this.#failed() === undefined);
  protected readonly state = computed(() => (this.detail.hasValue() ? stateOf(this.detail.value()) : 'failed'));
  protected readonly name = computed(() => {
    if (!this.detail.hasValue()) return '';
    const { original_file, object, obstype } = this.detail.value();
    return `${/^\d+/.exec(original_file)?.[0] ?? ''} ${object || obstype}`.trim();
  });
  protected readonly title = computed(() => text(titleOf(this.run.hasValue() ? (this.run.value().failure?.code ?? '') : '')));
  protected readonly stations = computed(() => (this.run.hasValue() ? stationsOf(this.run.value()) : []));
  protected readonly place = computed(() => this.stations().findIndex(({ state }) => state === 'stop') + 1);
  protected readonly remedies = computed(() => treatmentOf(this.run.hasValue() ? (this.run.value().failure?.code ?? '') : '').remedies);
  protected readonly mayRetry = computed(() => this.detail.hasValue() && this.detail.value().actions.includes('reduce'));

  constructor() {
    const [title, router, destroyed] = [inject(PageTitle), inject(Router), inject(DestroyRef)];
    // The title of the window is outside of the template.
    effect(() => {
      if (this.run.hasValue()) title.say(`${this.name()} · ${this.title()}`);
    });
    inject(Live)
      .events.pipe(takeUntilDestroyed())
      .subscribe(({ file_id, payload }) => {
        if (String(file_id) === this.frame() || String(payload['originalFileId']) === this.frame()) this.detail.reload();
      });
    inject(Keys).bind({ w: () => void router.navigate(['/data', this.frame(), 'why']), o: () => void router.navigate(['/data', this.frame()]) }, destroyed);
  }

  /** Everything that somebody needs who was not there. */
  protected report(): void {
    if (!this.detail.hasValue() || !this.run.hasValue()) return;
    const [file, run] = [this.detail.value(), this.run.value()];
    const lines = [
      `${file.original_file} · ${file.object} · ${file.proposal_id} · ${file.wavmode}`,
      `${this.title()} (${run.failure?.code ?? ''}, ${run.failure?.step ?? ''})`,
      run.failure?.message ?? '',
      ...Object.entries(run.failure?.facts ?? {}).map(([name, value]) => `${name}: ${value}`),
      `${run.workflow_id} · ${run.run_id} · ${run.updated}`,
      location.href,
    ];
    void this.#clipboard.copy(lines.join('\n'), text('failure.copied'));
  }
}
