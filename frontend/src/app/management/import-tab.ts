import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { api, body } from '../api/client';
import type { components } from '../api/schema';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { number } from '../texts/numbers';
import { text } from '../texts/text';

type ImportAnswer = components['schemas']['ImportAnswer'];

/** The proposals of a semester from a table: first what would happen, then that it happens. */
@Component({
  selector: 'gp-import-tab',
  template: `
    <section class="card" aria-labelledby="import"><header><h2 id="import">{{ text('management.import') }}</h2></header><div class="body stack">
      <p class="sm dim">{{ text('management.import.sentence') }}</p>
      @if (trouble()) { <p class="notice failed sm" role="alert">{{ trouble() }}</p> }
      <form class="row wrap" (submit)="$event.preventDefault(); send(true)"><label class="label" for="csv">{{ text('management.import.file') }}</label><input id="csv" type="file" accept=".csv,text/csv" required (change)="choose($event)" /><button class="btn main" type="submit" [disabled]="table() === undefined || busy()">{{ text('management.import.try') }}</button></form>
      @if (tried(); as answer) {
        <p class="sm" role="status">{{ sentence(answer) }}</p>
        <div class="scroll"><table>
          <caption class="sr">{{ text('management.import.what') }}</caption>
          <thead><tr><th scope="col" class="num">{{ text('management.import.line') }}</th><th scope="col">{{ text('proposals.id') }}</th><th scope="col">{{ text('management.import.what') }}</th><th scope="col">{{ text('management.import.invited') }}</th><th scope="col">{{ text('management.import.mistakes') }}</th></tr></thead>
          <tbody>@for (line of answer.lines; track line.line) { <tr><td class="num">{{ line.line }}</td><td class="mono">{{ line.soar_id }}</td><td>{{ text(lineKey(line.proposal)) }}</td><td class="mono xs">{{ line.invited.join(', ') }}</td><td class="mistake">{{ line.mistakes.join(' ') }}</td></tr> }</tbody>
        </table></div>
        @if (canImport()) { <div><button class="btn main" type="button" [disabled]="busy()" (click)="send(false)">{{ text('management.import.do', { n: number(answer.proposals) }) }}</button></div> }
      }
    </div></section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ImportTab {
  readonly #work = new Work('here');
  readonly #toasts = inject(Toasts);
  protected readonly text = text;
  protected readonly number = number;
  protected readonly busy = this.#work.busy;
  protected readonly trouble = this.#work.trouble;
  protected readonly table = signal<string | undefined>(undefined);
  /** What the last dry run said of this very table. */
  protected readonly tried = signal<ImportAnswer | undefined>(undefined);
  protected readonly canImport = computed(() => { const tried = this.tried(); return tried?.dry_run === true && tried.mistakes === 0 && tried.proposals > 0; }); // prettier-ignore

  protected lineKey(what: ImportAnswer['lines'][number]['proposal']) {
    return `management.import.${what}` as const;
  }

  protected sentence({ dry_run, proposals, invited, mistakes }: ImportAnswer): string {
    return dry_run ? text('management.import.tried', { n: proposals, people: invited, mistakes }) : text('management.import.done', { n: proposals, people: invited });
  }

  protected async choose(event: Event): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    this.tried.set(undefined);
    this.trouble.set('');
    this.table.set(await file?.text());
  }

  protected async send(dry_run: boolean): Promise<void> {
    const table = this.table();
    if (table === undefined) return;
    await this.#work.do(async () => {
      const answer = await body(api.POST('/api/proposals/import/', { params: { query: { dry_run } }, body: table, headers: { 'Content-Type': 'text/csv' }, bodySerializer: (csv) => csv }));
      this.tried.set(answer);
      if (!dry_run) this.#toasts.show({ state: 'final', title: this.sentence(answer), sentence: '' });
    });
  }
}
