import { ChangeDetectionStrategy, Component, computed, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { api, body, type FileDetail, type ReductionDetail } from '../api/client';
import { loadFrame } from '../data/load-frame';
import { Trouble } from '../parts/trouble';
import { FramePlot } from '../plots/frame-plot';
import type { FrameLook } from '../plots/stretch';
import { number } from '../texts/numbers';
import { isText, text, type PlainKey } from '../texts/text';
import { LampEvidence } from './lamp-evidence';
import { treatmentOf } from './remedies';

/** What proves the sentence: the lamp with its lines, the frame with its slit, or the cards; and the numbers that were measured. */
@Component({
  selector: 'gp-evidence-card',
  imports: [FramePlot, LampEvidence, RouterLink, Trouble],
  template: `
    <section class="card" aria-labelledby="evidence">
      <header><h2 id="evidence">{{ title() }}</h2>@if (kind() === 'lamp') { <a class="xs end" [routerLink]="['/data', file().original_file_id, 'why']">{{ text('failure.candidates') }}</a> }</header>
      @if (facts().length > 0) {
        <dl class="meta body">@for (fact of facts(); track fact.name) { <dt>{{ fact.words }}</dt><dd>{{ fact.value }}</dd> }</dl>
      }
      @switch (kind()) {
        @case ('lamp') {
          @if (lamp.hasValue() && lamp.value() !== null) { <gp-lamp-evidence [file]="lamp.value()!" /> }
          @else if (lamp.error()) { <div class="body"><gp-trouble [what]="text('failure.evidence.failed')" [error]="lamp.error()" (again)="lamp.reload()" /></div> }
          @else if (lamp.isLoading()) { <div class="body" aria-busy="true"><span class="sr">{{ text('loading') }}</span><div class="skeleton late"></div></div> }
          @else { <p class="body sm dim">{{ text('failure.lamp.hidden') }}</p> }
        }
        @case ('header') {
          @if (header.error()) { <div class="body"><gp-trouble [what]="text('data.header.failed')" [error]="header.error()" (again)="header.reload()" /></div> }
          @else if (!header.hasValue()) { <div class="body" aria-busy="true"><span class="sr">{{ text('loading') }}</span><div class="skeleton late"></div></div> }
          @else {
            <div class="scroll sticky cards" tabindex="0" role="region" [attr.aria-label]="text('data.header.region')"><table><thead><tr><th scope="col">{{ text('data.header.keyword') }}</th><th scope="col">{{ text('data.header.value') }}</th><th scope="col">{{ text('data.header.comment') }}</th></tr></thead><tbody>
              @for (card of cards(); track $index) { <tr [class.chosen]="card.keyword === keyword()"><td class="mono">{{ card.keyword }}</td><td class="mono">{{ card.value }}</td><td class="dim">{{ card.comment }}</td></tr> }
            </tbody></table></div>
          }
        }
        @default {
          @if (image.hasValue()) { <gp-frame-plot [frame]="image.value()" [object]="file().object" [look]="look()" /> }
          @else if (image.error()) { <div class="body"><gp-trouble [what]="text('data.pixels.failed')" [error]="image.error()" (again)="image.reload()" /></div> }
          @else { <div class="frame2d" aria-busy="true"><span class="sr">{{ text('loading') }}</span><div class="skeleton late"></div></div> }
        }
      }
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EvidenceCard {
  readonly file = input.required<FileDetail>();
  readonly run = input.required<ReductionDetail>();
  protected readonly text = text;
  protected readonly kind = computed(() => treatmentOf(this.run().failure?.code ?? '').evidence);
  protected readonly title = computed(() => text(`failure.evidence.${this.kind()}`));
  protected readonly facts = computed(() => Object.entries(this.run().failure?.facts ?? {}).map(([name, value]) => ({ name, words: factWords(name), value: typeof value === 'number' ? number(value, Number.isInteger(value) ? 0 : 2) : value })));
  /** The frame that was corrected, where it got so far; else as it was read out. */
  readonly #shown = computed(() => this.file().family.find(({ data_type }) => data_type === '2')?.id ?? this.file().original_file_id);
  protected readonly image = resource({ params: () => (this.kind() === 'frame' ? this.#shown() : undefined), loader: ({ params, abortSignal }) => loadFrame(params, null, abortSignal), equal: Object.is });
  protected readonly look = computed<FrameLook>(() => {
    const [low, high] = this.image.hasValue() ? this.image.value().robust : [0, 1];
    return { map: 'gray', stretch: 'asinh', cuts: [Math.round(low), Math.round(high + 0.9 * (high - low))], showsSaturated: true, showsMask: false };
  });
  /** A lamp itself, or the lamp that was chosen for the spectrum; null for one that is not the reader's to see. */
  protected readonly lamp = resource({
    params: () => (this.kind() === 'lamp' ? { own: this.file().kind === 'arc' ? this.#shown() : undefined, id: this.file().original_file_id } : undefined),
    loader: async ({ params: { own, id }, abortSignal }) => {
      if (own !== undefined) return own;
      const { decisions } = await body(api.GET('/api/files/{id}/decisions/', { params: { path: { id: String(id) } }, signal: abortSignal }));
      return decisions.find(({ purpose }) => purpose === 'arc')?.candidates.find(({ verdict }) => verdict === 'chosen')?.file_id ?? null;
    },
  });
  protected readonly keyword = computed(() => this.run().failure?.facts['keyword']);
  protected readonly header = resource({ params: () => (this.kind() === 'header' ? this.file().original_file_id : undefined), loader: ({ params, abortSignal }) => body(api.GET('/api/files/header/', { params: { query: { id: String(params) } }, signal: abortSignal })) });
  /** The card that is wrong first. */
  protected readonly cards = computed(() => (this.header.hasValue() ? this.header.value().cards.toSorted((a, b) => Number(b.keyword === this.keyword()) - Number(a.keyword === this.keyword())) : []));
}

/** "linesFound" as "lines found"; what the portal has words for, in those. */
export function factWords(name: string): string {
  const key = `fact.${name}`;
  return isText(key) ? text(key as PlainKey) : name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
