import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Clock } from '../live/clock';
import { Live } from '../live/live';
import { Icon } from '../parts/icon';
import { Rich } from '../parts/rich';
import { clock, span } from '../texts/numbers';
import { text } from '../texts/text';

/** Seconds without connection until the word changes, the line appears, and it is called offline. */
const WORD_AFTER_S = 5;
const LINE_AFTER_S = 15;
const OFFLINE_AFTER_S = 120;
const ICONS = { live: 'check', reconnecting: 'redo', offline: 'warn' } as const;

/** One word in the menu: does what is seen still come by itself? */
@Component({
  selector: 'gp-connection',
  imports: [Icon],
  host: { role: 'status', '[class]': "'link-state ' + state()", '[title]': 'hint()' },
  template: `<gp-icon [name]="icon()" />{{ words() }}`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Connection {
  readonly #live = inject(Live);
  readonly #clock = inject(Clock);

  protected readonly state = computed(() => {
    const lost = this.#live.lostSecond();
    return lost >= OFFLINE_AFTER_S ? 'offline' : lost >= WORD_AFTER_S ? 'reconnecting' : 'live';
  });
  protected readonly icon = computed(() => ICONS[this.state()]);
  protected readonly words = computed(() => {
    const state = this.state();
    return state === 'live' ? text('link.live') : text(`link.${state}`, { span: span(this.#live.lostSecond()) });
  });
  protected readonly hint = computed(() => {
    const last = this.#live.lastAt();
    return last === null ? text('link.quiet') : text('link.hint', { span: span((this.#clock.now() - last) / 1000) });
  });
}

/** A line above the page after a long break: since when, and that nothing is lost. */
@Component({
  selector: 'gp-connection-line',
  imports: [Icon, Rich],
  template: `
    @if (since(); as time) {
      <p class="notice waiting line" role="status">
        <gp-icon name="warn" /><span><gp-rich [sentence]="text('link.lost', { time })" /></span>
        <button class="btn small end" type="button" (click)="live.tryNow()">{{ text('link.try') }}</button>
      </p>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConnectionLine {
  protected readonly text = text;
  protected readonly live = inject(Live);
  protected readonly since = computed(() => {
    const lost = this.live.lostAt();
    return lost !== null && this.live.lostSecond() >= LINE_AFTER_S ? clock(lost, true) : undefined;
  });
}
