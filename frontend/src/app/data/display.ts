import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';
import { Icon } from '../parts/icon';
import { smoothingIn } from '../plots/spectrum';
import type { FrameLook } from '../plots/stretch';
import { text } from '../texts/text';

/** How curves are shown. */
export interface CurveLook {
  readonly hasBand: boolean;
  readonly hasSky: boolean;
  readonly smoothing: number;
}

/** The drawer of how things look. Nothing here changes a file. */
@Component({
  selector: 'gp-display',
  imports: [Icon],
  host: { class: 'drawer', role: 'complementary', '[attr.aria-label]': "text('data.display')" },
  template: `
    <h2><gp-icon name="sliders" />{{ text('data.display') }}</h2>
    @if (hasFrame()) {
      <div class="field"><label for="map" class="label">{{ text('data.map') }}</label>
        <select id="map" [value]="look().map" (change)="set({ map: $any(value($event)) })"><option value="gray">{{ text('data.map.gray') }}</option><option value="viridis">{{ text('data.map.viridis') }}</option><option value="inferno">{{ text('data.map.inferno') }}</option></select></div>
      <div class="field"><label for="stretch" class="label">{{ text('data.stretch') }}</label>
        <select id="stretch" [value]="look().stretch" (change)="set({ stretch: $any(value($event)) })"><option value="asinh">{{ text('data.stretch.asinh') }}</option><option value="linear">{{ text('data.stretch.linear') }}</option><option value="log">{{ text('data.stretch.log') }}</option></select></div>
      <div class="field"><span class="label">{{ text('data.cuts', { unit: unit() }) }}</span><div class="pair">
        <input type="number" [value]="look().cuts[0]" [attr.aria-label]="text('data.cut.low')" (change)="set({ cuts: [+value($event), look().cuts[1]] })" />
        <input type="number" [value]="look().cuts[1]" [attr.aria-label]="text('data.cut.high')" (change)="set({ cuts: [look().cuts[0], +value($event)] })" /></div></div>
      <label class="tick"><input type="checkbox" [checked]="look().showsSaturated" (change)="set({ showsSaturated: !look().showsSaturated })" /><gp-icon name="eye" />{{ text('data.saturated') }}</label>
      <label class="tick"><input type="checkbox" [checked]="look().showsMask" (change)="set({ showsMask: !look().showsMask })" /><gp-icon name="eye" />{{ text('data.mask') }} <span class="faint">{{ text('data.pixels', { n: masked() }) }}</span></label>
    }
    <h2><gp-icon name="eye" />{{ text('data.curves') }}</h2>
    <label class="tick"><input type="checkbox" [checked]="curves().hasBand" (change)="curves.set({ ...curves(), hasBand: !curves().hasBand })" />{{ text('data.band') }}</label>
    <label class="tick"><input type="checkbox" [checked]="curves().hasSky" (change)="curves.set({ ...curves(), hasSky: !curves().hasSky })" />{{ text('data.sky') }}</label>
    <div class="field"><label class="label" for="smooth">{{ text('data.smooth') }}</label><input id="smooth" type="number" min="1" max="99" [value]="curves().smoothing" (change)="smooth($event)" /></div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Display {
  readonly look = model.required<FrameLook>();
  readonly curves = model.required<CurveLook>();
  readonly hasFrame = input(false);
  readonly unit = input('e⁻');
  readonly masked = input('');
  protected readonly text = text;

  protected value(event: Event): string {
    return (event.target as HTMLInputElement | HTMLSelectElement).value;
  }

  protected set(change: Partial<FrameLook>): void {
    this.look.set({ ...this.look(), ...change });
  }

  protected smooth(event: Event): void {
    this.curves.set({ ...this.curves(), smoothing: smoothingIn(event) });
  }
}
