import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { connect, migrate } from '#activities/store/database';
import { ObjectStore } from '#activities/store/objects';
import { sweep } from '#activities/store/sweep';
import type { Knex } from 'knex';
import { textTable } from '../terminal/text-table.js';
import { addCollaborator, issueTokenTo, listAccounts, removeCollaborator, revokeTokens, saveProposal, saveUser } from './admin-accounts.js';
import { runningPlatform } from '../platform/platform-file.js';
import { Problem, reportAndFail, systemReason } from '../settings/problem.js';
import { localSettings, type LocalSettings } from '../settings/settings.js';

const USAGE = `Usage:
  npm run admin -- user USERNAME --email ADDRESS [--first NAME] [--last NAME] [--[no-]staff] [--[no-]service] [--[no-]active]
  npm run admin -- proposal SOAR_ID [--pi USERNAME] [--title TEXT]
  npm run admin -- collaborator add|remove SOAR_ID USERNAME
  npm run admin -- token USERNAME [--staff | --service] [--days N]   a new API token, printed once; --service is for a telescope: it only sends
  npm run admin -- revoke USERNAME              ends every token of a user
  npm run admin -- sweep [--clean]              objects without rows, rows without objects
  npm run admin -- list`;

const options = {
  email: { type: 'string' },
  first: { type: 'string' },
  last: { type: 'string' },
  staff: { type: 'boolean' },
  service: { type: 'boolean' },
  active: { type: 'boolean' },
  days: { type: 'string' },
  clean: { type: 'boolean' },
  pi: { type: 'string' },
  title: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];
type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

interface Command {
  /** How many words it takes. */
  readonly words: number;
  readonly options: readonly (keyof Values)[];
  /** `say` is for people, `print` is the result. */
  run(database: Knex, words: readonly string[], values: Values, say: (line: string) => void, objects: ObjectStore | undefined): Promise<string>;
}

const commands: Readonly<Record<string, Command>> = {
  user: {
    words: 1,
    options: ['email', 'first', 'last', 'staff', 'service', 'active'],
    async run(database, [username = ''], { email, first, last, staff, service, active }) {
      const { created } = await saveUser(database, username, { email, firstName: first, lastName: last, isStaff: staff, isService: service, isActive: active });
      return `User ${username} ${created ? 'created' : 'changed'}.`;
    },
  },
  proposal: {
    words: 1,
    options: ['pi', 'title'],
    async run(database, [soarId = ''], { pi, title }) {
      const proposal = await saveProposal(database, soarId, { pi, title });
      return `Proposal ${proposal.soarId}: ${proposal.title}.`;
    },
  },
  collaborator: {
    words: 3,
    options: [],
    async run(database, [what = '', soarId = '', username = '']) {
      if (what !== 'add' && what !== 'remove') throw new Problem(`"${what}" is neither add nor remove.\n${USAGE}`);
      await (what === 'add' ? addCollaborator : removeCollaborator)(database, soarId, username);
      return `${username} ${what === 'add' ? 'is now a collaborator' : 'is no longer a collaborator'} of ${soarId}.`;
    },
  },
  token: {
    words: 1,
    options: ['staff', 'service', 'days'],
    async run(database, [username = ''], { staff, service, days }, say) {
      const lasting = days === undefined ? undefined : Number(days);
      if (lasting !== undefined && !(lasting > 0 && lasting <= 36_500)) throw new Problem(`--days ${days}: a number of days from now is wanted.`);
      // The first token of a new platform should not need a second command.
      const { created } = await saveUser(database, username, { isStaff: staff, isService: service }).catch((error: unknown) => {
        if (!(error instanceof Problem && error.message.includes('needs --email'))) throw error;
        return saveUser(database, username, { email: `${username}@localhost`, isStaff: staff, isService: service });
      });
      if (created) say(`User ${username} created, e-mail ${username}@localhost: "npm run admin -- user ${username} --email ADDRESS" sets another.`);
      say('This key is shown once; send it as "Authorization: Token KEY".');
      return issueTokenTo(database, username, lasting);
    },
  },
  revoke: {
    words: 1,
    options: [],
    run: async (database, [username = '']) => `Tokens of ${username} ended: ${await revokeTokens(database, username)}.`,
  },
  sweep: {
    words: 0,
    options: ['clean'],
    async run(database, _words, { clean = false }, say, objects) {
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
      const { users, proposals } = await listAccounts(database);
      return [
        textTable(['USER', 'NAME', 'E-MAIL', 'ROLE', 'TOKENS'], users.map((one) => [one.username, one.name, one.email, one.role, String(one.tokens)])),
        textTable(['PROPOSAL', 'TITLE', 'PI', 'COLLABORATORS'], proposals.map((one) => [one.soarId, one.title, one.pi, one.collaborators])),
      ].join('\n\n');
    },
  },
};

/** One command against one database. @throws Problem */
export async function administer(database: Knex, args: readonly string[], say: (line: string) => void, objects?: ObjectStore): Promise<string> {
  const { positionals, values } = parse(args);
  const [name = '', ...words] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new Problem(name === '' ? `Say what to do.\n${USAGE}` : `There is no command "${name}".\n${USAGE}`);
  const unknown = (Object.keys(values) as (keyof Values)[]).find((option) => !command.options.includes(option));
  if (words.length !== command.words || unknown !== undefined) {
    throw new Problem(`${unknown === undefined ? `"${name}" takes ${command.words} words` : `"${name}" knows no --${unknown}`}.\n${USAGE}`);
  }
  return command.run(database, words, values, say, objects);
}

function parse(args: readonly string[]): { positionals: string[]; values: Values } {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, allowNegative: true, strict: true });
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

/** DATABASE_URL, or the database of the platform that runs in DATA_DIR. */
function databaseUrlOf({ databaseUrl, dataDir }: LocalSettings): string {
  const found = databaseUrl ?? runningPlatform(dataDir)?.databaseUrl;
  if (found === undefined) throw new Problem(`No platform runs in ${dataDir}: start it with "npm start", or give its database in DATABASE_URL.`);
  return found;
}

/** The object store of the settings, or of the platform that runs. */
function objectsOf({ s3: given, dataDir }: LocalSettings): ObjectStore | undefined {
  const s3 = given ?? runningPlatform(dataDir)?.s3;
  return s3 && new ObjectStore({ S3_ENDPOINT: s3.endpoint, S3_ACCESS_KEY: s3.accessKey, S3_SECRET_KEY: s3.secretKey, S3_REGION: s3.region });
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const database = connect(databaseUrlOf(localSettings()), { pool: 2 });
  try {
    await migrate(database).catch((error: unknown) => {
      throw new Problem(`The database cannot be used: ${systemReason(error)}.`);
    });
    const result = await administer(database, args, (line) => process.stderr.write(`${line}\n`), objectsOf(localSettings()));
    process.stdout.write(`${result}\n`);
  } finally {
    await database.destroy();
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main(process.argv.slice(2)).catch(reportAndFail);
}
