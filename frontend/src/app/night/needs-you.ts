import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { api } from '../api/client';
import { Rich } from '../parts/rich';
import { StateMark } from '../parts/state-mark';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { clock } from '../texts/numbers';
import { text } from '../texts/text';
import { asSentence, type Frame } from './frame';

export interface Need {
  readonly wanted: number;
  readonly has: number;
}

/** Frames that failed in the same way, one card for all. */
export function failedTogether(frames: readonly Frame[]): Frame[][] {
  return [...Map.groupBy(frames.filter(({ state }) => state === 'failed'), ({ object, code }) => `${object} ${code}`).values()];
}

/** "needs 10 flat frames of …, has 6": as boxes. */
export function needOf(reason: string): Need | undefined {
  const [, wanted, has] = /needs (\d+) .*?\bhas (\d+)/.exec(reason) ?? /(?<has>\d+) of (?<wanted>\d+) frames/.exec(reason) ?? [];
  if (wanted === undefined || has === undefined) return undefined;
  const numbers = [Number(wanted), Number(has)] as const;
  return { wanted: Math.max(...numbers), has: Math.min(...numbers) };
}

/** What failed and what waits: the only things that may raise their voice. */
@Component({
  selector: 'gp-needs-you',
  imports: [Rich, RouterLink, StateMark],
  template: `
    @for (group of failed(); track group[0]!.id) {
      <article class="notice failed">
        <div class="row between"><h2>{{ group[0]!.object }} · {{ numbersOf(group) }}</h2><gp-state state="failed" /></div>
        <p>{{ group[0]!.reason }}</p>
        <div class="acts">
          <a class="btn small" [routerLink]="['/data', group[0]!.id, 'failure']">{{ text('failed.cause') }}</a>
          <button class="btn small quiet" type="button" [disabled]="busy()" (click)="retry(group)">{{ text(group.length === 1 ? 'failed.retry' : group.length === 2 ? 'failed.retry.both' : 'failed.retry.all') }}</button>
        </div>
      </article>
    }
    @for (frame of waiting(); track frame.id) {
      <article class="notice waiting">
        <div class="row between"><h2>{{ frame.object }} · {{ frame.number }}</h2><gp-state state="waiting" /></div>
        <p><gp-rich [sentence]="bold(frame.reason)" /> {{ text('waiting.since', { time: clock(frame.received) }) }}</p>
        @if (need(frame); as need) {
          <div class="boxes" role="img" [attr.aria-label]="text('waiting.boxes', { has: need.has, needs: need.wanted, what: '' })">@for (box of boxes(need); track $index) {<i [class.on]="box"></i>}</div>
        }
        <div class="acts"><a class="btn small quiet" [routerLink]="['/data', frame.id, 'why']">{{ text('waiting.why') }}</a></div>
      </article>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NeedsYou {
  readonly #work = new Work('passing');
  readonly #toasts = inject(Toasts);
  readonly frames = input.required<readonly Frame[]>();
  protected readonly text = text;
  protected readonly clock = clock;
  protected readonly busy = this.#work.busy;
  protected readonly failed = computed(() => failedTogether(this.frames()).reverse());
  protected readonly waiting = computed(() => this.frames().filter(({ state, kind }) => state === 'waiting' && kind === 'target').reverse());

  protected numbersOf(frames: readonly Frame[]): string {
    return frames.map((frame) => frame.number).join(', ');
  }

  protected need(frame: Frame): Need | undefined {
    return needOf(frame.reason);
  }

  protected boxes({ wanted, has }: Need): boolean[] {
    return Array.from({ length: wanted }, (_, i) => i < has);
  }

  /** What is wanted and what is there stand out. */
  protected bold(reason: string): string {
    return asSentence(reason).replace(/\d+ \w+(?: frames)?(?= of )|(?<=has )\d+/g, '**$&**');
  }

  protected async retry(frames: readonly Frame[]): Promise<void> {
    await this.#work.do(async () => {
      await api.POST('/api/files/reduce/', { body: { file_ids: frames.map(({ id }) => id) } });
      this.#toasts.show({ state: 'reducing', title: text('failed.retried', { names: this.numbersOf(frames) }), sentence: '' });
    });
  }
}
