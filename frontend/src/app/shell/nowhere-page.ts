import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Empty } from '../parts/empty';
import { text } from '../texts/text';

/** An address that is none. */
@Component({
  selector: 'gp-nowhere-page',
  imports: [Empty, RouterLink],
  template: `
    <main id="main" tabindex="-1">
      <h1 class="sr">{{ text('nowhere.title') }}</h1>
      <section class="card"><gp-empty icon="lens" [title]="text('nowhere.title')" [sentence]="text('nowhere.sentence')"><a class="btn small" routerLink="/night">{{ text('nowhere.home') }}</a></gp-empty></section>
    </main>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NowherePage {
  protected readonly text = text;
}
