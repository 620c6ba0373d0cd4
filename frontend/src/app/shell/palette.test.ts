import { TestBed } from '@angular/core/testing';
import { shown, type Shown } from '../test-page';
import { Theme } from '../theme/theme';
import { KeyboardHelp } from './keyboard-help';
import { Palette } from './palette';

describe('the commands', () => {
  afterEach(() => vi.unstubAllGlobals());
  /** Its frames: the files 171 and 182 have the running numbers 81 and 82. */
  const night = { night: '20270118', frames: [{ id: 171, file_name: '0081_bias.fits' }, { id: 182, file_name: '0082_ngc2992.fits' }] };
  const answers = { '/api/nights/': { count: 1, next: null, previous: null, results: [night] }, '/api/nights/20270118/': night, 'DELETE /api/session/': {} };
  async function open(role: 'observer' | 'staff' = 'observer'): Promise<Shown<Palette>> {
    const palette = await shown(Palette, { role, answers });
    palette.part.open();
    return palette;
  }
  const options = (palette: Shown<Palette>): string[] => palette.all('[role=option]').map(({ textContent }) => textContent);
  const chosen = (palette: Shown<Palette>): (string | undefined)[] => [palette.find('input').getAttribute('aria-activedescendant') ?? undefined, palette.find('[aria-selected=true]').textContent ?? undefined];
  async function key(palette: Shown<Palette>, name: string): Promise<void> {
    palette.find('input').dispatchEvent(new KeyboardEvent('keydown', { key: name, cancelable: true }));
    await palette.settle();
  }
  const dialog = (palette: Shown<Palette>): HTMLDialogElement => palette.find<HTMLDialogElement>('dialog');
  const NAME = 'Type a page, a frame number or a command';

  it('are every page that one may see, the theme, and the password', async () => {
    const all = ['Go to Night', 'Go to Data', 'Go to Search', 'Go to Proposals', 'Go to Logs', 'Go to API Docs', 'Go to Your account', 'Switch between dark and light', 'Español', 'Password change', 'Logout'];
    expect(options(await open())).toEqual(all);
    expect(options(await open('staff'))).toEqual([...all.slice(0, 5), 'Go to Management', ...all.slice(5)]);
  });

  it('are found by typing, chosen by arrows around the list, and done by Enter', async () => {
    const palette = await open();
    const type = async (word: string): Promise<void> => {
      const field = palette.find<HTMLInputElement>('input');
      field.value = word;
      field.dispatchEvent(new Event('input'));
      await palette.settle();
    };
    expect(palette.find('input').getAttribute('aria-label')).toBe(NAME);
    await key(palette, 'ArrowUp');
    expect(chosen(palette)).toEqual(['palette-10', 'Logout']);
    await type('GO TO');
    expect(chosen(palette)).toEqual(['palette-0', 'Go to Night']);
    await key(palette, 'ArrowDown');
    await key(palette, 'Enter');
    expect([palette.address, dialog(palette).open]).toEqual(['/data', false]);
    palette.part.open();
    await type('82');
    expect(options(palette)).toEqual(['Open frame 82']);
    await key(palette, 'Enter');
    // Its running number in the newest night, and not the number of its file.
    expect(palette.address).toBe('/data/182');
    palette.part.open();
    await type('83');
    await key(palette, 'Enter');
    expect([palette.address, palette.messages]).toEqual(['/data/182', ['You cannot see this frame']]);
    palette.part.open();
    await type('nebula');
    expect([options(palette), palette.find('[role=status]').textContent, palette.find('input').getAttribute('aria-activedescendant')]).toEqual([[], 'No command is called that', null]);
    await key(palette, 'Enter');
    expect([palette.address, dialog(palette).open]).toEqual(['/data/182', true]);
  });

  it('are done by a press; the theme turns', async () => {
    const palette = await open();
    const before = TestBed.inject(Theme).isDark();
    await palette.press('Switch between dark and light');
    expect([TestBed.inject(Theme).isDark(), dialog(palette).open]).toEqual([!before, false]);
    TestBed.inject(Theme).flip();
  });

  it('lead who has a phone to the account, to another language, and out', async () => {
    const palette = await open();
    await palette.press('Go to Your account');
    expect(palette.address).toBe('/user');
    await palette.press('Español');
    await expect.poll(() => options(palette)).toContain('English');
    await palette.press('English');
    await expect.poll(() => options(palette)).toContain('Español');
    await palette.press('Logout');
    await expect.poll(() => palette.address).toBe('/login');
    expect(palette.asked.writes).toEqual([{ method: 'DELETE', path: '/api/session/', body: undefined }]);
  });

  it('begin anew each time: nothing typed, and the first one chosen', async () => {
    const palette = await open();
    await key(palette, 'ArrowDown');
    await key(palette, 'ArrowDown');
    dialog(palette).close();
    await palette.settle();
    palette.part.open();
    await palette.settle();
    expect([palette.find<HTMLInputElement>('input').value, ...chosen(palette)]).toEqual(['', 'palette-0', 'Go to Night']);
  });
});

describe('the keys', () => {
  it('stand in a dialog with what each does, and it closes', async () => {
    const help = await shown(KeyboardHelp);
    const dialog = help.find<HTMLDialogElement>('dialog');
    expect(dialog.open).toBe(false);
    help.part.open();
    expect([dialog.open, help.find(`#${dialog.getAttribute('aria-labelledby')}`).textContent]).toEqual([true, 'Keyboard']);
    const lines = help.all('dt').map((keys) => `${[...keys.querySelectorAll('kbd')].map(({ textContent }) => textContent).join('+')}: ${keys.nextElementSibling?.textContent}`);
    expect(lines).toContain('j+k: next, previous frame');
    expect(lines).toContain('Ctrl+K: commands');
    expect(lines).toHaveLength(19);
    await help.press('Close');
    expect(dialog.open).toBe(false);
  });
});
