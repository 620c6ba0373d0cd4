import { later, shown, type Shown } from '../test-page';
import { NewProposalTab } from './new-proposal-tab';
import { UsersTab } from './users-tab';

const user = (id: number, more: object = {}) => ({ id, username: `user${id}`, first_name: 'Olga', last_name: `Observer ${id}`, email: `o${id}@example.org`, partner: 'CHILE', is_active: true, last_login: null, role: 'observer', ...more });
const pageOf = (results: unknown[], count = results.length) => ({ count, next: null, previous: null, results });
const partners = [{ name: 'CHILE', title: 'Chile' }, { name: 'OTHER', title: 'Another' }]; // prettier-ignore

describe('the users', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/users/';
  const tab = (answers: Record<string, unknown> = {}, role: 'staff' | 'superuser' = 'staff'): Promise<Shown<UsersTab>> => shown(UsersTab, { role, user: { is_superuser: role === 'superuser' }, answers: { [path]: pageOf([user(5, { role: 'superuser', last_login: '2027-01-12T00:00:00Z' }), user(6, { is_active: false })]), '/api/partners/': partners, ...answers } });
  const NEW = { first_name: 'New', last_name: 'Leader', username: 'n.leader', email: 'n@example.org', partner: 'OTHER' };
  async function fill(page: Shown<UsersTab>): Promise<void> {
    await page.press('Add new');
    for (const [name, value] of [['First Name', ' New '], ['Last Name', 'Leader'], ['Username', 'n.leader'], ['Email', 'n@example.org']] as const) await page.type(name, value); // prettier-ignore
  }

  it('loading, failed, empty, content', async () => {
    expect((await tab({ [path]: null })).find('[role=status]').textContent).toBe('Loading');
    expect((await tab({ [path]: 503 })).words).toMatch(/The users could not be loaded ?The store said 503\./);
    expect((await tab({ [path]: pageOf([]) })).words).toMatch(/Nobody is called that ?User names, names and addresses are searched\./);
    const page = await tab();
    expect(page.all('tbody tr').map((row) => [...row.children].slice(0, 6).map(({ textContent }) => textContent))).toEqual([['user5', 'Olga Observer 5', 'o5@example.org', 'CHILE', 'super user', '2027-01-12'], ['user6', 'Olga Observer 6', 'o6@example.org', 'CHILE', 'observer', 'never']]); // prettier-ignore
    expect([page.field('user5 may log in').checked, page.field('user6 may log in').checked]).toEqual([true, false]);
  });

  it('are found by words, and paged', async () => {
    const page = await tab({ [path]: pageOf([user(5)], 120) });
    expect([page.words.includes('Page 1 of 3'), page.button('Previous').disabled]).toEqual([true, true]);
    await page.press('Next');
    await page.press('Next');
    expect([page.asked.reads.at(-1), page.button('Next').disabled]).toEqual([`${path}?page=3&page_size=50`, true]);
    await page.type('Filter users', ' payne ');
    await page.submit('form[role=search]');
    expect(page.asked.reads.at(-1)).toBe(`${path}?page=1&page_size=50&q=payne`);
  });

  it('are let in and shut out; a switch that was refused says what is', async () => {
    const page = await tab({ [`PATCH ${path}5/`]: 409, [`PATCH ${path}6/`]: {} });
    await page.tick('user6 may log in');
    expect([page.asked.writes.at(-1), page.messages]).toEqual([{ method: 'PATCH', path: `${path}6/`, body: { is_active: true } }, ['user6 is changed']]);
    await page.tick('user5 may log in');
    expect([page.asked.writes.at(-1)?.body, page.messages.at(-1), page.field('user5 may log in').checked]).toEqual([{ is_active: false }, 'The store said 409.', true]);
  });

  it('are registered once, and then comes their proposal', async () => {
    const { answer, come } = later<object>();
    const page = await tab({ [`POST ${path}`]: answer });
    await fill(page);
    expect([page.field('Partner').value, page.words.includes('Staff are made by a super user.')]).toEqual(['OTHER', true]);
    await page.submit('section form');
    expect(page.button('CREATE USER').disabled).toBe(true);
    come(user(7, { username: 'n.leader' }));
    await page.settle();
    expect(page.asked.writes).toEqual([{ method: 'POST', path, body: NEW }]);
    expect([page.address, page.messages]).toEqual(['/management/proposals?pi=n.leader', ['n.leader is registered; a mail with a link to set a password is on its way']]);
  });

  it('are made staff by a super user only', async () => {
    const page = await tab({ [`POST ${path}`]: user(7) }, 'superuser');
    await fill(page);
    await page.tick('Staff');
    await page.submit('section form');
    expect(page.asked.writes[0]?.body).toEqual({ ...NEW, is_staff: true });
  });

  it('are refused in the words of the server, and what was typed stays until it is closed', async () => {
    const page = await tab({ [`POST ${path}`]: 409 });
    await fill(page);
    await page.submit('section form');
    expect([page.find('[role=alert]').textContent, page.field('Username').value, page.button('CREATE USER').disabled]).toEqual(['The store said 409.', 'n.leader', false]);
    expect(page.button('Close').getAttribute('aria-expanded')).toBe('true');
    await page.press('Close');
    await page.press('Add new');
    expect([page.all('[role=alert]'), page.field('Username').value]).toEqual([[], '']);
  });
});

