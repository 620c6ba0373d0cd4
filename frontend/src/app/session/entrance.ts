import { afterNextRender, ChangeDetectionStrategy, Component, type ElementRef, inject, viewChild } from '@angular/core';
import { Icon } from '../parts/icon';
import { Logo } from '../parts/logo';
import { Switch } from '../parts/switch';
import { text } from '../texts/text';
import { Theme } from '../theme/theme';
import { drawSlitArt } from './slit-art';

/** The pages before login: a picture, the switch of the theme, and the form inside. */
@Component({
  selector: 'gp-entrance',
  imports: [Icon, Logo, Switch],
  template: `
    <main id="main">
      <section class="sky" [attr.aria-label]="text('login.about')">
        <canvas #art role="img" [attr.aria-label]="text('login.art')"></canvas>
        <div class="title"><gp-logo /><span>Goodman <b>Live Pipeline</b></span></div>
        <div class="words"><p class="promise">{{ text('login.promise') }}</p><p>{{ text('login.promise.more') }}</p></div>
      </section>
      <section class="enter" [attr.aria-label]="text('login.title')">
        <div class="row"><label class="sm end" [gpSwitch]="theme.isDark()" (gpSwitchChange)="theme.flip()">{{ text('menu.theme') }}<gp-icon name="moon" /></label></div>
        <ng-content />
        <p class="xs faint">{{ text('foot.product') }} · <a href="mailto:goodman-help@example.org" class="dim">goodman-help@example.org</a></p>
      </section>
    </main>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Entrance {
  private readonly art = viewChild.required<ElementRef<HTMLCanvasElement>>('art');
  protected readonly text = text;
  protected readonly theme = inject(Theme);

  constructor() {
    afterNextRender(() => drawSlitArt(this.art().nativeElement));
  }
}
