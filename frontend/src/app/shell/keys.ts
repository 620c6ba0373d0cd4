import { DestroyRef, inject, Injectable } from '@angular/core';

export type KeyActions = Readonly<Record<string, () => void>>;

/** How long the second key of `g n` may take. */
const SEQUENCE_MS = 1500;

/** Single keys of the whole page. The newest part that knows a key answers; inside fields and dialogs nobody does. */
@Injectable({ providedIn: 'root' })
export class Keys {
  readonly #layers: KeyActions[] = [];
  #first = '';
  #since = 0;

  constructor() {
    const listen = (event: KeyboardEvent): void => this.#press(event);
    document.addEventListener('keydown', listen);
    inject(DestroyRef).onDestroy(() => document.removeEventListener('keydown', listen));
  }

  /** Answers keys until the part is gone; a name is a key as `KeyboardEvent.key` says it, or two with a space between. */
  bind(actions: KeyActions, until: DestroyRef): void {
    this.#layers.push(actions);
    until.onDestroy(() => this.#layers.splice(this.#layers.indexOf(actions), 1));
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target) || (event.key === 'Enter' && isPressed(event.target))) return;
    const pair = Date.now() - this.#since < SEQUENCE_MS && this.#first !== '' ? `${this.#first} ${event.key}` : '';
    this.#first = event.key;
    this.#since = Date.now();
    const action = this.#action(pair) ?? this.#action(event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key);
    if (!action) return;
    event.preventDefault();
    action();
  }

  #action(name: string): (() => void) | undefined {
    return this.#layers.findLast((layer) => Object.hasOwn(layer, name))?.[name];
  }
}

/** Enter presses what has the focus. */
function isPressed(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('a[href], button, summary') !== null;
}

function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input:not([type=checkbox], [type=radio]), select, textarea, dialog, [contenteditable]') !== null;
}
