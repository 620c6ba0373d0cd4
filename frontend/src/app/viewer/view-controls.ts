import { ChangeDetectionStrategy, Component, input, model, output } from '@angular/core';
import type { FileImage } from '../api/client';
import { Icon } from '../parts/icon';
import { smoothingIn } from '../plots/spectrum';
import { text } from '../texts/text';
import type { BenchLook } from './bench-option';
import type { Plane } from './frame-tiles';
import { listNames, type LineList } from './line-lists';
import type { ViewLook } from './painter';

export type CurveLook = Pick<BenchLook, 'scale' | 'hasBand' | 'hasSky' | 'smoothing'>;
/** Limits that are asked for by name. */
export type CutsName = 'robust' | 'zscale' | 'all';

/** How the frame and its curves look here. Nothing of it changes a file. */
@Component({
  selector: 'gp-view-controls',
  imports: [Icon],
  host: { class: 'view-controls' },
  template: `
    <h2><gp-icon name="sliders" />{{ text('data.display') }}</h2>
    <div class="field"><label for="plane" class="label">{{ text('viewer.plane') }}</label>
      <select id="plane" [value]="look().plane" (change)="set({ plane: $any(value($event)) })">@for (plane of planes(); track plane) { <option [value]="plane">{{ planeName(plane) }}</option> }</select></div>
    <div class="field"><label for="view-map" class="label">{{ text('data.map') }}</label>
      <select id="view-map" [value]="look().map" (change)="set({ map: $any(value($event)) })"><option value="gray">{{ text('data.map.gray') }}</option><option value="viridis">{{ text('data.map.viridis') }}</option><option value="inferno">{{ text('data.map.inferno') }}</option></select></div>
    <label class="tick"><input type="checkbox" [checked]="look().isInverse" (change)="set({ isInverse: !look().isInverse })" />{{ text('viewer.inverse') }}</label>
    <div class="field"><label for="view-stretch" class="label">{{ text('data.stretch') }}</label>
      <select id="view-stretch" [value]="look().stretch" (change)="set({ stretch: $any(value($event)) })"><option value="asinh">{{ text('plot.asinh') }}</option><option value="linear">{{ text('data.stretch.linear') }}</option><option value="log">{{ text('data.stretch.log') }}</option></select></div>
    <div class="field"><span class="label">{{ text('data.cuts', { unit: look().plane === 'variance' ? unit() + '²' : unit() }) }}</span><div class="pair">
      <input type="number" [value]="look().cuts[0]" [attr.aria-label]="text('data.cut.low')" (change)="set({ cuts: [+value($event), look().cuts[1]] })" />
      <input type="number" [value]="look().cuts[1]" [attr.aria-label]="text('data.cut.high')" (change)="set({ cuts: [look().cuts[0], +value($event)] })" /></div></div>
    @if (limits() && look().plane === 'flux') {
      <div class="seg" role="group" [attr.aria-label]="text('viewer.limits')">
        @for (name of cuts; track name[0]) { <button type="button" (click)="cutsWished.emit(name[0])">{{ text(name[1]) }}</button> }
      </div>
    }
    <label class="tick"><input type="checkbox" [checked]="look().showsSaturated" (change)="set({ showsSaturated: !look().showsSaturated })" /><gp-icon name="eye" />{{ text('data.saturated') }}</label>
    <label class="tick"><input type="checkbox" [checked]="look().showsMask" (change)="set({ showsMask: !look().showsMask })" /><gp-icon name="eye" />{{ text('data.mask') }} <span class="faint">{{ text('data.pixels', { n: masked() }) }}</span></label>
    @if (hasSpectrum()) {
      <h2><gp-icon name="flag" />{{ text('viewer.lines') }}</h2>
      <div class="lists">@for (name of names; track name[0]) { @if (name[0] !== 'lamp' || hasLamp()) { <label class="tick"><input type="checkbox" [checked]="picked().includes(name[0])" (change)="toggle(name[0])" />{{ text(name[1]) }}</label> } }</div>
      <div class="field"><label class="label" for="redshift">{{ text('viewer.redshift') }}</label><input id="redshift" type="number" step="0.0001" min="-0.1" max="8" [value]="redshift()" (change)="redshift.set(+value($event) || 0)" /></div>
      <input type="range" min="0" max="1" step="0.0005" [value]="redshift()" [attr.aria-label]="text('viewer.redshift')" (input)="redshift.set(+value($event))" />
      <h2><gp-icon name="eye" />{{ text('data.curves') }}</h2>
      <div class="field"><label class="label" for="scale">{{ text('plot.scale') }}</label><select id="scale" [value]="curves().scale" (change)="curves.set({ ...curves(), scale: $any(value($event)) })"><option value="linear">{{ text('plot.linear') }}</option><option value="log">{{ text('plot.log') }}</option><option value="asinh">{{ text('plot.asinh') }}</option></select></div>
      <label class="tick"><input type="checkbox" [checked]="curves().hasBand" (change)="curves.set({ ...curves(), hasBand: !curves().hasBand })" />{{ text('data.band') }}</label>
      <label class="tick"><input type="checkbox" [checked]="curves().hasSky" (change)="curves.set({ ...curves(), hasSky: !curves().hasSky })" />{{ text('data.sky') }}</label>
      <div class="field"><label class="label" for="view-smooth">{{ text('data.smooth') }}</label><input id="view-smooth" type="number" min="1" max="99" [value]="curves().smoothing" (change)="smooth($event)" /></div>
      @if (curves().smoothing > 1) { <p class="xs faint">{{ text('viewer.smoothed', { n: curves().smoothing }) }}</p> }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ViewControls {
  readonly look = model.required<ViewLook>();
  readonly curves = model.required<CurveLook>();
  readonly picked = model.required<readonly LineList[]>();
  readonly redshift = model.required<number>();
  readonly unit = input('e⁻');
  readonly limits = input<FileImage['limits']>();
  readonly planes = input<readonly Plane[]>(['flux']);
  readonly masked = input('');
  readonly hasSpectrum = input(false);
  readonly hasLamp = input(false);
  readonly cutsWished = output<CutsName>();
  protected readonly text = text;
  protected readonly names = listNames;
  protected readonly cuts = [['robust', 'viewer.cuts.robust'], ['zscale', 'viewer.cuts.zscale'], ['all', 'viewer.cuts.all']] as const; // prettier-ignore

  protected value(event: Event): string {
    return (event.target as HTMLInputElement | HTMLSelectElement).value;
  }

  protected planeName(plane: Plane): string {
    return plane === 'flux' ? text('viewer.plane.flux') : plane === 'variance' ? text('viewer.plane.variance') : text('viewer.plane.mask');
  }

  protected set(change: Partial<ViewLook>): void {
    this.look.set({ ...this.look(), ...change });
  }

  protected toggle(name: LineList): void {
    this.picked.update((picked) => (picked.includes(name) ? picked.filter((one) => one !== name) : [...picked, name]));
  }

  protected smooth(event: Event): void {
    this.curves.set({ ...this.curves(), smoothing: smoothingIn(event) });
  }
}
