import '../texts/with-pages';
import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, input, output, resource, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { api, body } from '../api/client';
import type { components } from '../api/schema';
import { Live } from '../live/live';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { StateMark } from '../parts/state-mark';
import { Trouble } from '../parts/trouble';
import { Clipboard } from '../shell/clipboard';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { clock, number } from '../texts/numbers';
import { text } from '../texts/text';
import { ExcludeForm } from './exclude-form';
import { ForceForm } from './force-form';

type DecisionTable = components['schemas']['DecisionTable'];
type Candidate = components['schemas']['CandidateRow'];
type FileAction = components['schemas']['FileAction'];
type Purpose = DecisionTable['purpose'];

const VERDICTS = { chosen: 'final', suitable: 'rejected', refused: 'failed' } as const;
const RANK = { chosen: 0, suitable: 1, refused: 2 } as const;

/** Chosen first, then by distance, then what cannot serve. */
export function inOrder(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict] || (a.distance ?? Infinity) - (b.distance ?? Infinity));
}

/** A run decides again while it waits: the last word of each purpose. */
export function latest(decisions: readonly DecisionTable[]): DecisionTable[] {
  return [...new Map(decisions.map((decision) => [decision.purpose, decision])).values()];
}

/** "Why?": the table the pipeline decided by, one row for each candidate, one column for each criterion; and deciding otherwise. */
@Component({
  selector: 'gp-why-sheet',
  imports: [Empty, ExcludeForm, ForceForm, Icon, StateMark, Trouble],
  host: { class: 'sheet', role: 'region', 'aria-labelledby': 'why-title', '(keydown.escape)': 'closed.emit()' },
  templateUrl: './why-sheet.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WhySheet {
  readonly #work = new Work('here');
  readonly #toasts = inject(Toasts);
  readonly #clipboard = inject(Clipboard);
  readonly #place = inject(DestroyRef);
  /** A raw frame, as its latest run decided, or an older product, as it was made. */
  readonly file = input<number>();
  /** What the reader may do with the frame; what is not among them is not shown. */
  readonly actions = input<readonly FileAction[]>([]);
  readonly isStaff = input(false);
  readonly closed = output();
  /** Somebody decided: the frame is made again. */
  readonly changed = output();
  protected readonly text = text;
  protected readonly number = number;
  protected readonly clock = clock;
  protected readonly verdicts = VERDICTS;
  protected readonly chosen = signal<Purpose>('arc');
  /** The candidate whose form is open. */
  protected readonly forcing = signal<Candidate | undefined>(undefined);
  protected readonly excluding = signal<Candidate | undefined>(undefined);
  protected readonly busy = this.#work.busy;
  protected readonly trouble = this.#work.trouble;
  protected readonly record = resource({ params: () => this.file(), loader: ({ params, abortSignal }) => body(api.GET('/api/files/{id}/decisions/', { params: { path: { id: String(params) } }, signal: abortSignal })) });
  protected readonly decisions = computed(() => (this.record.hasValue() ? latest(this.record.value().decisions) : []));
  protected readonly decision = computed(() => this.decisions().find(({ purpose }) => purpose === this.chosen()) ?? this.decisions()[0]);
  protected readonly purpose = computed<Purpose>(() => this.decision()?.purpose ?? 'arc');
  protected readonly title = computed(() => `why.title.${this.purpose()}` as const);
  protected readonly candidates = computed(() => inOrder(this.decision()?.candidates ?? []));
  protected readonly mayUse = computed(() => this.actions().includes('use-calibration'));
  protected readonly mayForce = computed(() => this.actions().includes('force-calibration'));
  protected readonly mayGoOn = computed(() => this.actions().includes('proceed-without') && this.decision()?.by_hand === null);
  protected readonly hasActions = computed(() => this.isStaff() || this.mayUse());

  constructor() {
    // The frame decided again: by itself, or because somebody chose.
    inject(Live)
      .events.pipe(takeUntilDestroyed())
      .subscribe(({ file_id, payload }) => {
        if (file_id === this.file() || payload['originalFileId'] === this.file()) this.record.reload();
      });
  }

  protected nameOf(purpose: Purpose): `why.${Purpose}` {
    return `why.${purpose}`;
  }

  protected answer(candidate: Candidate, question: string): Candidate['answers'][number] | undefined {
    return candidate.answers.find(({ name }) => name === question);
  }

  protected word({ verdict }: Candidate): string {
    return text(`why.${verdict}`);
  }

  protected pick(purpose: Purpose): void {
    this.chosen.set(purpose);
    this.forcing.set(undefined);
    this.excluding.set(undefined);
    this.trouble.set('');
  }

  protected use(candidate: Candidate, reason?: string): Promise<void> {
    const purpose = this.purpose();
    const force = reason === undefined ? {} : { force: true, reason };
    return this.#decide(text('why.used', { name: candidate.name }), () => api.POST('/api/files/{id}/use-calibration/', { params: this.#path(), body: { purpose, candidate: candidate.handle, ...force } }), () => this.takeBack(purpose)); // prettier-ignore
  }

  protected goOn(): Promise<void> {
    const purpose = this.purpose();
    return this.#decide(text('why.without.done', { what: text(this.nameOf(purpose)) }), () => api.POST('/api/files/{id}/proceed-without/', { params: this.#path(), body: { purpose } }), () => this.takeBack(purpose)); // prettier-ignore
  }

  /** Of either kind: the platform chooses again. */
  protected takeBack(purpose = this.purpose()): Promise<void> {
    return this.#decide(text('why.back.done', { what: text(this.nameOf(purpose)) }), () => api.DELETE('/api/files/{id}/use-calibration/', { params: { ...this.#path(), query: { purpose } } }));
  }

  protected excluded(): void {
    this.excluding.set(undefined);
    this.record.reload();
    this.changed.emit();
  }

  protected copy(): void {
    void this.#clipboard.copy(JSON.stringify(this.decision(), null, 2), text('why.copied'));
  }

  #path(): { path: { id: string } } {
    return { path: { id: String(this.file()) } };
  }

  async #decide(done: string, ask: () => Promise<unknown>, undo?: () => Promise<void>): Promise<void> {
    await this.#work.do(async () => {
      await ask();
      this.forcing.set(undefined);
      this.#toasts.show({ state: 'reducing', title: done, sentence: '', ...(undo ? { undo: () => void undo() } : {}) });
      this.record.reload();
      if (!this.#place.destroyed) this.changed.emit();
    });
  }
}
