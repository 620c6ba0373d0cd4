import { heard, later, shown, type Shown } from '../test-page';
import { AboutCard, type ProposalView } from './about-card';
import { PeopleCard } from './people-card';
import { SettingsForm } from './settings-form';
import { SettingsHistory } from './settings-history';

const person = { id: 7, username: 'student', first_name: 'S.', last_name: 'Student', email: 'student@example.org', last_login: '2027-01-10T00:00:00Z' };
const invited = { id: 8, username: '', first_name: '', last_name: '', email: 'new@example.org', last_login: null };
const proposal = { id: 3, soar_id: 'SOAR2026B-014', semester: '2026B', title: 'Bright nebulae', abstract: '', user: { ...person, id: 5, last_name: 'Leader' }, collaborators: [person, invited], release_date: '2028-01-19T00:00:00Z', may_change: ['title', 'abstract', 'collaborators'] } as unknown as ProposalView;
const reader = { ...proposal, may_change: [] };

describe('the people of a proposal', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/proposals/3/collaborators/';
  const card = (answers: Record<string, unknown> = {}, of: object = proposal): Promise<Shown<PeopleCard>> => shown(PeopleCard, { inputs: { proposal: of }, answers });

  it('are named with their addresses, those who were only invited so; who may not change them has no way to', async () => {
    const page = await card();
    expect(page.find('header').textContent).toBe('Collaborators - SOAR2026B-0142');
    expect(page.all('tbody tr').map((row) => [...row.children].slice(0, 2).map(({ textContent }) => textContent))).toEqual([['S. Student', 'student@example.org'], ['invited, not yet seen', 'new@example.org']]); // prettier-ignore
    expect(page.buttons).toEqual(['Add collaborator', 'Remove S. Student', 'Remove new@example.org']);
    const seen = await card({}, reader);
    expect([seen.all('tbody tr').length, seen.all('input, button')]).toEqual([2, []]);
    expect((await card({}, { ...reader, collaborators: [] })).words).toContain('Nobody but the PI sees the frames of this proposal.');
  });

  it('are added by an address, once', async () => {
    const { answer, come } = later<object>();
    const page = await card({ [path]: answer });
    const changed = heard(page.part.changed);
    await page.submit();
    await page.type('Collaborator Email', ' vera@example.org ');
    await page.submit();
    expect([page.button('Add collaborator').disabled, changed]).toEqual([true, []]);
    come({});
    await page.settle();
    expect(page.asked.writes).toEqual([{ method: 'POST', path, body: { email: 'vera@example.org' } }]);
    expect([changed.length, page.messages, page.field('Collaborator Email').value]).toEqual([1, ['vera@example.org is a collaborator now'], '']);
  });

  it('are refused in the words of the server, and the address stays', async () => {
    const page = await card({ [path]: 422 });
    await page.type('Collaborator Email', 'vera@example.org');
    await page.submit();
    expect([page.find('[role=alert]').textContent, page.field('Collaborator Email').value, page.messages]).toEqual(['The store said 422.', 'vera@example.org', []]);
  });

  it('lose their access after one question, or keep it', async () => {
    const page = await card({ [`${path}7/`]: {} });
    const [changed, dialog] = [heard(page.part.changed), page.find<HTMLDialogElement>('dialog')];
    await page.press('Remove S. Student');
    expect([dialog.open, dialog.textContent]).toEqual([true, expect.stringContaining('S. Student will no longer see the frames of SOAR2026B-014. Adding the address again undoes it.')]);
    await page.press('Keep');
    expect([dialog.open, page.asked.writes]).toEqual([false, []]);
    await page.press('Remove S. Student');
    await page.press('Remove');
    expect([dialog.open, page.asked.writes, changed.length, page.messages]).toEqual([false, [{ method: 'DELETE', path: `${path}7/`, body: undefined }], 1, ['S. Student is removed']]);
  });
});

