import { ChangeDetectionStrategy, Component, inject, resource } from '@angular/core';
import { api, body } from '../api/client';
import { Live } from '../live/live';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { clock, number, span } from '../texts/numbers';
import { text } from '../texts/text';

/** Who does the work, and when each was seen last. */
@Component({
  selector: 'gp-machines-tab',
  imports: [Empty, Icon, Trouble],
  template: `
    @if (view.isLoading() && !view.hasValue()) { <section class="card body stack" role="status"><span class="sr">{{ text('loading') }}</span><div class="skeleton"></div><div class="skeleton"></div></section> }
    @else if (view.error()) { <gp-trouble [what]="text('logs.machines.failed')" [error]="view.error()" (again)="view.reload()" /> }
    @else if (view.hasValue()) {
      <p class="row wrap sm dim">{{ server(view.value().api) }}<button class="btn small quiet" type="button" (click)="view.reload()"><gp-icon name="redo" />{{ text('logs.reload') }}</button></p>
      <section class="card">
        @if (view.value().workers.length === 0) { <gp-empty icon="warn" [title]="text('logs.machines.none')" [sentence]="text('logs.machines.none.sentence')" /> }
        @else {
          <div class="scroll"><table>
            <caption class="sr">{{ text('logs.machines') }}</caption>
            <thead><tr><th scope="col">{{ text('logs.machines.process') }}</th><th scope="col">{{ text('logs.machines.queue') }}</th><th scope="col">{{ text('logs.machines.takes') }}</th><th scope="col">{{ text('logs.machines.seen') }}</th></tr></thead>
            <tbody>@for (each of view.value().workers; track each.identity + each.queue + each.takes) { <tr><td class="mono">{{ each.identity }}</td><td class="mono">{{ each.queue }}</td><td>{{ text(each.takes === 'steps' ? 'logs.machines.steps' : 'logs.machines.decisions') }}</td><td class="nowrap">{{ each.seen ? clock(each.seen, true) : '–' }}</td></tr> }</tbody>
          </table></div>
        }
      </section>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MachinesTab {
  readonly #live = inject(Live);
  protected readonly text = text;
  protected readonly clock = clock;
  protected readonly view = resource({ params: () => this.#live.openings(), loader: ({ abortSignal }) => body(api.GET('/api/logs/machines/', { signal: abortSignal })) });

  protected server(api: { readonly up_seconds: number; readonly memory_bytes: number; readonly listeners: number; readonly pid: number }): string {
    return text('logs.machines.api', { span: span(api.up_seconds), memory: number(api.memory_bytes / 1e6), listeners: api.listeners, pid: api.pid });
  }
}
