import { ChangeDetectionStrategy, Component, model } from '@angular/core';

/** On or off, at once. The words stand inside the element. */
@Component({
  selector: 'label[gpSwitch]',
  host: { class: 'switch' },
  template: `<input type="checkbox" role="switch" [checked]="on()" (change)="flip($event)" /><span aria-hidden="true"></span><ng-content />`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Switch {
  readonly on = model.required<boolean>({ alias: 'gpSwitch' });

  protected flip(event: Event): void {
    this.on.set((event.target as HTMLInputElement).checked);
  }
}