describe('what a proposal is', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/proposals/3/';
  const card = (answers: Record<string, unknown> = {}, of: object = proposal): Promise<Shown<AboutCard>> => shown(AboutCard, { inputs: { proposal: of }, answers });

  it('stands there, and only who may change something sees a way to', async () => {
    const page = await card();
    expect([page.find('dl').textContent, page.find('.abstract').textContent, page.buttons]).toEqual(['PIS. LeaderSemester2026BPublic from2028-01-19', 'No abstract available', ['Edit']]);
    await page.press('Edit');
    expect(page.all('form label').map(({ textContent }) => textContent)).toEqual(['Title', 'Abstract']);
    const seen = await card({}, { ...reader, release_date: null });
    expect([seen.find('dl').textContent?.endsWith('Public fromnot set'), seen.buttons]).toEqual([true, []]);
    const staff = await card({}, { ...proposal, may_change: ['soar_id', 'title', 'abstract', 'release_date'] });
    await staff.press('Edit');
    expect(['SOAR ID', 'Title', 'Abstract', 'Public from'].map((name) => staff.field(name).value)).toEqual(['SOAR2026B-014', 'Bright nebulae', '', '2028-01-19']);
  });

  it('is changed by what differs only, once', async () => {
    const { answer, come } = later<object>();
    const page = await card({ [path]: answer }, { ...proposal, may_change: ['soar_id', 'title', 'release_date'] });
    const changed = heard(page.part.changed);
    await page.press('Edit');
    await page.type('SOAR ID', 'SOAR2026B-015');
    await page.type('Public from', '');
    await page.submit();
    expect(page.button('Save').disabled).toBe(true);
    const after = { ...proposal, soar_id: 'SOAR2026B-015', files_moved: 1200 };
    come(after);
    await page.settle();
    expect(page.asked.writes).toEqual([{ method: 'PATCH', path, body: { soar_id: 'SOAR2026B-015' } }]);
    expect([changed, page.messages, page.all('form')]).toEqual([[after], ['SOAR2026B-015 is changed'], []]);
  });

  it('is refused in the words of the server; what is discarded is forgotten, its refusal too', async () => {
    const page = await card({ [path]: 409 });
    await page.press('Edit');
    await page.type('Title', 'Other');
    await page.submit();
    expect([page.find('[role=alert]').textContent, page.field('Title').value]).toEqual(['The store said 409.', 'Other']);
    await page.press('Discard');
    await page.press('Edit');
    expect([page.all('[role=alert]'), page.field('Title').value]).toEqual([[], 'Bright nebulae']);
  });
});

describe('the history of settings', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/proposals/SOAR2026B-014/settings/history/';
  const versions = [{ version: 4, author: 'P. Leader', created: '2027-01-17T12:00:00Z', changes: [{ name: 'cosmic_ray_rejection', from: 'dcr', to: 'default' }, { name: 'ignore_bias', from: false, to: true }] }, { version: 3, author: 'S. Student', created: '2027-01-12T12:00:00Z', changes: [] }]; // prettier-ignore
  const card = (answers: Record<string, unknown> = {}, inputs: object = {}): Promise<Shown<SettingsHistory>> => shown(SettingsHistory, { inputs: { id: 'SOAR2026B-014', version: 4, mayChange: true, ...inputs }, answers: { [path]: versions, ...answers } });

  it('loading, failed, empty, content', async () => {
    expect((await card({ [path]: null })).find('[role=status]').textContent).toBe('Loading');
    expect((await card({ [path]: 503 })).words).toMatch(/The history could not be loaded ?The store said 503\./);
    const none = await card({ [path]: [] });
    expect([none.words, none.all('li')]).toEqual(['Settings historyNobody changed a setting: the defaults are in force.', []]);
    const page = await card();
    expect(page.all('li').map((line) => line.textContent?.replace(/\s+/g, ' ').trim())).toEqual(['4Cosmic ray rejection DCR → DefaultIgnore bias off → on2027-01-17P. Leader', '32027-01-12S. StudentMake current', '0Defaults of the siteMake current']); // prettier-ignore
  });

  it('makes another version current, once; the one in force cannot be', async () => {
    const { answer, come } = later<object>();
    const page = await card({ [`${path}3/restore/`]: answer });
    const restored = heard(page.part.restored);
    expect(page.buttons).toEqual(['Make current: version 3', 'Make current: version 0']);
    await page.press('Make current: version 3');
    expect([page.button('Make current: version 3').disabled, page.button('Make current: version 0').disabled]).toEqual([true, true]);
    come({ version: 5 });
    await page.settle();
    expect([page.asked.writes, restored.length, page.messages]).toEqual([[{ method: 'POST', path: `${path}3/restore/`, body: {} }], 1, ['Settings are version 5 now']]);
    await page.set('version', 5);
    expect(page.asked.reads).toHaveLength(2);
  });

  it('says what is refused, and offers nothing to who only looks', async () => {
    const page = await card({ [`${path}0/restore/`]: 403 });
    await page.press('Make current: version 0');
    expect(page.messages).toEqual(['The store said 403.']);
    expect((await card({}, { mayChange: false })).buttons).toEqual([]);
  });
});

