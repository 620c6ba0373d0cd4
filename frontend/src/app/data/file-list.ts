import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, input, linkedSignal, output, resource, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import type { FileView } from '../api/client';
import { listFiles } from '../api/files';
import { Live } from '../live/live';
import { fileState } from '../parts/file-state';
import { Icon } from '../parts/icon';
import { StateMark } from '../parts/state-mark';
import { Trouble } from '../parts/trouble';
import { clock, number } from '../texts/numbers';
import { text } from '../texts/text';

const ROWS = 40;

/** Raw frames and masters, one of the two open; new ones knock. */
@Component({
  selector: 'gp-file-list',
  imports: [Icon, RouterLink, StateMark, Trouble],
  host: { class: 'files', role: 'complementary', '[attr.aria-label]': "text('data.files')" },
  template: `
    @for (part of parts; track part.level) {
      <h2><button type="button" [attr.aria-expanded]="open() === part.level" (click)="open.set(part.level)"><gp-icon [name]="open() === part.level ? 'down' : 'right'" />{{ text(part.name) }}@if (open() === part.level && total() !== undefined) { {{ ' ' }}<span class="badge">{{ number(total()!) }}</span> }</button></h2>
      @if (open() === part.level) {
        @if (knocked() > 0) { <div class="newer"><button class="btn small" type="button" (click)="list.reload(); knocked.set(0)"><gp-icon name="up" />{{ knocked() === 1 ? text('list.newer.one') : text('list.newer', { n: knocked() }) }}</button></div> }
        @if (list.error()) { <gp-trouble [what]="text('data.failed')" [error]="list.error()" (again)="list.reload()" /> }
        <div class="scroll" tabindex="0" role="region" [attr.aria-label]="text(part.region)">
          <ol class="frames">
            @for (file of files(); track file.id) {
              <li [attr.aria-current]="file.id === current() ? 'true' : null"><a [routerLink]="['/data', file.id]"><span class="n cut">{{ nameOf(file) }}</span>@if (stateOf(file); as state) { <gp-state [state]="state" /> } @else { <span></span> }
                <span class="sub cut">{{ file.obstype }} · {{ file.wavmode }}</span><span class="sub num">{{ clock(file.created) }}</span></a></li>
            }
          </ol>
        </div>
        <form class="jump" (submit)="jump($event)"><gp-icon name="book" /><label class="sr" for="jump">{{ text('data.jump') }}</label><input id="jump" name="where" type="text" [placeholder]="text('data.jump.hint')" /><button class="btn" type="submit">{{ text('data.go') }}</button></form>
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FileList {
  readonly current = input<number>();
  /** A date, a night or a number was typed. */
  readonly jumped = output<string>();
  protected readonly text = text;
  protected readonly clock = clock;
  protected readonly stateOf = fileState;
  protected readonly number = number;
  protected readonly parts = [
    { level: 0, name: 'data.observed', region: 'data.observed.region' },
    { level: 1, name: 'data.calibrations', region: 'data.calibrations.region' },
  ] as const;
  protected readonly open = signal(0);
  readonly #live = inject(Live);
  /** What came since the list was read. */
  protected readonly knocked = linkedSignal({ source: () => [this.open(), this.#live.openings()], computation: () => 0 });
  protected readonly list = resource({
    params: () => ({ level: this.open(), opening: this.#live.openings() }),
    loader: ({ params, abortSignal }) => listFiles({ data_type: [String(params.level)], page_size: ROWS }, abortSignal),
  });
  protected readonly files = computed<readonly FileView[]>(() => (this.list.hasValue() ? this.list.value().results : []));
  protected readonly total = computed(() => (this.list.hasValue() ? this.list.value().count : undefined));

  constructor() {
    this.#live.events
      .pipe(takeUntilDestroyed(inject(DestroyRef)))
      .subscribe(({ kind, payload }) => {
        if ((kind === 'file' || kind === 'master') && payload['dataType'] === this.open()) this.knocked.update((n) => n + 1);
      });
  }

  protected nameOf(file: FileView): string {
    return file.file_name.replace(/\.fits(\.fz)?$/, '');
  }

  protected jump(event: SubmitEvent): void {
    event.preventDefault();
    const where = new FormData(event.target as HTMLFormElement).get('where');
    if (typeof where === 'string' && where.trim() !== '') this.jumped.emit(where.trim());
  }
}
