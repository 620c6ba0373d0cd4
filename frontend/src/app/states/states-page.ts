import '../texts/with-pages';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { ProblemError } from '../api/problem';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { Rich } from '../parts/rich';
import { frameStates, StateMark } from '../parts/state-mark';
import { Switch } from '../parts/switch';
import { Trouble } from '../parts/trouble';
import { Session } from '../session/session';
import { Toasts } from '../shell/toasts';
import { text } from '../texts/text';

/** Every part in every state, for who builds and judges the portal. Made of the parts themselves; nothing here is asked of the server. */
@Component({
  selector: 'gp-states-page',
  imports: [Empty, Icon, Rich, StateMark, Switch, Trouble],
  template: `
    <main id="main" tabindex="-1">
      @if (!session.isStaff()) {
        <h1 class="sr">{{ text('states.title') }}</h1><section class="card"><gp-empty icon="lock" [title]="text('states.staff')" [sentence]="text('states.staff.sentence')" /></section>
      } @else {
        <div class="pagehead"><h1>{{ text('states.title') }}</h1><span class="sm dim">{{ text('states.sentence') }}</span></div>
        <div class="wall">
          <section class="card wide" aria-labelledby="st-frames"><header><h2 id="st-frames">{{ text('states.frames') }}</h2></header><div class="scroll" tabindex="0" role="group" [attr.aria-label]="text('states.frames')"><table>
            <thead><tr><th scope="col">{{ text('states.chip') }}</th><th scope="col">{{ text('states.list') }}</th><th scope="col">{{ text('states.means') }}</th></tr></thead>
            <tbody>@for (state of states; track state) { <tr><td><gp-state [state]="state" [chip]="true" /></td><td><gp-state [state]="state" /></td><td>{{ text(means[state]) }}</td></tr> }</tbody></table></div></section>
          <section class="card" aria-labelledby="st-buttons"><header><h2 id="st-buttons">{{ text('states.buttons') }}</h2></header><div class="body stack">
            <div class="row wrap"><button class="btn main" type="button">{{ text('states.main') }}</button><button class="btn" type="button">{{ text('states.plain') }}</button><button class="btn quiet" type="button">{{ text('states.quiet') }}</button><button class="btn danger" type="button"><gp-icon name="bin" />{{ text('states.destroy') }}</button></div>
            <div class="row wrap"><button class="btn main" type="button" disabled>{{ text('states.off') }}</button><button class="btn" type="button" [attr.aria-pressed]="isOn()" (click)="isOn.set(!isOn())">{{ text('states.pressed') }}</button><label class="sm" [gpSwitch]="isOn()" (gpSwitchChange)="isOn.set($event)">{{ text('states.switch') }}</label></div></div></section>
          <section class="card" aria-labelledby="st-waiting"><header><h2 id="st-waiting">{{ text('state.waiting') }}</h2></header><div class="body"><article class="notice waiting"><p><gp-rich [sentence]="text('states.waiting')" /></p><div class="boxes" role="img" [attr.aria-label]="text('waiting.boxes', { has: 6, needs: 10, what: '' })">@for (box of boxes; track $index) {<i [class.on]="box"></i>}</div></article></div></section>
          <section class="card" aria-labelledby="st-loading"><header><h2 id="st-loading">{{ text('loading') }}</h2></header><div class="body stack"><div class="skeleton"></div><div class="skeleton"></div><div class="skeleton late"></div></div></section>
          <section class="card" aria-labelledby="st-error"><header><h2 id="st-error">{{ text('state.failed') }}</h2></header><div class="body"><gp-trouble [what]="text('data.header.failed')" [error]="error" /></div></section>
          <section class="card" aria-labelledby="st-none"><header><h2 id="st-none">{{ text('states.none') }}</h2></header><gp-empty icon="night" [title]="text('night.none')" [sentence]="text('night.none.sentence')" /></section>
          <section class="card" aria-labelledby="st-hidden"><header><h2 id="st-hidden">{{ text('states.hidden') }}</h2></header><gp-empty icon="lock" [title]="text('data.hidden')" [sentence]="text('data.hidden.sentence')" /></section>
          <section class="card" aria-labelledby="st-field"><header><h2 id="st-field">{{ text('states.field') }}</h2></header><div class="body stack">
            <div class="field"><label for="st-right">{{ text('setting.flat_normalization_order') }}</label><input id="st-right" type="number" value="15" /></div>
            <div class="field"><label for="st-wrong">{{ text('setting.flat_normalization_order') }}</label><input id="st-wrong" type="number" value="45" aria-invalid="true" aria-describedby="st-bound" /><span id="st-bound" class="xs error"><gp-icon name="warn" /> {{ text('settings.most', { n: 40 }) }}</span></div></div></section>
          <section class="card" aria-labelledby="st-toasts"><header><h2 id="st-toasts">{{ text('toast.region') }}</h2></header><div class="body row wrap">@for (state of states; track state) { <button class="btn small" type="button" (click)="toast(state)"><gp-state [state]="state" /></button> }</div></section>
          <section class="card wide" aria-labelledby="st-curves"><header><h2 id="st-curves">{{ text('data.curves') }}</h2></header><div class="body"><span class="legend"><span><i></i>{{ text('plot.spectrum') }}</span><span><i class="band"></i>{{ text('plot.sigma') }}</span><span><i class="sky"></i>{{ text('plot.sky') }}</span><span><i class="other"></i>{{ text('compare.version', { n: 2 }) }}</span><span><i class="diff"></i>{{ text('compare.difference') }}</span></span></div></section>
          <section class="card" aria-labelledby="st-mask"><header><h2 id="st-mask">{{ text('data.mask') }}</h2></header><div class="body"><span class="legend"><span><b class="m">▲</b>{{ text('plot.saturated') }}</span><span><b class="m">✕</b>{{ text('plot.cosmic') }}</span><span><b class="m">■</b>{{ text('plot.bad') }}</span><span><b class="m">○</b>{{ text('plot.empty') }}</span></span></div></section>
        </div>
      }
    </main>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class StatesPage {
  readonly #toasts = inject(Toasts);
  protected readonly session = inject(Session);
  protected readonly text = text;
  protected readonly states = frameStates;
  protected readonly means = { reducing: 'states.reducing', waiting: 'states.waits', provisional: 'states.provisional', final: 'states.final', failed: 'states.failed', rejected: 'states.rejected' } as const;
  protected readonly boxes = Array.from({ length: 10 }, (_, i) => i < 6);
  protected readonly isOn = signal(true);
  protected readonly error = new ProblemError({ status: 503, code: 'store-unavailable', detail: 'The store did not answer.', retry: true, request: '7c1e9a20' });

  protected toast(state: (typeof frameStates)[number]): void {
    this.#toasts.show({ state, title: '0087 LTT 3218', sentence: text(`state.${state}`) });
  }
}
