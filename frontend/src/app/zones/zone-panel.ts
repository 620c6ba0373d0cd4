import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { Icon } from '../parts/icon';
import { number } from '../texts/numbers';
import { text, type TextKey } from '../texts/text';
import { MOST_ZONES, moved, rowOf, withoutZone, withZone, type ApertureChoice, type Edge, type Wish } from './aperture-choice';
import type { Preview } from './zone-extractor';
import type { Method, ZoneFault } from './zone-messages';

/** How far an extraction by hand has come. */
export type Extraction = { readonly state: 'none' } | { readonly state: 'asked' } | { readonly state: 'made'; readonly equal: number; readonly of: number } | { readonly state: 'refused'; readonly sentence: string };

/** The rows of aperture and background as numbers, what they give, and the button that makes a version of it. */
@Component({
  selector: 'gp-zone-panel',
  imports: [Icon],
  host: { class: 'zone-panel', role: 'group', '[attr.aria-label]': "text('zones.title')" },
  template: `
    <h2><gp-icon name="target" />{{ text('zones.title') }}</h2>
    <div class="field"><span class="label">{{ text('zones.rows') }}</span><div class="pair">
      <input type="number" step="0.5" data-field="lower" [value]="shown('lower')" [attr.aria-label]="text('zones.lower')" (change)="type('lower', $event)" />
      <input type="number" step="0.5" data-field="upper" [value]="shown('upper')" [attr.aria-label]="text('zones.upper')" (change)="type('upper', $event)" /></div></div>
    <div class="field"><label class="label" for="zone-center">{{ text('zones.center.short') }}</label><input id="zone-center" type="number" step="0.5" [value]="shown('center')" (change)="type('center', $event)" /></div>
    @for (zone of choice().sky; track $index; let i = $index) {
      <div class="field"><span class="label">{{ text('zones.sky', { n: i + 1 }) }}</span><div class="pair three">
        <input type="number" step="0.5" [value]="shown(from(i))" [attr.aria-label]="text('zones.sky.from', { n: i + 1 })" (change)="type(from(i), $event)" />
        <input type="number" step="0.5" [value]="shown(to(i))" [attr.aria-label]="text('zones.sky.to', { n: i + 1 })" (change)="type(to(i), $event)" />
        <button class="btn small square quiet" type="button" (click)="drop(i, $event)"><gp-icon name="close" [label]="text('zones.sky.remove', { n: i + 1 })" /></button></div></div>
    }
    @if (choice().sky.length < most) { <button class="btn small quiet" type="button" (click)="add($event)"><gp-icon name="plus" />{{ text('zones.sky.add') }}</button> }
    <div class="field"><label class="label" for="zone-method">{{ text('zones.method') }}</label>
      <select id="zone-method" [value]="choice().method" (change)="pick($event)"><option value="optimal">{{ text('zones.optimal') }}</option><option value="fractional">{{ text('zones.fractional') }}</option></select></div>
    <p class="sm" aria-live="polite" [class.wrong]="wrong() !== undefined">{{ sentence() }}</p>
    <div class="row">
      <button class="btn main small" type="button" [disabled]="!canExtract()" (click)="extract.emit()">{{ text('zones.extract') }} <kbd class="no-phone">e</kbd></button>
      <button class="btn small" type="button" [disabled]="!canUndo()" (click)="undo.emit()">{{ text('zones.undo') }}</button>
      <button class="btn small quiet" type="button" [disabled]="!mayExtract() || extraction().state === 'asked'" (click)="usual.emit()">{{ text('zones.usual') }}</button>
    </div>
    @if (!mayExtract()) { <p class="sm faint">{{ text('zones.forbidden') }}</p> }
    <p class="sm" role="status">{{ told() }}</p>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ZonePanel {
  readonly choice = input.required<ApertureChoice>();
  readonly preview = input<Preview>();
  readonly isLoading = input(false);
  readonly canUndo = input(false);
  readonly mayExtract = input(false);
  readonly extraction = input<Extraction>({ state: 'none' });
  readonly wished = output<Wish>();
  readonly extract = output();
  readonly undo = output();
  /** Apertures as the platform finds them, again. */
  readonly usual = output();
  protected readonly text = text;
  protected readonly most = MOST_ZONES;
  protected readonly wrong = computed(() => this.preview()?.wrong);
  protected readonly canExtract = computed(() => this.mayExtract() && !this.isLoading() && this.preview()?.method === this.choice().method && this.wrong() === undefined && this.extraction().state !== 'asked');
  protected readonly sentence = computed(() => {
    if (this.isLoading()) return text('zones.loading');
    const preview = this.preview();
    if (!preview) return text('zones.begin');
    if (preview.wrong !== undefined) return faultWords(preview.wrong);
    return preview.method === this.choice().method ? text('zones.drawn', { ms: number(preview.ms) }) : text('zones.draft');
  });
  protected readonly told = computed(() => {
    const extraction = this.extraction();
    if (extraction.state === 'none') return '';
    if (extraction.state === 'asked') return text('zones.asked');
    if (extraction.state === 'refused') return extraction.sentence;
    return extraction.equal === extraction.of ? text('zones.equal', { n: number(extraction.of) }) : text('zones.unequal', { n: number(extraction.of - extraction.equal), of: number(extraction.of) });
  });

  protected from(zone: number): Edge {
    return `sky.${zone}.0`;
  }

  protected to(zone: number): Edge {
    return `sky.${zone}.1`;
  }

  protected shown(edge: Edge): number {
    return Math.round(rowOf(this.choice(), edge) * 10) / 10;
  }

  protected type(edge: Edge, event: Event): void {
    const row = (event.target as HTMLInputElement).valueAsNumber;
    if (Number.isFinite(row)) this.wished.emit({ change: (choice) => moved(choice, edge, row), asked: event.timeStamp });
  }

  protected pick(event: Event): void {
    const method = (event.target as HTMLSelectElement).value as Method;
    this.wished.emit({ change: (choice) => ({ ...choice, method }), asked: event.timeStamp });
  }

  protected add(event: Event): void {
    this.wished.emit({ change: withZone, asked: event.timeStamp });
  }

  protected drop(zone: number, event: Event): void {
    this.wished.emit({ change: (choice) => withoutZone(choice, zone), asked: event.timeStamp });
  }
}

/** Rows as the pipeline says them: two digits where they have any. */
function faultWords({ kind, values }: ZoneFault): string {
  const words = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, number(Number(value.toFixed(2)), Number.isInteger(Number(value.toFixed(2))) ? 0 : Number.isInteger(Number((10 * value).toFixed(1))) ? 1 : 2)]));
  // Each sentence takes the values that come with it.
  return (text as (key: TextKey, given: Readonly<Record<string, string>>) => string)(`zones.fault.${kind}`, words);
}
