import '../texts/with-pages';
import { ChangeDetectionStrategy, Component, computed, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { api, body } from '../api/client';
import { Trouble } from '../parts/trouble';
import { settingWords, valueWords } from '../proposals/setting-fields';
import { text } from '../texts/text';
import { graphOf, type Node, type Placed } from './graph';

const BOX = { width: 168, height: 54, across: 44, down: 14 } as const;

/** "Made from": the steps and files up to the raw frames, as a graph of links; each says with which version and settings. */
@Component({
  selector: 'gp-lineage-card',
  imports: [RouterLink, Trouble],
  template: `
    <section class="card" aria-labelledby="made">
      <header><h2 id="made">{{ text('data.made') }}</h2><span class="xs dim">{{ text('data.made.more') }}</span></header>
      @if (lineage.error()) { <div class="body"><gp-trouble [what]="text('lineage.failed')" [error]="lineage.error()" (again)="lineage.reload()" /></div> }
      @else if (!lineage.hasValue()) { <div class="body" aria-busy="true"><span class="sr">{{ text('loading') }}</span><div class="skeleton"></div></div> }
      @else if (graph().edges.length === 0) { <p class="body sm dim">{{ text('data.made.none') }}</p> }
      @else {
        <div class="scroll graph" tabindex="0" role="region" [attr.aria-label]="text('lineage.region')">
          <div class="space" [style.width.px]="size().width" [style.height.px]="size().height">
            <svg [attr.viewBox]="'0 0 ' + size().width + ' ' + size().height" [attr.width]="size().width" [attr.height]="size().height" aria-hidden="true">@for (edge of graph().edges; track $index) { <path [attr.d]="path(edge)" /> }</svg>
            <ol>@for (each of graph().placed; track each.node.id) {
              <li [style.left.px]="left(each)" [style.top.px]="top(each)" [class.mine]="each.node.files.length > 0">
                <b class="cut">{{ stepOf(each.node) }}</b>
                @if (each.node.files[0]; as file) { <a class="mono xs cut" [routerLink]="['/data', file.id]" [title]="file.file_name">{{ file.file_name }}</a> }
                @else { <span class="xs dim cut">{{ each.node.foreign ? text('lineage.foreign') : text('lineage.between') }}</span> }
                <span class="xs faint cut" [title]="settingsOf(each.node)">{{ each.count > 1 ? text('lineage.count', { n: each.count }) : each.node.step_version === null ? (each.node.observed_at ?? '').slice(0, 16).replace('T', ' ') : text('lineage.version', { n: each.node.step_version }) }}</span>
              </li>
            }</ol>
          </div>
        </div>
        <details class="body"><summary class="sm">{{ text('lineage.settings') }}</summary>
          <dl class="set xs">@for (each of graph().placed; track each.node.id) { @if (settingsOf(each.node); as words) { <dt>{{ stepOf(each.node) }}</dt><dd>{{ words }}</dd> } }</dl></details>
      }
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LineageCard {
  readonly file = input.required<number>();
  protected readonly text = text;
  protected readonly lineage = resource({ params: () => this.file(), loader: ({ params, abortSignal }) => body(api.GET('/api/files/{id}/lineage/', { params: { path: { id: String(params) } }, signal: abortSignal })) });
  protected readonly graph = computed(() => graphOf(this.lineage.hasValue() ? this.lineage.value() : { nodes: [], edges: [] }));
  protected readonly size = computed(() => ({ width: this.graph().columns * (BOX.width + BOX.across), height: this.graph().rows * (BOX.height + BOX.down) + 8 }));

  protected left({ column }: Placed): number {
    return column * (BOX.width + BOX.across);
  }

  protected top({ row }: Placed): number {
    return 4 + row * (BOX.height + BOX.down);
  }

  protected path({ from, to }: { readonly from: Placed; readonly to: Placed }): string {
    const [x1, y1] = [this.left(from) + BOX.width, this.top(from) + BOX.height / 2];
    const [x2, y2] = [this.left(to), this.top(to) + BOX.height / 2];
    const bend = (x2 - x1) / 2;
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }

  /** "correctBias" as "Correct bias"; a raw frame by what it is of. */
  protected stepOf({ step, exposure, kind }: Node): string {
    const name = step ?? exposure ?? kind;
    const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return words.charAt(0).toUpperCase() + words.slice(1);
  }

  protected settingsOf({ settings }: Node): string {
    return Object.entries(settings).map(([name, value]) => `${settingWords(name)} ${valueWords(value)}`).join(', '); // prettier-ignore
  }
}
