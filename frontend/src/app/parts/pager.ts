import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';
import { text } from '../texts/text';
import { Icon } from './icon';

/** Turns the pages of a list; nothing where there is one. */
@Component({
  selector: 'gp-pager',
  imports: [Icon],
  template: `
    @if (pages() > 1) {
      <nav class="row pager" [attr.aria-label]="text('proposals.pages')">
        <button class="btn small" type="button" [disabled]="page() <= 1" (click)="page.set(page() - 1)"><gp-icon name="left" />{{ text('proposals.before') }}</button>
        <span class="sm dim">{{ text('proposals.page', { n: page(), total: pages() }) }}</span>
        <button class="btn small" type="button" [disabled]="page() >= pages()" (click)="page.set(page() + 1)">{{ text('proposals.after') }}<gp-icon name="right" /></button>
      </nav>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Pager {
  readonly pages = input.required<number>();
  /** Counted from 1. */
  readonly page = model.required<number>();
  protected readonly text = text;
}