describe('the form of settings', () => {
  afterEach(() => vi.unstubAllGlobals());
  const at = '/api/proposals/SOAR2026B-014/settings/';
  const properties = {
    saturation_threshold: { type: 'number', minimum: 0, maximum: 100, default: 1, description: 'Share of saturated pixels', unit: 'percent' },
    cosmic_ray_rejection: { type: 'string', enum: ['default', 'dcr'], default: 'default', description: 'How cosmic rays are found' },
    ignore_bias: { type: 'boolean', default: false, description: 'Skip the master bias' },
    target_minimum_width: { anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { type: 'null' }], default: null, unit: 'pixel' },
  };
  const settings = { saturation_threshold: 2, cosmic_ray_rejection: 'default', ignore_bias: false, target_minimum_width: null };
  const now = { version: 4, settings, may_change: true };
  const form = (answers: Record<string, unknown> = {}): Promise<Shown<SettingsForm>> => shown(SettingsForm, { inputs: { id: 'SOAR2026B-014' }, answers: { '/api/settings/': { settings: { properties } }, [at]: now, [`${at}reach/`]: { tonight: 14, all: 1310 }, ...answers } });

  it('loading, failed, content, with the version that is in force', async () => {
    expect((await form({ [`${at}reach/`]: null })).find('[role=status]').textContent).toBe('Loading');
    expect((await form({ [at]: 503 })).words).toMatch(/The settings could not be loaded ?The store said 503\./);
    const page = await form();
    expect([page.find('h2').textContent, page.words.includes('version 4 · used in all steps'), page.all('legend').map(({ textContent }) => textContent).slice(1)]).toEqual(['Data reduction settings - SOAR2026B-014', true, ['General', 'Calibrations', 'Flat normalization', 'Spectroscopic target']]);
    expect([page.field('Saturation Threshold').value, page.field('Cosmic ray rejection').value, page.field('Ignore bias').checked, page.find('details summary').textContent]).toEqual(['2', 'default', false, 'Advanced · 1 more']);
    expect(page.words).toContain('Share of saturated pixels. Default 1, 0 to 100.');
    expect(page.words).toMatch(/Nothing is changed.*New files only.*The last night’s 14.*All 1 310/);
  });

  it('names what is changed, discards it, or takes the defaults; nothing is saved by that', async () => {
    const page = await form();
    await page.type('Cosmic ray rejection', 'dcr');
    await page.tick('off');
    expect(page.find('.savebar').textContent).toMatch(/2 changes\s*Cosmic ray rejection, Ignore bias/);
    expect([page.all('.item.changed').length, page.words.includes('Was Default.')]).toEqual([2, true]);
    await page.press('Discard');
    expect([page.field('Cosmic ray rejection').value, page.field('Ignore bias').checked, page.button('Save settings').disabled]).toEqual(['default', false, true]);
    await page.press('Reset to default');
    expect([page.find('.savebar b').textContent, page.field('Saturation Threshold').value, page.asked.writes]).toEqual(['1 change', '1', []]);
  });

  it('is saved once for the frames that are chosen, and read again', async () => {
    const { answer, come } = later<object>();
    const page = await form({ [`PUT ${at}`]: answer });
    await page.type('Saturation Threshold', '3');
    await page.tick('The last night’s 14');
    await page.press('Save settings');
    expect(page.button('Save settings').disabled).toBe(true);
    come({ ...now, version: 5, reducing_again: 14 });
    await page.settle();
    expect(page.asked.writes).toEqual([{ method: 'PUT', path: at, body: { settings: { saturation_threshold: 3 }, apply: 'tonight', version: 4 } }]);
    expect([page.messages, page.asked.reads.filter((path) => path === at).length, page.field('New files only').checked]).toEqual([['Settings are version 5 now'], 2, true]);
  });

  it('is not saved with a number beyond its bounds; a setting that may be empty may', async () => {
    const page = await form();
    await page.type('Saturation Threshold', '101');
    await page.submit();
    const field = page.field('Saturation Threshold');
    expect([field.getAttribute('aria-invalid'), page.find(`#${field.getAttribute('aria-describedby')}`).textContent, page.button('Save settings').disabled, page.asked.writes]).toEqual(['true', 'Must be 100 or less.', true, []]);
    await page.type('Saturation Threshold', '2');
    await page.type('Target minimum width', '3');
    await page.type('Target minimum width', '');
    expect(page.words).toContain('Nothing is changed');
  });

  it('is refused in the words of the server until it is discarded, and shows no way to who only looks', async () => {
    const page = await form({ [`PUT ${at}`]: 409 });
    await page.type('Saturation Threshold', '3');
    await page.press('Save settings');
    expect([page.find('[role=alert]').textContent, page.field('Saturation Threshold').value]).toEqual(['The store said 409.', '3']);
    await page.press('Discard');
    expect(page.all('[role=alert]')).toEqual([]);
    const seen = await form({ [at]: { ...now, may_change: false } });
    expect([seen.words.includes('The PI and staff change these settings; you can look at them.'), seen.find<HTMLFieldSetElement>('fieldset').disabled, seen.buttons]).toEqual([true, true, []]);
  });
});
