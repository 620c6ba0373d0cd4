import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { refusals } from './api/client';
import { answer } from './test-api';
import { Portal } from './portal';
import { routes } from './portal.routes';

describe('the portal', () => {
  afterEach(() => vi.unstubAllGlobals());

  async function at(url: string, session: unknown): Promise<() => string> {
    TestBed.resetTestingModule();
    answer({ '/api/session/': session });
    vi.stubGlobal('EventSource', class extends EventTarget { close(): void {} }); // prettier-ignore
    TestBed.configureTestingModule({ providers: [provideRouter(routes, withComponentInputBinding())] });
    const fixture = TestBed.createComponent(Portal);
    fixture.autoDetectChanges();
    await TestBed.inject(Router).navigateByUrl(url);
    return () => (fixture.nativeElement as HTMLElement).textContent;
  }

  it('shows who is not signed in the login, and keeps where they wanted to go', async () => {
    const words = await at('/password?a=1', 401);
    await expect.poll(words).toContain('GSP Login');
    expect(TestBed.inject(Router).url).toBe('/login?then=%2Fpassword%3Fa%3D1');
  });

  it('shows who is signed in their page inside the shell, and says of an address that is none that it is none', async () => {
    const signedIn = { user: { username: 'o.observer', first_name: 'Olga', last_name: 'Observer' }, role: 'observer', csrf_token: 'key' };
    // A refusal of an account before is no end of this one.
    refusals.update((n) => n + 1);
    await expect.poll(await at('/password', signedIn)).toMatch(/Skip to content.*O\. Observer.*Password change/s);
    await expect.poll(await at('/nothing/here', signedIn)).toContain('There is no such page');
  });

  it('needs nobody signed in for what a mail or a link leads to', async () => {
    await expect.poll(await at('/forgotten', 401)).toContain('Forgotten password');
    await expect.poll(await at('/reset/KEY', 401)).toContain('Choose the password of your account');
  });
});
