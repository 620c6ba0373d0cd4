import { ChangeDetectionStrategy, Component, output } from '@angular/core';
import { language, speak, text } from '../texts/text';

@Component({
  selector: 'gp-footer',
  template: `
    <footer class="foot">
      <span>{{ text('foot.maintained') }}</span><span>{{ text('foot.product') }}</span>
      <a href="mailto:goodman-help@example.org">goodman-help@example.org</a>
      <button class="as-link" type="button" (click)="turn()">{{ text('foot.language') }}</button>
      <button class="as-link keys" type="button" (click)="help.emit()"><kbd>?</kbd> {{ text('foot.keys') }}</button>
    </footer>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Footer {
  readonly help = output();
  protected readonly text = text;

  protected turn(): void {
    void speak(language() === 'en' ? 'es' : 'en');
  }
}
