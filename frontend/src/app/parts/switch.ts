import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';

/** On or off, at once. The words stand inside the element. */
@Component({
  selector: 'label[gpSwitch]',
  host: { class: 'switch' },
  template: `<input type="checkbox" role="switch" [attr.id]="inputId() || null" [checked]="on()" (change)="flip($event)" /><span aria-hidden="true"></span><ng-content />`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Switch {
  /** For a label that stands elsewhere. */
  readonly inputId = input('');
  readonly on = model.required<boolean>({ alias: 'gpSwitch' });

  protected flip(event: Event): void {
    this.on.set((event.target as HTMLInputElement).checked);
  }
}
