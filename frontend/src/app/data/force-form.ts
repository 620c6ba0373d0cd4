import { ChangeDetectionStrategy, Component, input, output, signal } from '@angular/core';
import { wordOf } from '../parts/word-of';
import { text } from '../texts/text';

/** Staff use what fails a question: they say why, and the product carries it. */
@Component({
  selector: 'gp-force-form',
  template: `
    <form class="row wrap inline" (submit)="send($event)">
      <label class="sm" for="force-reason">{{ text('why.force.reason', { name: name() }) }}</label>
      <input id="force-reason" name="reason" type="text" maxlength="500" [attr.aria-invalid]="isMissing() ? true : null" [attr.aria-describedby]="isMissing() ? 'force-missing' : null" />
      <button class="btn small main" type="submit" [disabled]="busy()">{{ text('why.use') }}</button><button class="btn small" type="button" (click)="closed.emit()">{{ text('exclude.cancel') }}</button>
      @if (isMissing()) { <span id="force-missing" class="xs error" role="alert">{{ text('exclude.reason.missing') }}</span> }
    </form>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ForceForm {
  readonly name = input.required<string>();
  readonly busy = input(false);
  /** The reason. */
  readonly given = output<string>();
  readonly closed = output();
  protected readonly text = text;
  protected readonly isMissing = signal(false);

  protected send(event: Event): void {
    event.preventDefault();
    const reason = wordOf(new FormData(event.target as HTMLFormElement), 'reason');
    this.isMissing.set(reason.length < 3);
    if (reason.length >= 3) this.given.emit(reason);
  }
}
