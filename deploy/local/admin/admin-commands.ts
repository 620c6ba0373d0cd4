import { readFileSync } from 'node:fs';
import { allScopes, type TokenScope } from '#activities/domain/token-scopes';
import { User } from '#activities/store/models';
import { sweep } from '#activities/store/sweep';
import type { Knex } from 'knex';
import { Problem, systemReason } from '../settings/problem.js';
import { textTable } from '../terminal/text-table.js';
import { addCollaborator, importTable, issueTokenTo, listAccounts, passwordLinkFor, removeCollaborator, renameProposal, revokeTokens, saveProposal, saveUser, signOut, tokensOf } from './admin-accounts.js';
import type { Command, Values } from './admin-options.js';

const people: Readonly<Record<string, Command>> = {
  user: {
    words: 1,
    options: ['email', 'first', 'last', 'staff', 'superuser', 'service', 'active'],
    async run(database, [username = ''], { email, first, last, staff, superuser, service, active }) {
      const { created } = await saveUser(database, username, { email, firstName: first, lastName: last, isStaff: staff, isSuperuser: superuser, isService: service, isActive: active });
      return `User ${username} ${created ? 'created' : 'changed'}.`;
    },
  },
  password: {
    words: 1,
    options: [],
    async run(database, [username = ''], _values, { say, site }) {
      const key = await passwordLinkFor(database, username);
      say(`Whoever opens this link within an hour sets the password of ${username}, once.`);
      return `${site ?? ''}/reset#${key}`;
    },
  },
  token: {
    words: 1,
    options: ['staff', 'service', 'scopes', 'name', 'days'],
    async run(database, [username = ''], { staff, service, scopes, name, days }, { say }) {
      const lasting = days === undefined ? undefined : Number(days);
      if (lasting !== undefined && !(lasting > 0 && lasting <= 36_500)) throw new Problem(`--days ${days}: a number of days from now is wanted.`);
      const meant = scopes === undefined ? undefined : scopesIn(scopes);
      await ensureUser(database, username, { staff, service }, say);
      say('This key is shown once; send it as "Authorization: Token KEY".');
      return issueTokenTo(database, username, { days: lasting, scopes: meant, name });
    },
  },
  tokens: {
    words: 1,
    options: [],
    async run(database, [username = '']) {
      const day = (time: Date | null) => time?.toISOString().slice(0, 16).replace('T', ' ') ?? '-';
      return textTable(['TOKEN', 'NAME', 'MAY', 'MADE', 'LAST USED', 'ENDS'], (await tokensOf(database, username)).map((one) => [String(one.id), one.name, one.scopes.join(' '), day(one.created), day(one.lastUsed), day(one.expires)]));
    },
  },
  revoke: {
    words: 1,
    options: ['token'],
    async run(database, [username = ''], { token }) {
      if (token !== undefined && !/^\d{1,9}$/.test(token)) throw new Problem(`--token ${token}: the number of a token is wanted.`);
      return `Tokens of ${username} ended: ${await revokeTokens(database, username, token === undefined ? undefined : Number(token))}.`;
    },
  },
  signout: {
    words: 1,
    options: [],
    run: async (database, [username = '']) => `Browsers of ${username} signed out: ${await signOut(database, username)}.`,
  },
};

