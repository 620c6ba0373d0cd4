import { subject } from '@casl/ability';
import { describe, expect, it } from 'vitest';
import { abilityOf, isTrusted, roleOf, type Account, type Action } from './permissions.js';

const account = (flags: Partial<Account['user']>, soarIds: string[] = []): Account => ({ user: { id: 1, isStaff: false, isSuperuser: false, isService: false, ...flags }, soarIds });
const may = (who: Account, action: Action, what: 'File' | 'Reduction' | 'Event', row: Record<string, unknown>) => abilityOf(who).can(action, subject(what, { ...row }));

const own = { proposalId: 'SOAR2026B-011', dataType: 0, fileId: 5, kind: 'file' };
const foreign = { ...own, proposalId: 'SOAR2026B-012' };
const master = { proposalId: 'calibrate', dataType: 1, fileId: null, kind: 'master', trusted: true };
/** How runs and events of it say whose it is. */
const ofAll = { ...master, proposalId: null };
/** Made of frames that a PI sent. */
const foreignMaster = { ...master, proposalId: 'SOAR2026B-012', trusted: false };

describe('an observer', () => {
  const observer = account({}, ['SOAR2026B-011']);
  it('has nothing of the proposals of others', () => {
    for (const action of ['read', 'create', 'reduce'] as const) expect(may(observer, action, 'File', foreign)).toBe(false);
    expect(may(observer, 'read', 'Reduction', foreign)).toBe(false);
    expect(may(observer, 'read', 'Event', foreign)).toBe(false);
  });
  it('has everything of the own proposals', () => {
    for (const action of ['read', 'create', 'reduce'] as const) expect(may(observer, action, 'File', own)).toBe(true);
    expect(may(observer, 'read', 'Reduction', own)).toBe(true);
    expect(may(observer, 'read', 'Event', own)).toBe(true);
  });
  it('sees masters, and changes none', () => {
    expect(may(observer, 'read', 'File', master)).toBe(true);
    expect(may(observer, 'read', 'Reduction', ofAll)).toBe(true);
    expect(may(observer, 'read', 'Event', ofAll)).toBe(true);
    expect(may(observer, 'reduce', 'File', master)).toBe(false);
  });
  it('sees no master that serves another proposal only', () => {
    for (const what of ['File', 'Reduction', 'Event'] as const) expect(may(observer, 'read', what, foreignMaster)).toBe(false);
  });
  it('without a proposal sees nothing but masters', () => {
    expect(may(account({}), 'read', 'File', own)).toBe(false);
    expect(may(account({}), 'read', 'File', master)).toBe(true);
  });
});

describe('staff', () => {
  it('sees and reduces everything', () => {
    for (const action of ['read', 'create', 'reduce'] as const) expect(may(account({ isStaff: true }), action, 'File', foreign)).toBe(true);
    expect(may(account({ isStaff: true }), 'read', 'Event', foreign)).toBe(true);
  });
  it('does not manage what only a superuser may', () => {
    expect(abilityOf(account({ isStaff: true })).can('manage', 'all')).toBe(false);
    expect(abilityOf(account({ isSuperuser: true })).can('manage', 'all')).toBe(true);
  });
});

describe('the telescope', () => {
  it('sends frames of every proposal, and reads nothing', () => {
    const service = account({ isService: true }, ['SOAR2026B-011']);
    expect(may(service, 'create', 'File', foreign)).toBe(true);
    for (const action of ['read', 'reduce'] as const) expect(may(service, action, 'File', own)).toBe(false);
    expect(may(service, 'read', 'Event', own)).toBe(false);
  });
  it('and staff send what serves everybody; an observer does not', () => {
    const trusted = [{}, { isService: true }, { isStaff: true }, { isSuperuser: true }].map((flags) => isTrusted(account(flags).user));
    expect(trusted).toEqual([false, true, true, true]);
  });
});

it('the highest role counts', () => {
  expect(roleOf(account({ isStaff: true, isSuperuser: true }).user)).toBe('superuser');
  expect(roleOf(account({ isStaff: true }).user)).toBe('staff');
  expect(roleOf(account({}).user)).toBe('observer');
});
