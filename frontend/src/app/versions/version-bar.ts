import '../texts/with-pages';
import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { api } from '../api/client';
import { problemOf } from '../api/problem';
import type { components } from '../api/schema';
import { Icon } from '../parts/icon';
import { Address } from '../shell/address';
import { Toasts } from '../shell/toasts';
import { text } from '../texts/text';

export type Version = components['schemas']['VersionView'];

/** The version that another is compared with: the next older one that is there. */
export function olderThan(versions: readonly Version[], id: number): Version | undefined {
  const at = versions.findIndex((version) => version.id === id);
  return versions.slice(at + 1).find(({ deleted }) => deleted === null);
}

/** Which version is shown, and with which it is compared. Nothing is overwritten: a deleted one is brought back. */
@Component({
  selector: 'gp-version-bar',
  imports: [Icon],
  template: `
    @if (versions().length > 1) {
      <span class="field"><label for="version">{{ text('data.version') }}</label>
        <select id="version" (change)="pick($event)">
          @for (version of versions(); track version.id) { <option [value]="version.id" [selected]="version.id === shown()" [disabled]="version.deleted !== null">{{ text('data.version.of', { n: version.version, state: stateOf(version) }) }}</option> }
        </select></span>
      @if (older(); as before) { <button class="btn small" type="button" [attr.aria-pressed]="compared() !== undefined" (click)="compare(before)"><gp-icon name="layers" />{{ text('compare.with', { n: before.version }) }} <kbd class="no-phone">c</kbd></button> }
      @if (gone(); as deleted) { <button class="btn small quiet" type="button" (click)="restore(deleted)"><gp-icon name="redo" />{{ text('version.restore', { n: deleted.version }) }}</button> }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class VersionBar {
  readonly #address = inject(Address);
  readonly #toasts = inject(Toasts);
  readonly versions = input.required<readonly Version[]>();
  readonly shown = input<number>();
  readonly compared = input<number>();
  /** One came back. */
  readonly restored = output();
  protected readonly text = text;
  protected readonly older = computed(() => olderThan(this.versions(), this.shown() ?? 0));
  protected readonly gone = computed(() => this.versions().find(({ deleted }) => deleted !== null));

  /** Opens or closes the comparison; also by a key of the page. */
  toggle(): void {
    const before = this.older();
    if (before) this.compare(before);
  }

  protected stateOf({ current, provisional, deleted }: Version): string {
    return text(deleted !== null ? 'version.deleted' : !current ? 'version.old' : provisional ? 'state.provisional' : 'state.final');
  }

  protected pick(event: Event): void {
    const id = Number((event.target as HTMLSelectElement).value);
    const isNewest = this.versions().find(({ current }) => current)?.id === id;
    void this.#address.change({ version: isNewest ? null : id, compare: null });
  }

  protected compare({ id }: Version): void {
    void this.#address.change({ compare: this.compared() === undefined ? id : null });
  }

  protected async restore({ id, version }: Version): Promise<void> {
    try {
      await api.POST('/api/files/{id}/restore/', { params: { path: { id: String(id) } } });
      this.#toasts.show({ state: 'final', title: text('version.restored', { n: version }), sentence: '' });
      this.restored.emit();
    } catch (error) {
      this.#toasts.show({ state: 'failed', title: problemOf(error).detail, sentence: '' });
    }
  }
}
