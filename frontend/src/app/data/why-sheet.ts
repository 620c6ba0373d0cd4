import { ChangeDetectionStrategy, Component, computed, inject, input, output, resource, signal } from '@angular/core';
import { api, body, type CandidateView, type DecisionView } from '../api/client';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { StateMark } from '../parts/state-mark';
import { Trouble } from '../parts/trouble';
import { Toasts } from '../shell/toasts';
import { number } from '../texts/numbers';
import { text } from '../texts/text';

const VERDICTS = { chosen: 'final', suitable: 'rejected', refused: 'failed' } as const;
const RANK = { chosen: 0, suitable: 1, refused: 2 } as const;

/** Chosen first, then by distance, then what cannot serve. */
export function inOrder(candidates: readonly CandidateView[]): CandidateView[] {
  return candidates.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict] || (a.distance ?? Infinity) - (b.distance ?? Infinity));
}

/** A run decides again while it waits: the last word of each purpose. */
export function latest(decisions: readonly DecisionView[]): DecisionView[] {
  return [...new Map(decisions.map((decision) => [decision.purpose, decision])).values()];
}

/** "Why?": the table the pipeline decided by, one row for each candidate, one column for each criterion. */
@Component({
  selector: 'gp-why-sheet',
  imports: [Empty, Icon, StateMark, Trouble],
  host: { class: 'sheet', role: 'region', 'aria-labelledby': 'why-title', '(keydown.escape)': 'closed.emit()' },
  template: `
    <header>
      <h2 id="why-title">{{ decision() ? text(title()) : text('current.why') }}</h2><p class="sm dim grow no-phone">{{ decision()?.reason }}</p>
      @if (decision()) { <button class="btn small" type="button" (click)="copy()"><gp-icon name="copy" />{{ text('why.copy') }}</button> }
      <button class="btn small square" type="button" (click)="closed.emit()"><gp-icon name="close" [label]="text('keys.close')" /></button>
    </header>
    @if (record.isLoading() && !record.hasValue()) {
      <div class="scroll" aria-busy="true"><span class="sr">{{ text('loading') }}</span><div class="skeleton late"></div></div>
    } @else if (record.error()) {
      <div class="scroll"><gp-trouble [what]="text('why.failed')" [error]="record.error()" (again)="record.reload()" /></div>
    } @else {
      @if (decision(); as decision) {
        <div class="tabs" role="group" [attr.aria-label]="text('why.tabs')">
          @for (other of decisions(); track other.purpose) { <button type="button" [attr.aria-pressed]="other === decision" (click)="chosen.set(other.purpose)">{{ text(nameOf(other.purpose)) }}</button> }
        </div>
        <div class="scroll sticky" tabindex="0" role="region" [attr.aria-label]="text('why.region')">
          <table class="match">
            <thead><tr><th scope="col">{{ text('why.candidate') }}</th>@for (name of criteria(); track name) { <th scope="col">{{ name }}</th> }<th scope="col" class="num">{{ text('why.distance') }}</th><th scope="col">{{ text('why.verdict') }}</th></tr></thead>
            <tbody>
              @for (candidate of candidates(); track $index) {
                <tr [class.chosen]="candidate.verdict === 'chosen'">
                  <th scope="row" class="nowrap"><span class="mono strong">{{ candidate.name }}</span></th>
                  @for (name of criteria(); track name) {
                    <td>@if (criterion(candidate, name); as found) {
                      @if (found.ok) { <span class="verdict yes"><gp-icon name="check" [label]="text('why.passes')" /></span> {{ found.found }} }
                      @else { <span class="verdict no"><gp-icon name="cross" [label]="text('why.fails', { wanted: found.wanted })" /></span> <b [title]="found.wanted">{{ found.found }}</b> }
                    }</td>
                  }
                  <td class="num">{{ candidate.distance === null ? '—' : number(candidate.distance, 2) }}</td>
                  <td><gp-state [state]="verdicts[candidate.verdict]" [word]="word(candidate)" /></td>
                </tr>
              }
            </tbody>
          </table>
          <p class="xs dim rule">{{ text('why.rule') }}</p>
        </div>
      } @else {
        <gp-empty icon="why" [title]="text('why.none')" [sentence]="text('why.none.sentence')" />
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WhySheet {
  readonly #toasts = inject(Toasts);
  /** The run whose decisions are shown. */
  readonly reduction = input<number>();
  readonly closed = output();
  protected readonly text = text;
  protected readonly number = number;
  protected readonly verdicts = VERDICTS;
  protected readonly chosen = signal<DecisionView['purpose']>('arc');
  protected readonly record = resource({ params: () => this.reduction(), loader: ({ params, abortSignal }) => body(api.GET('/api/reductions/{id}/', { params: { path: { id: String(params) } }, signal: abortSignal })) });
  protected readonly decisions = computed(() => (this.record.hasValue() ? latest(this.record.value().decisions) : []));
  protected readonly decision = computed(() => this.decisions().find(({ purpose }) => purpose === this.chosen()) ?? this.decisions()[0]);
  protected readonly title = computed(() => `why.title.${this.decision()?.purpose ?? 'arc'}` as const);
  protected readonly candidates = computed(() => inOrder(this.decision()?.candidates ?? []));
  protected readonly criteria = computed(() => [...new Set(this.candidates().flatMap(({ criteria }) => criteria.map(({ name }) => name)))]);

  protected nameOf(purpose: DecisionView['purpose']): `why.${DecisionView['purpose']}` {
    return `why.${purpose}`;
  }

  protected criterion(candidate: CandidateView, name: string): CandidateView['criteria'][number] | undefined {
    return candidate.criteria.find((criterion) => criterion.name === name);
  }

  protected word({ verdict }: CandidateView): string {
    return text(`why.${verdict}`);
  }

  protected copy(): void {
    void navigator.clipboard.writeText(JSON.stringify(this.decision(), null, 2)).then(() => this.#toasts.show({ state: 'final', title: text('why.copied'), sentence: '' }));
  }
}
