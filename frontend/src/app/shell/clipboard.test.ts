import { TestBed } from '@angular/core/testing';
import { Clipboard } from './clipboard';
import { Toasts } from './toasts';

describe('what is copied', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    Reflect.deleteProperty(document, 'execCommand');
  });

  /** @param execute What a browser does that copies what is selected. */
  async function copy(clipboard: object | undefined, execute: () => boolean): Promise<string[]> {
    TestBed.resetTestingModule();
    vi.stubGlobal('navigator', { clipboard });
    Object.defineProperty(document, 'execCommand', { configurable: true, value: execute });
    await TestBed.inject(Clipboard).copy('0082 IC 418', 'The report is copied');
    return TestBed.inject(Toasts).shown().map(({ state, title }) => `${state}: ${title}`); // prettier-ignore
  }
  const never = (): boolean => { throw new Error('nobody asked for that'); }; // prettier-ignore
  const refuses = { writeText: () => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError')) };

  it('goes to the clipboard', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    expect(await copy({ writeText }, never)).toEqual(['final: The report is copied']);
    expect(writeText).toHaveBeenCalledWith('0082 IC 418');
  });

  it.each([['there is none, as on a page without TLS', undefined], ['it refuses', refuses]])('is copied as what is selected where %s, and the focus stays', async (_, clipboard) => {
    const button = document.body.appendChild(document.createElement('button'));
    button.focus();
    const selected: (string | undefined)[] = [];
    const messages = await copy(clipboard, () => {
      const field = document.querySelector('textarea');
      selected.push(field?.value.slice(field.selectionStart, field.selectionEnd));
      return true;
    });
    expect([selected, messages, document.activeElement, document.querySelector('textarea')]).toEqual([['0082 IC 418'], ['final: The report is copied'], button, null]);
    button.remove();
  });

  it('says so where neither can be', async () => {
    expect(await copy(undefined, () => false)).toEqual(['failed: Nothing is copied']);
  });
});
