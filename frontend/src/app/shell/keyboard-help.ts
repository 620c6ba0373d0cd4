import { ChangeDetectionStrategy, Component, type ElementRef, viewChild } from '@angular/core';
import { Icon } from '../parts/icon';
import { text, type PlainKey } from '../texts/text';

const keys: readonly (readonly [string, PlainKey])[] = [
  ['j k', 'keys.step'],
  ['o Enter', 'keys.open'],
  ['1 2 3 4', 'keys.levels'],
  ['w', 'keys.why'],
  ['c', 'keys.compare'],
  ['h', 'keys.header'],
  ['e', 'keys.extract'],
  ['r', 'keys.retry'],
  ['d', 'keys.download'],
  ['m', 'keys.mask'],
  ['l', 'keys.scale'],
  ['+ − 0', 'keys.zoom'],
  ['← →', 'keys.move'],
  ['f', 'keys.follow'],
  ['/', 'keys.search'],
  ['g n d s p', 'keys.go'],
  ['Ctrl K', 'keys.palette'],
  ['Esc', 'keys.escape'],
  ['?', 'keys.help'],
];

/** Every key of the portal. */
@Component({
  selector: 'gp-keyboard-help',
  imports: [Icon],
  template: `
    <dialog #dialog aria-labelledby="keys-title">
      <div class="row between">
        <h2 id="keys-title">{{ text('keys.title') }}</h2>
        <button class="btn small square" type="button" (click)="dialog.close()"><gp-icon name="close" [label]="text('keys.close')" /></button>
      </div>
      <dl class="keymap">
        @for (line of keys; track line[1]) {
          <dt>@for (key of line[0].split(' '); track $index) {<kbd>{{ key }}</kbd>{{ ' ' }}}</dt>
          <dd>{{ text(line[1]) }}</dd>
        }
      </dl>
    </dialog>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class KeyboardHelp {
  protected readonly text = text;
  protected readonly keys = keys;
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  open(): void {
    this.dialog().nativeElement.showModal();
  }
}
