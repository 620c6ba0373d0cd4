import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { api, base, body, type FileView } from '../api/client';
import { Icon } from '../parts/icon';
import { Clipboard } from '../shell/clipboard';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { number } from '../texts/numbers';
import { text } from '../texts/text';

/** The API takes so many files at once. */
export const MOST_SELECTED = 500;
const LEVELS = { raw: 0, master: 1 };

/** What can be deleted: products. Raw files and masters stay, and are named. */
export function deletable(files: readonly FileView[]): { readonly products: FileView[]; readonly stay: FileView[] } {
  const isProduct = ({ data_type }: FileView): boolean => Number(data_type) > LEVELS.master;
  return { products: files.filter(isProduct), stay: files.filter((file) => !isProduct(file)) };
}

/** What one can do with the files that are selected. */
@Component({
  selector: 'gp-selection-bar',
  imports: [Icon],
  host: { class: 'bulk', role: 'group', '[attr.aria-label]': "text('search.selected.region')" },
  template: `
    <b>{{ files().length === 1 ? text('search.selected.one') : text('search.selected', { n: files().length }) }}</b><span class="dim">{{ size() }}</span>
    @if (files().length > most) {
      <span class="sm" role="status">{{ text('search.selected.most', { n: most }) }}</span>
    } @else {
      <a class="btn small" [href]="zip()" download><gp-icon name="download" />{{ text('search.zip') }}</a>
      <button class="btn small" type="button" [disabled]="busy()" (click)="reduce()"><gp-icon name="redo" />{{ text('search.reduce') }}</button>
      <button class="btn small" type="button" (click)="copy()"><gp-icon name="copy" />{{ text('search.copy') }}</button>
      <button class="btn small danger end" type="button" [disabled]="busy() || parts().products.length === 0" (click)="remove()"><gp-icon name="bin" />{{ text('search.delete') }}</button>
    }
    <button class="btn small quiet" type="button" (click)="cleared.emit()">{{ text('search.clear') }}</button>
    @if (parts().stay.length > 0 && parts().products.length > 0) { <span class="xs dim stay">{{ text('search.stay', { names: names(parts().stay) }) }}</span> }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SelectionBar {
  readonly #work = new Work('passing');
  readonly #toasts = inject(Toasts);
  readonly #clipboard = inject(Clipboard);
  readonly files = input.required<readonly FileView[]>();
  readonly cleared = output();
  /** These are deleted. */
  readonly removed = output<readonly number[]>();
  protected readonly text = text;
  protected readonly most = MOST_SELECTED;
  protected readonly busy = this.#work.busy;
  protected readonly parts = computed(() => deletable(this.files()));
  protected readonly size = computed(() => text('search.size', { n: number(this.files().reduce((sum, { size_bytes }) => sum + size_bytes, 0) / 1e6, 1) }));
  /** The browser keeps the bytes on its disk as they come: an address, not an answer in memory. */
  protected readonly zip = computed(() => `${base}/api/files/zip/?ids=${this.files().map(({ id }) => id).join(',')}`);

  protected names(files: readonly FileView[]): string {
    const [few, rest] = [files.slice(0, 3), files.length - 3];
    return few.map(({ file_name }) => file_name).join(', ') + (rest > 0 ? ` +${rest}` : '');
  }

  protected copy(): Promise<void> {
    return this.#clipboard.copy(this.files().map(({ file_name }) => file_name).join('\n'), text('search.copied', { n: this.files().length }));
  }

  protected async reduce(): Promise<void> {
    const frames = [...new Set(this.files().map(({ id, original_file_id }) => original_file_id || id))];
    await this.#act(async () => {
      const { results } = await body(api.POST('/api/files/reduce/', { body: { file_ids: frames } }));
      this.#toasts.show({ state: 'reducing', title: text('search.reducing', { n: results.length }), sentence: '' });
    });
  }

  protected async remove(): Promise<void> {
    await this.#act(async () => {
      const { results } = await body(api.DELETE('/api/files/', { body: { file_ids: this.parts().products.map(({ id }) => id) } }));
      this.removed.emit(results.map(({ id }) => id));
    });
  }

  async #act(action: () => Promise<void>): Promise<void> {
    await this.#work.do(action);
  }
}