describe('a new proposal', () => {
  afterEach(() => vi.unstubAllGlobals());
  const semester = (name: string, current: boolean, next: string) => ({ name, begins: '', ends: '', current, proposals: 11, next_soar_id: next });
  const semesters = [semester('2027A', false, 'SOAR2027A-001'), semester('2026B', true, 'SOAR2026B-012')];
  const people = (address: URL) => pageOf(address.searchParams.get('q') === 'payne' ? [user(8)] : [user(5), user(6)]);
  const tab = (answers: Record<string, unknown> = {}, url = '/'): Promise<Shown<NewProposalTab>> => shown(NewProposalTab, { url, answers: { '/api/semesters/': semesters, '/api/users/': people, ...answers } });

  it('loading, failed, content: the semester of now, and the id that is next', async () => {
    expect((await tab({ '/api/semesters/': null })).find('[role=status]').textContent).toBe('Loading');
    const failed = await tab({ '/api/semesters/': 503 });
    expect([failed.words, failed.all('form').length]).toEqual([expect.stringMatching(/The proposals could not be loaded ?The store said 503\./), 0]);
    const page = await tab();
    expect([page.field('Semester').value, page.field('SOAR ID').value, page.field('PI').value]).toEqual(['2026B', 'SOAR2026B-012', '']);
    await page.type('Semester', '2027A');
    expect(page.field('SOAR ID').value).toBe('SOAR2027A-001');
    expect(page.button('Observing Proposals').getAttribute('href')).toBe('/proposals');
  });

  it('has the PI who was just registered, or whom one looks for', async () => {
    // Who is chosen already by the address is the only one that is offered.
    const page = await tab({}, '/?pi=payne');
    expect([page.field('PI, by user name, name or address').value, page.field('PI').value]).toEqual(['payne', '8']);
    expect([...page.field('PI').options].map(({ text }) => text)).toEqual(['Choose a PI', 'Olga Observer 8 · o8@example.org']);
    await page.type('PI, by user name, name or address', ' observer ');
    expect(page.asked.reads.at(-1)).toBe('/api/users/?page_size=20&is_active=true&q=observer');
    expect(page.field('PI').options.length).toBe(3);
  });

  async function fill(page: Shown<NewProposalTab>): Promise<void> {
    await page.type('PI', '6');
    await page.type('Title', ' Bright nebulae ');
    await page.type('Abstract', 'They are bright.');
  }

  it('is registered once with what was typed; the form is ready for the next one of the same semester', async () => {
    const { answer, come } = later<object>();
    let known = semesters;
    const page = await tab({ '/api/semesters/': () => known, '/api/proposals/': answer });
    await fill(page);
    await page.submit();
    expect(page.button('CREATE PROPOSAL').disabled).toBe(true);
    known = [semesters[0]!, semester('2026B', true, 'SOAR2026B-013')];
    come({ soar_id: 'SOAR2026B-012' });
    await page.settle();
    expect(page.asked.writes).toEqual([{ method: 'POST', path: '/api/proposals/', body: { soar_id: 'SOAR2026B-012', title: 'Bright nebulae', abstract: 'They are bright.', semester: '2026B', user_id: 6 } }]);
    expect(page.messages).toEqual(['SOAR2026B-012 is registered']);
    expect(['Title', 'Abstract', 'SOAR ID', 'Semester'].map((name) => page.field(name).value)).toEqual(['', '', 'SOAR2026B-013', '2026B']);
  });

  it('leaves the id that is next also after one that was typed', async () => {
    const page = await tab({ '/api/proposals/': { soar_id: 'SOAR2026B-099' } });
    await fill(page);
    await page.type('SOAR ID', 'SOAR2026B-099');
    await page.submit();
    expect([page.asked.writes[0]?.body, page.field('SOAR ID').value]).toMatchObject([{ soar_id: 'SOAR2026B-099' }, 'SOAR2026B-012']);
  });

  it('is refused in the words of the server, and what was typed stays', async () => {
    const page = await tab({ '/api/proposals/': 409 });
    await fill(page);
    await page.submit();
    expect([page.find('[role=alert]').textContent, page.field('Title').value, page.messages]).toEqual(['The store said 409.', ' Bright nebulae ', []]);
  });
});
