import { later, shown, type Shown } from '../test-page';
import { TokensCard } from './tokens-card';

const path = '/api/users/me/tokens/';
const token = { id: 1, name: 'notebook', scopes: ['read', 'reduce'], created: '2027-01-10T00:00:00Z', last_used: '2027-01-12T00:00:00Z', expires: null, in_use: false };
const pageOf = (results: unknown[]) => ({ count: results.length, next: null, previous: null, results });

describe('the tokens of an account', () => {
  afterEach(() => vi.unstubAllGlobals());
  const card = (answers: Record<string, unknown> = {}): Promise<Shown<TokensCard>> => shown(TokensCard, { answers: { [path]: pageOf([token]), ...answers } });
  const ticked = (page: Shown<unknown>): string[] => page.all('fieldset input').flatMap((box) => ((box as HTMLInputElement).checked ? [(box as HTMLInputElement).value] : []));

  it('loading, failed, empty, content', async () => {
    expect((await card({ [path]: null })).find('[role=status]').textContent).toBe('Loading');
    expect((await card({ [path]: 503 })).words).toMatch(/The tokens could not be loaded ?The store said 503\./);
    expect((await card({ [path]: pageOf([]) })).words).toContain('There is no token.');
    const page = await card();
    expect([...page.find('tbody tr').children].map(({ textContent }) => textContent)).toEqual(['notebook', 'read, reduce', '2027-01-10', '2027-01-12', 'never', 'Revoke']);
  });

  it('is made with what it may do and until when, shown this once, and copied', async () => {
    const copied = vi.fn(async () => undefined);
    vi.stubGlobal('navigator', { clipboard: { writeText: copied } });
    const page = await card({ [`POST ${path}`]: { ...token, id: 2, name: 'script', token: 'gp_secret_once' } });
    expect(ticked(page)).toEqual(['read']);
    await page.type('What it is for', ' script ');
    await page.type('Ends after days', '30');
    await page.tick('upload');
    await page.submit();
    expect(page.asked.writes).toEqual([{ method: 'POST', path, body: { name: 'script', scopes: ['read', 'upload'], days: 30 } }]);
    expect(page.find('.notice').textContent).toContain('The token script is made. It is shown this once: copy it now.');
    await page.press('Copy token');
    expect([page.find('code').textContent, page.messages]).toEqual(['gp_secret_once', ['The token is copied']]);
    expect(copied).toHaveBeenCalledWith('gp_secret_once');
    // The form is as it was: the next one may read.
    expect([page.field('What it is for').value, ticked(page)]).toEqual(['', ['read']]);
  });

  it('is made once while it is on its way: a second one would never be seen', async () => {
    const { answer, come } = later<object>();
    const page = await card({ [`POST ${path}`]: answer });
    await page.type('What it is for', 'script');
    await page.submit();
    expect(page.button('CREATE TOKEN').disabled).toBe(true);
    come({ ...token, id: 2, token: 'gp_secret' });
    await page.settle();
    expect(page.button('CREATE TOKEN').disabled).toBe(false);
  });

  it('is refused in the words of the server, and what was typed stays', async () => {
    const page = await card({ [`POST ${path}`]: 422 });
    await page.type('What it is for', 'script');
    await page.submit();
    expect([page.find('[role=alert]').textContent, page.field('What it is for').value]).toEqual(['The store said 422.', 'script']);
  });

  it('is revoked after a question, or kept', async () => {
    const page = await card({ [`DELETE ${path}1/`]: {} });
    const dialog = page.find<HTMLDialogElement>('dialog');
    await page.press('Revoke notebook');
    expect([dialog.open, dialog.textContent]).toEqual([true, expect.stringContaining('Programs that show this token are refused from now on. It cannot be brought back.')]);
    await page.press('Keep');
    expect([dialog.open, dialog.textContent?.trim(), page.asked.writes]).toEqual([false, '', []]);
    await page.press('Revoke notebook');
    dialog.querySelector<HTMLButtonElement>('.danger')?.click();
    await page.settle();
    expect([dialog.open, page.asked.writes, page.messages, page.asked.reads.length]).toEqual([false, [{ method: 'DELETE', path: `${path}1/`, body: undefined }], ['notebook is revoked'], 2]);
  });
});
