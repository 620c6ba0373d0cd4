import '../texts/with-pages';
import { ChangeDetectionStrategy, Component, inject, input, resource, signal } from '@angular/core';
import { api, body } from '../api/client';
import { Icon } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { wordOf } from '../parts/word-of';
import { Clipboard } from '../shell/clipboard';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { text } from '../texts/text';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 14;
const MOST_DAYS = 365;

/** The address that people open: the page beside the answer for programs. */
export function pageOf(url: string): string {
  return url.replace(/\/api\/links\/([^/]+)\/$/, '/links/$1');
}

/** Links with which somebody without an account reads this one file: made, copied once, revoked. */
@Component({
  selector: 'gp-links-card',
  imports: [Icon, Trouble],
  template: `
    <section class="card" aria-labelledby="links">
      <header><h2 id="links">{{ text('links.title') }}</h2><span class="xs dim no-phone">{{ text('links.sentence') }}</span></header>
      <div class="body stack">
        @if (list.error()) { <gp-trouble [what]="text('links.failed')" [error]="list.error()" (again)="list.reload()" /> }
        @else if (!list.hasValue()) { <span class="sr" role="status">{{ text('loading') }}</span><div class="skeleton"></div> }
        @else {
          @if (made(); as url) { <div class="notice provisional" role="status"><p>{{ text('links.once') }}</p><p class="row wrap"><code class="token xs">{{ url }}</code><button class="btn small" type="button" (click)="copy(url)"><gp-icon name="copy" />{{ text('links.copy') }}</button></p></div> }
          @if (trouble()) { <p class="notice failed sm" role="alert">{{ trouble() }}</p> }
          <form class="row wrap make" (submit)="make($event)">
            <span class="field grow"><label for="link-note">{{ text('links.note') }}</label><input id="link-note" name="note" type="text" maxlength="200" autocomplete="off" /></span>
            <span class="field"><label for="link-until">{{ text('links.until') }}</label><input id="link-until" name="until" type="date" required [min]="day(0)" [max]="day(most)" [attr.value]="day(usual)" /></span>
            <button class="btn main" type="submit" [disabled]="busy()"><gp-icon name="share" />{{ text('links.make') }}</button>
          </form>
          @if (list.value().length === 0) { <p class="sm dim">{{ text('links.none') }}</p> }
          @else {
            <div class="scroll" tabindex="0" role="group" [attr.aria-label]="text('links.title')"><table><thead><tr><th scope="col">{{ text('links.note') }}</th><th scope="col">{{ text('links.by') }}</th><th scope="col">{{ text('links.until') }}</th><th scope="col" class="num">{{ text('links.used') }}</th><th scope="col"><span class="sr">{{ text('links.revoke') }}</span></th></tr></thead><tbody>
              @for (link of list.value(); track link.id) { <tr><td>{{ link.note || '–' }}</td><td>{{ link.made_by }}</td><td class="nowrap">{{ link.until.slice(0, 10) }}</td><td class="num">{{ link.downloads }}</td><td class="num"><button class="btn small danger" type="button" [disabled]="busy()" (click)="revoke(link.id)">{{ text('links.revoke') }}</button></td></tr> }
            </tbody></table></div>
          }
        }
      </div>
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LinksCard {
  readonly #work = new Work('here');
  readonly #toasts = inject(Toasts);
  readonly #clipboard = inject(Clipboard);
  readonly file = input.required<number>();
  protected readonly text = text;
  protected readonly usual = USUAL_DAYS;
  protected readonly most = MOST_DAYS;
  protected readonly busy = this.#work.busy;
  protected readonly trouble = this.#work.trouble;
  /** The address that was made just now: nobody can show it again. */
  protected readonly made = signal('');
  protected readonly list = resource({ params: () => this.file(), loader: ({ params, abortSignal }) => body(api.GET('/api/files/{id}/links/', { params: { path: { id: String(params) } }, signal: abortSignal })) });

  protected day(fromNow: number): string {
    return new Date(Date.now() + fromNow * DAY_MS).toISOString().slice(0, 10);
  }

  protected copy(url: string): void {
    void this.#clipboard.copy(url, text('links.copied'));
  }

  protected make(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const note = wordOf(data, 'note');
    return this.#change(async () => {
      const { url } = await body(api.POST('/api/files/{id}/links/', { params: { path: { id: String(this.file()) } }, body: { until: wordOf(data, 'until'), ...(note === '' ? {} : { note }) } }));
      this.made.set(pageOf(url));
      form.reset();
    });
  }

  protected revoke(id: number): Promise<void> {
    return this.#change(async () => {
      await api.DELETE('/api/files/{id}/links/{link_id}/', { params: { path: { id: String(this.file()), link_id: String(id) } } });
      this.made.set('');
      this.#toasts.show({ state: 'rejected', title: text('links.revoked'), sentence: '' });
    });
  }

  async #change(work: () => Promise<void>): Promise<void> {
    await this.#work.do(async () => {
      await work();
      this.list.reload();
    });
  }
}
