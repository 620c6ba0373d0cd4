import { ActivatedRoute } from '@angular/router';
import { later, shown } from '../test-page';
import { ForgottenPage } from './forgotten-page';
import { PasswordPage } from './password-page';
import { PasswordRequirements } from './password-requirements';
import { ResetPage } from './reset-page';

describe('a password', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('has four requirements, which every page of one lists', async () => {
    const four = ['Not similar to your personal information', 'At least 8 characters', 'Not a commonly used password', 'Not entirely numeric'];
    expect((await shown(PasswordRequirements)).all('li').map(({ textContent }) => textContent)).toEqual(four);
    for (const page of [ResetPage, PasswordPage]) expect((await shown<unknown>(page)).all('.requirements li').map(({ textContent }) => textContent)).toEqual(four);
  });

  it.each([
    ['', '', 'The new password has 0 of at least 8 characters.'],
    ['seven77', 'seven77', 'The new password has 7 of at least 8 characters.'],
    ['12345678', '12345678', 'The new password has digits only.'],
    ['long enough', 'long enouhg', 'The two new passwords are not the same.'],
  ])('%j and %j: says what is wrong before the server is asked', async (next, again, sentence) => {
    const page = await shown(ResetPage, { inputs: { token: 'KEY' } });
    await page.type('New Password', next);
    await page.type('New Password Confirmation', again);
    await page.submit();
    expect(page.words).toContain(sentence);
    expect(page.asked.writes).toEqual([]);
  });
});

describe('a forgotten password', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/password/reset/';

  it('needs an address that is one', async () => {
    const page = await shown(ForgottenPage);
    for (const address of ['', 'o.observer']) {
      await page.type('Email', address);
      await page.submit();
      expect(page.words).toContain('The e-mail address is missing or is none.');
    }
    expect(page.asked.writes).toEqual([]);
    expect(page.button('Back to login').getAttribute('href')).toBe('/login');
  });

  it('sends one link, and says the same of every address', async () => {
    const { answer, come } = later<object>();
    const page = await shown(ForgottenPage, { answers: { [path]: answer } });
    await page.type('Email', 'o@example.org');
    await page.submit();
    await page.submit();
    come({});
    await page.settle();
    expect(page.asked.writes).toEqual([{ method: 'POST', path, body: { email: 'o@example.org' } }]);
    expect(page.find('[role=status]').textContent).toBe('If an account has this address, a link is on its way. It works once, and for an hour.');
    expect(page.all('input[type=email], button[type=submit]')).toEqual([]);
  });

  it('says why nothing was sent, and lets try again', async () => {
    const page = await shown(ForgottenPage, { answers: { [path]: 429 } });
    await page.type('Email', 'o@example.org');
    await page.submit();
    expect(page.find('[role=alert]').textContent).toBe('The store said 429.');
    expect(page.field('Email').value).toBe('o@example.org');
  });
});

describe('the page that a mail leads to', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('sets the password by the key of the address, also by the one behind the #', async () => {
    const page = await shown(ResetPage, { inputs: { token: 'KEY' }, answers: { '/api/password/reset/KEY/': {} } });
    await page.type('New Password', 'starry night');
    await page.type('New Password Confirmation', 'starry night');
    await page.submit();
    expect(page.asked.writes).toEqual([{ method: 'PUT', path: '/api/password/reset/KEY/', body: { new_password: 'starry night' } }]);
    expect(page.words).toContain('The password is set. Log in with it.');
    expect(page.all('input[type=password]')).toEqual([]);

    const behind = await shown(ResetPage, { answers: { '/api/password/reset/SECRET/': 404 }, providers: [{ provide: ActivatedRoute, useValue: { snapshot: { fragment: 'SECRET' } } }] });
    await behind.type('New Password', 'starry night');
    await behind.type('New Password Confirmation', 'starry night');
    await behind.submit();
    expect([...behind.asked]).toEqual(['/api/password/reset/SECRET/']);
    expect(behind.find('[role=alert]').textContent).toBe('The store said 404.');
  });
});

describe('the change of a password', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/users/me/password/';

  async function changed(answer: unknown, old = 'old word') {
    const page = await shown(PasswordPage, { role: 'observer', answers: { [path]: answer } });
    await page.type('Old Password', old);
    await page.type('New Password', 'starry night');
    await page.type('New Password Confirmation', 'starry night');
    await page.submit();
    return page;
  }

  it('needs the old one', async () => {
    const page = await changed({}, '');
    expect(page.words).toContain('The old password is missing.');
    expect(page.asked.writes).toEqual([]);
  });

  it('is sent, takes the new key of the session, says so and empties the fields', async () => {
    const page = await changed({});
    expect(page.asked.writes).toEqual([{ method: 'POST', path, body: { current_password: 'old word', new_password: 'starry night' } }]);
    expect(page.asked.slice(-2)).toEqual([path, '/api/session/']);
    expect(page.messages).toEqual(['The password is changed.']);
    expect(page.all('input').map((field) => (field as HTMLInputElement).value)).toEqual(['', '', '']);
    expect(page.all('.error')).toEqual([]);
  });

  it('is refused in the words of the server, and what was typed stays', async () => {
    const page = await changed(403);
    expect(page.find('[role=alert]').textContent).toBe('The store said 403.');
    expect([page.field('New Password').value, page.messages]).toEqual(['starry night', []]);
  });

  it('is sent once while it is on its way', async () => {
    const page = await changed(later().answer);
    await page.submit();
    expect(page.asked.writes).toHaveLength(1);
  });
});
