import '../texts/with-pages';
import { NgTemplateOutlet } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject, input, output, resource, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { api, body } from '../api/client';
import { Live } from '../live/live';
import { Icon } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { wordOf } from '../parts/word-of';
import { clock } from '../texts/numbers';
import { text } from '../texts/text';
import { anchorWords, partsOf, threadsOf, type Anchor, type Comment } from './comment-thread';
import { Work } from '../shell/work';

/** What people say about a file, or about the range or the box that is shown; answers stand below. */
@Component({
  selector: 'gp-comments-card',
  imports: [Icon, NgTemplateOutlet, Trouble],
  templateUrl: './comments-card.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CommentsCard {
  readonly #work = new Work('here');
  readonly file = input.required<number>();
  /** What is seen now, as a place to speak of; undefined where there is none. */
  readonly place = input<Anchor>();
  /** A place was pressed. */
  readonly shown = output<Anchor>();
  protected readonly text = text;
  protected readonly clock = clock;
  protected readonly anchorWords = anchorWords;
  protected readonly partsOf = partsOf;
  protected readonly busy = this.#work.busy;
  protected readonly trouble = this.#work.trouble;
  protected readonly answering = signal<number | undefined>(undefined);
  protected readonly changing = signal<number | undefined>(undefined);
  protected readonly isHere = signal(false);
  protected readonly list = resource({ params: () => this.file(), loader: ({ params, abortSignal }) => body(api.GET('/api/files/{id}/comments/', { params: { path: { id: String(params) } }, signal: abortSignal })) });
  protected readonly threads = computed(() => (this.list.hasValue() ? threadsOf(this.list.value()) : []));

  constructor() {
    inject(Live)
      .events.pipe(takeUntilDestroyed())
      .subscribe(({ kind, file_id }) => {
        if (kind === 'comment' && file_id === this.file()) this.list.reload();
      });
  }

  protected add(event: Event, parent?: Comment): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const words = wordOf(new FormData(form), 'text');
    if (words === '') return;
    const anchor = this.isHere() && parent === undefined ? this.place() : undefined;
    const request = { text: words, ...(parent ? { parent_id: parent.id } : {}), ...(anchor ? { anchor } : {}) };
    void this.#change(() => api.POST('/api/files/{id}/comments/', { params: { path: { id: String(this.file()) } }, body: request }), form);
  }

  protected change(event: Event, { id }: Comment): void {
    event.preventDefault();
    const words = wordOf(new FormData(event.target as HTMLFormElement), 'text');
    if (words !== '') void this.#change(() => api.PATCH('/api/comments/{id}/', { params: { path: { id: String(id) } }, body: { text: words } }));
  }

  protected takeBack({ id }: Comment): void {
    void this.#change(() => api.DELETE('/api/comments/{id}/', { params: { path: { id: String(id) } } }));
  }

  async #change(ask: () => Promise<unknown>, form?: HTMLFormElement): Promise<void> {
    await this.#work.do(async () => {
      await ask();
      form?.reset();
      this.answering.set(undefined);
      this.changing.set(undefined);
      this.list.reload();
    });
  }
}