const proposals: Readonly<Record<string, Command>> = {
  proposal: {
    words: 1,
    options: ['pi', 'title'],
    async run(database, [soarId = ''], { pi, title }) {
      const proposal = await saveProposal(database, soarId, { pi, title });
      return `Proposal ${proposal.soarId}: ${proposal.title}.`;
    },
  },
  rename: {
    words: 2,
    options: [],
    async run(database, [soarId = '', right = '']) {
      const { files, found } = await renameProposal(database, soarId, right);
      return `${soarId} is ${right} now: ${files} files moved, ${found} bore that id already.`;
    },
  },
  import: {
    words: 1,
    options: ['dry-run'],
    async run(database, [file = ''], { 'dry-run': dryRun = false }, { say }) {
      const lines = await importTable(database, read(file), dryRun);
      for (const { line, soarId, proposal, invited, mistakes } of lines) {
        const people = invited.length > 0 ? `, invites ${invited.join(' ')}` : '';
        say(`line ${line} ${soarId}: ${mistakes.length > 0 ? mistakes.join(' ') : proposal}${people}`);
      }
      const wrong = lines.filter(({ mistakes }) => mistakes.length > 0).length;
      return `${dryRun ? 'Nothing was changed. ' : ''}Lines: ${lines.length}. With mistakes: ${wrong}.`;
    },
  },
  collaborator: {
    words: 3,
    options: [],
    async run(database, [what = '', soarId = '', username = '']) {
      if (what !== 'add' && what !== 'remove') throw new Problem(`"${what}" is neither add nor remove.`);
      await (what === 'add' ? addCollaborator : removeCollaborator)(database, soarId, username);
      return `${username} ${what === 'add' ? 'is now a collaborator' : 'is no longer a collaborator'} of ${soarId}.`;
    },
  },
};

const platform: Readonly<Record<string, Command>> = {
  migrate: {
    words: 0,
    options: [],
    // Every command has brought the tables up to date before it begins; this one does nothing else.
    run: () => Promise.resolve('The tables are those of this version, and the users of API and worker may use them.'),
  },
  sweep: {
    words: 0,
    options: ['clean'],
    async run(database, _words, { clean = false }, { say, objects }) {
      if (!objects) throw new Problem('The object store is not known: start the platform, or give S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY.');
      const { objectsWithoutRow, rowsWithoutObject, cleaned } = await sweep({ database, objects }, { clean });
      for (const name of objectsWithoutRow) say(`raw object ${name}: no row speaks of it; it is locked, and the same upload takes it up`);
      for (const { id, fileName, raw } of rowsWithoutObject) say(`file ${id}, ${fileName}: its bytes are not there${raw ? '; restore them from a backup' : clean ? '; listed no more, and made again by its next reduction' : ''}`);
      return `Objects without a row: ${objectsWithoutRow.length}. Rows without an object: ${rowsWithoutObject.length}. Cleaned: ${cleaned}.`;
    },
  },
  list: {
    words: 0,
    options: [],
    async run(database) {
      const { users, proposals: all } = await listAccounts(database);
      return [
        textTable(['USER', 'NAME', 'E-MAIL', 'ROLE', 'TOKENS'], users.map((one) => [one.username, one.name, one.email, one.role, String(one.tokens)])),
        textTable(['PROPOSAL', 'TITLE', 'PI', 'COLLABORATORS'], all.map((one) => [one.soarId, one.title, one.pi, one.collaborators])),
      ].join('\n\n');
    },
  },
};

export const commands: Readonly<Record<string, Command>> = { ...people, ...proposals, ...platform };

/** The first token of a new platform should not need a second command; but a token never makes anybody more than that person was. */
async function ensureUser(database: Knex, username: string, { staff, service }: Pick<Values, 'staff' | 'service'>, say: (line: string) => void): Promise<void> {
  const known = await User.query(database).findOne({ username });
  if (!known) {
    await saveUser(database, username, { email: `${username}@localhost`, isStaff: staff, isService: service });
    say(`User ${username} created${staff === true ? ' as staff' : service === true ? ' as a service' : ''}, e-mail ${username}@localhost: "npm run admin -- user ${username} --email ADDRESS" sets another.`);
    return;
  }
  const missing = (staff === true && !known.isStaff && 'staff') || (service === true && !known.isService && 'service');
  if (missing) throw new Problem(`User ${username} is there and is no ${missing}: a token promotes nobody. "npm run admin -- user ${username} --${missing}" does.`);
}

function scopesIn(text: string): TokenScope[] {
  const words = text.split(',').map((word) => word.trim());
  const strange = words.find((word) => !(allScopes as readonly string[]).includes(word));
  if (strange !== undefined) throw new Problem(`--scopes ${text}: "${strange}" is none of ${allScopes.join(', ')}.`);
  return words as TokenScope[];
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Problem(`${file} cannot be read: ${systemReason(error)}.`);
  }
}
