import '../texts/with-pages';
import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { api, base, type FileDetail, type FileView } from '../api/client';
import { Icon } from '../parts/icon';
import { Clipboard } from '../shell/clipboard';
import { Keys } from '../shell/keys';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { text } from '../texts/text';

const [RAW, REDUCED, EXTRACTED] = [0, 2, 3];

/** What can be done with the product that is shown: the next step by its level, as the manual has it, and what is always there. Nothing that one may not do. */
@Component({
  selector: 'gp-data-actions',
  imports: [Icon, RouterLink],
  host: { class: 'actions' },
  template: `
    <a class="btn main" [href]="address()" download><gp-icon name="download" />{{ text('data.download') }}</a>
    <a class="btn" [routerLink]="['/data', detail().original_file_id, 'view']" queryParamsHandling="preserve"><gp-icon name="picture" />{{ text('data.view') }}</a>
    @if (level() === raw && may('reduce')) { <button class="btn" type="button" [disabled]="busy()" (click)="reduce()"><gp-icon name="redo" />{{ text('data.reduce') }}</button> }
    @if (level() === reduced && detail().kind === 'spectrum') { <a class="btn" [routerLink]="['/data', detail().original_file_id, 'view']" [queryParams]="{ zones: 'open' }" queryParamsHandling="merge"><gp-icon name="target" />{{ text('data.extract') }}</a> }
    @if (level() === reduced && detail().kind === 'arc') { <button class="btn" type="button" disabled [title]="text('data.extract.lamp')"><gp-icon name="target" />{{ text('data.extract') }}</button> }
    @if (level() === extracted && may('calibrate-wavelength')) { <button class="btn" type="button" [disabled]="busy()" (click)="calibrate()"><gp-icon name="redo" />{{ text('data.calibrate') }}</button> }
    <button class="btn" type="button" (click)="share()"><gp-icon name="share" />{{ text('data.share') }}</button>
    @if (may('delete')) { <button class="btn danger end" type="button" [disabled]="busy()" (click)="remove()"><gp-icon name="bin" />{{ text('data.delete') }}</button> }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DataActions {
  readonly #work = new Work('passing');
  readonly #toasts = inject(Toasts);
  readonly #clipboard = inject(Clipboard);
  readonly detail = input.required<FileDetail>();
  readonly product = input.required<FileView>();
  /** What one may do with what is shown. */
  readonly allowed = input.required<FileDetail['actions']>();
  /** The version that is shown. */
  readonly shown = input.required<number>();
  /** The family is another now. */
  readonly changed = output();
  protected readonly text = text;
  protected readonly raw = RAW;
  protected readonly reduced = REDUCED;
  protected readonly extracted = EXTRACTED;
  protected readonly busy = this.#work.busy;
  protected readonly level = computed(() => Number(this.product().data_type));
  protected readonly address = computed(() => `${base}/api/files/${this.shown()}/download/`);

  constructor() {
    inject(Keys).bind({ r: () => void (this.level() === RAW && this.may('reduce') && !this.busy() && this.reduce()) }, inject(DestroyRef));
  }

  protected may(action: FileDetail['actions'][number]): boolean {
    return this.allowed().includes(action);
  }

  protected share(): Promise<void> {
    return this.#clipboard.copy(location.href, text('data.shared'));
  }

  protected async reduce(): Promise<void> {
    await this.#act(async () => {
      await api.POST('/api/files/reduce/', { body: { file_ids: [this.detail().original_file_id] } });
      this.#toasts.show({ state: 'reducing', title: text('data.reducing'), sentence: '' });
    });
  }

  protected async calibrate(): Promise<void> {
    await this.#act(async () => {
      await api.POST('/api/files/spectrum/calibrate/wavelength/', { body: { file_id: this.shown() } });
      this.#toasts.show({ state: 'reducing', title: text('data.calibrating'), sentence: '' });
    });
  }

  protected async remove(): Promise<void> {
    const id = this.shown();
    await this.#act(async () => {
      await api.DELETE('/api/files/', { body: { file_ids: [id] } });
      this.#toasts.show({ state: 'rejected', title: text('data.deleted', { name: this.product().file_name }), sentence: '', undo: () => void this.#restore(id) });
    });
  }

  async #restore(id: number): Promise<void> {
    await this.#act(async () => {
      await api.POST('/api/files/{id}/restore/', { params: { path: { id: String(id) } } });
    });
  }

  async #act(action: () => Promise<void>): Promise<void> {
    await this.#work.do(async () => {
      await action();
      this.changed.emit();
    });
  }
}
