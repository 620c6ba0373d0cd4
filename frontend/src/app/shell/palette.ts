import { ChangeDetectionStrategy, Component, computed, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { Icon } from '../parts/icon';
import type { IconName } from '../parts/icon-paths';
import { Session } from '../session/session';
import { language, speak, text } from '../texts/text';
import { Theme } from '../theme/theme';
import { menuEntries } from './entries';
import { Jump } from './jump';

interface Command {
  readonly words: string;
  readonly icon: IconName;
  readonly run: () => void;
}

/** Every page, frame and command by typing (Ctrl-K). */
@Component({
  selector: 'gp-palette',
  imports: [Icon],
  template: `
    <dialog #dialog class="palette" [attr.aria-label]="text('palette.title')" (close)="typed.set(''); at.set(0)">
      <input #field type="search" role="combobox" aria-expanded="true" aria-controls="palette-list" autocomplete="off" [attr.aria-label]="text('palette.field')"
        [attr.aria-activedescendant]="found().length > 0 ? 'palette-' + at() : null" [placeholder]="text('palette.field')" [value]="typed()" (input)="type($event)" (keydown)="press($event)" />
      <ul id="palette-list" role="listbox" [attr.aria-label]="text('palette.title')">
        @for (command of found(); track command.words; let i = $index) {
          <li role="option" [id]="'palette-' + i" [attr.aria-selected]="i === at()" (click)="run(command)" (mousemove)="at.set(i)"><gp-icon [name]="command.icon" />{{ command.words }}</li>
        }
      </ul>
      @if (found().length === 0) { <p class="sm dim" role="status">{{ text('palette.none') }}</p> }
    </dialog>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Palette {
  readonly #router = inject(Router);
  readonly #jump = inject(Jump);
  readonly #theme = inject(Theme);
  readonly #session = inject(Session);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly text = text;
  protected readonly typed = signal('');
  protected readonly at = signal(0);

  readonly #all = computed<readonly Command[]>(() => [
    ...menuEntries
      .filter((entry) => !entry.staffOnly || this.#session.isStaff())
      .map((entry) => ({ words: text('palette.go', { page: text(entry.name) }), icon: entry.icon, run: () => (entry.outside ? location.assign(entry.path) : void this.#router.navigateByUrl(entry.path)) })),
    // On a phone these stand nowhere else.
    { words: text('palette.go', { page: text('menu.profile') }), icon: 'user', run: () => void this.#router.navigateByUrl('/user') },
    { words: text('palette.theme'), icon: 'moon', run: () => this.#theme.flip() },
    { words: text('foot.language'), icon: 'comment', run: () => void speak(language() === 'en' ? 'es' : 'en') },
    { words: text('password.title'), icon: 'key', run: () => void this.#router.navigateByUrl('/password') },
    { words: text('menu.logout'), icon: 'door', run: () => void this.#session.signOut().then(() => this.#router.navigateByUrl('/login')) },
  ]);
  protected readonly found = computed<readonly Command[]>(() => {
    const typed = this.typed().trim().toLowerCase();
    const commands = this.#all().filter(({ words }) => words.toLowerCase().includes(typed));
    const frame: Command[] = /^\d{1,7}$/.test(typed) ? [{ words: text('palette.frame', { number: typed }), icon: 'picture', run: () => void this.#jump.to(typed, null) }] : [];
    return [...frame, ...commands];
  });

  open(): void {
    if (!this.dialog().nativeElement.open) this.dialog().nativeElement.showModal();
  }

  protected type(event: Event): void {
    this.typed.set((event.target as HTMLInputElement).value);
    this.at.set(0);
  }

  protected press(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = this.found()[this.at()];
    if (step !== undefined) this.at.update((at) => (at + step + this.found().length) % Math.max(1, this.found().length));
    else if (event.key === 'Enter' && chosen) this.run(chosen);
    else return;
    event.preventDefault();
  }

  protected run(command: Command): void {
    this.dialog().nativeElement.close();
    command.run();
  }
}
