import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form, required } from '@angular/forms/signals';
import { refusals } from '../api/client';
import { later, shown } from '../test-page';
import { Theme } from '../theme/theme';
import { Entrance } from './entrance';
import { EntryField } from './entry-field';
import { LoginPage } from './login-page';
import { Session } from './session';

const observer = { user: { username: 'o.observer', first_name: 'Olga', last_name: 'Observer' }, role: 'observer', csrf_token: 'key' };

@Component({ imports: [Entrance], template: `<gp-entrance><h1>GSP Login</h1></gp-entrance>` })
class Door {}

@Component({ imports: [EntryField], template: `<gp-entry-field name="user" label="Username" icon="user" type="text" autocomplete="username" [field]="typed.user" />` })
class Line {
  readonly value = signal({ user: '' });
  readonly typed = form(this.value, (path) => required(path.user, { message: 'The username is missing.' }));
}

describe('the pages before login', () => {
  it('have a picture with its words, the form, whom to ask, and the theme', async () => {
    const door = await shown(Door);
    expect(door.find('canvas').getAttribute('aria-label')).toBe('A long-slit spectrum of a planetary nebula, its lines in their own colors');
    expect(door.find('section.enter h1').textContent).toBe('GSP Login');
    expect(door.find('.enter a').getAttribute('href')).toBe('mailto:goodman-help@example.org');
    const before = TestBed.inject(Theme).isDark();
    await door.tick('Dark Theme');
    expect([TestBed.inject(Theme).isDark(), document.documentElement.dataset['theme']]).toEqual([!before, before ? 'light' : 'dark']);
    TestBed.inject(Theme).flip();
  });

  it('tell nobody of a mistake before it could be made, and then beside the field', async () => {
    const line = await shown(Line);
    const field = line.field('Username');
    expect([field.type, field.autocomplete, line.words]).toEqual(['text', 'username', 'Username']);
    await line.type('Username', '');
    expect(line.words).toBe('UsernameThe username is missing.');
    expect([field.getAttribute('aria-invalid'), line.find(`#${field.getAttribute('aria-describedby')}`).textContent]).toEqual(['true', 'The username is missing.']);
    await line.type('Username', 'o.observer');
    expect([line.words, field.getAttribute('aria-invalid'), line.part.value().user]).toEqual(['Username', null, 'o.observer']);
  });
});

describe('the login', () => {
  afterEach(() => vi.unstubAllGlobals());

  async function enter(answer: unknown, inputs: Record<string, unknown> = {}) {
    const page = await shown(LoginPage, { inputs, answers: { 'POST /api/session/': answer } });
    await page.type('Username', 'o.observer');
    await page.type('Password', 'secret word');
    await page.submit();
    return page;
  }

  it('asks for both fields before it asks the server', async () => {
    const page = await shown(LoginPage);
    await page.submit();
    expect(page.words).toMatch(/The username is missing\..*The password is missing\./);
    expect(page.asked).toHaveLength(0);
  });

  it('lets in, and leads to where one wanted to go, but never out of the portal', async () => {
    const page = await enter(observer, { then: '/data/82?level=4' });
    expect(page.asked.writes).toEqual([{ method: 'POST', path: '/api/session/', body: { username: 'o.observer', password: 'secret word' } }]);
    expect([page.address, TestBed.inject(Session).shortName()]).toEqual(['/data/82?level=4', 'O. Observer']);
    for (const then of ['//evil.example', '/\\evil.example', 'https://evil.example', '/login?then=/login', undefined]) expect((await enter(observer, { then })).address).toBe('/');
  });

  it('says in the words of the server why not, and stays', async () => {
    const page = await enter(401);
    expect(page.find('[role=alert]').textContent).toBe('The store said 401.');
    expect([page.address, TestBed.inject(Session).user()]).toEqual(['/', undefined]);
  });

  it('is asked once while it is on its way, and says so', async () => {
    const { answer, come } = later<object>();
    const page = await enter(answer);
    expect([page.button('Logging in …').getAttribute('aria-busy')]).toEqual(['true']);
    await page.submit();
    expect(page.asked.writes).toHaveLength(1);
    come(observer);
    await page.settle();
    expect(page.button('SUBMIT').getAttribute('aria-busy')).toBe('false');
  });

  it('tells who comes back that the session has ended', async () => {
    const page = await shown(LoginPage, { role: 'observer' });
    expect(page.words).not.toContain('session has ended');
    refusals.update((n) => n + 1);
    await page.settle();
    refusals.set(0);
    expect(page.find('[role=status]').textContent).toBe('Your session has ended. Log in to go on where you were.');
  });

  it('leads to a new password for who forgot theirs', async () => {
    expect((await shown(LoginPage)).button('Forgot your password?').getAttribute('href')).toBe('/forgotten');
  });
});

describe('the session', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is over for who logs out, also when the server had ended it before; a server that fails keeps it', async () => {
    for (const [status, left] of [[{}, undefined], [401, undefined], [503, 'o.observer']] as const) {
      const page = await shown(Door, { role: 'observer', answers: { 'DELETE /api/session/': status } });
      await TestBed.inject(Session).signOut().catch(() => undefined);
      expect([page.asked.writes.map(({ method }) => method), TestBed.inject(Session).user()?.username]).toEqual([['DELETE'], left]);
    }
  });
});
