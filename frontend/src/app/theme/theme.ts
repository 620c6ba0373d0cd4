import { computed, Injectable, signal } from '@angular/core';
import { colorNames, type Colors } from './colors';

export type ThemeName = 'dark' | 'light';

/** Dark or light. The first paint has chosen already (first-theme.js); this holds it and reads its colors. */
@Injectable({ providedIn: 'root' })
export class Theme {
  readonly #name = signal<ThemeName>(document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark');

  readonly name = this.#name.asReadonly();
  readonly isDark = computed(() => this.#name() === 'dark');
  /** What plots draw with, read once for each theme. Names of fonts in single quotes: they come to stand in attributes of a drawing. */
  readonly colors = computed<Colors>(() => {
    this.#name();
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(colorNames.map((name) => [name, style.getPropertyValue(`--${name}`).trim().replaceAll('"', "'")])) as Colors;
  });

  choose(name: ThemeName): void {
    document.documentElement.dataset['theme'] = name;
    localStorage.setItem('theme', name);
    this.#name.set(name);
  }

  flip(): void {
    this.choose(this.isDark() ? 'light' : 'dark');
  }
}
