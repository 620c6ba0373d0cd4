import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ReductionError } from '#activities/domain/errors';
import { connect, migrate } from '#activities/store/database';
import { ObjectStore } from '#activities/store/objects';
import type { Knex } from 'knex';
import { runningPlatform } from '../platform/platform-file.js';
import { Problem, reportAndFail, systemReason } from '../settings/problem.js';
import { localSettings, type LocalSettings } from '../settings/settings.js';
import { commands } from './admin-commands.js';
import { options, type Surroundings, type Values } from './admin-options.js';

const USAGE = `Usage:
  npm run admin -- user USERNAME --email ADDRESS [--first NAME] [--last NAME] [--[no-]staff] [--[no-]superuser] [--[no-]service] [--[no-]active]
  npm run admin -- password USERNAME            a link to set a password, good for an hour and one use
  npm run admin -- token USERNAME [--staff | --service] [--scopes read,upload,reduce,admin] [--name TEXT] [--days N]
                                                a new API token, printed once; a user who is not there is made, with that role: --service is for a telescope, it only sends
  npm run admin -- tokens USERNAME              the tokens of a user, without their keys
  npm run admin -- revoke USERNAME [--token N]  ends every token of a user, or one
  npm run admin -- signout USERNAME             signs every browser of a user out
  npm run admin -- proposal SOAR_ID [--pi USERNAME] [--title TEXT]
  npm run admin -- rename SOAR_ID RIGHT_ID      corrects the id of a proposal; its frames and products go along
  npm run admin -- import FILE.csv [--dry-run]  the proposals of a semester with their people; a dry run tells every mistake
  npm run admin -- collaborator add|remove SOAR_ID USERNAME
  npm run admin -- migrate                      makes the tables of this version, and what the users of API and worker may do with them
  npm run admin -- sweep [--clean]              objects without rows, rows without objects
  npm run admin -- list`;

/** One command against one database. @throws Problem */
export async function administer(database: Knex, args: readonly string[], say: (line: string) => void, { objects, site }: Partial<Omit<Surroundings, 'say'>> = {}): Promise<string> {
  const { positionals, values } = parse(args);
  const [name = '', ...words] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new Problem(name === '' ? `Say what to do.\n${USAGE}` : `There is no command "${name}".\n${USAGE}`);
  const unknown = (Object.keys(values) as (keyof Values)[]).find((option) => !command.options.includes(option));
  if (words.length !== command.words || unknown !== undefined) {
    throw new Problem(`${unknown === undefined ? `"${name}" takes ${command.words} words` : `"${name}" knows no --${unknown}`}.\n${USAGE}`);
  }
  return command.run(database, words, values, { say, objects, site }).catch((error: unknown) => {
    // What the API would refuse, in the same words.
    throw error instanceof ReductionError ? new Problem(error.message) : error;
  });
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

/** What people type: PUBLIC_URL, or the address of the platform that runs. */
function siteOf({ environment, dataDir }: LocalSettings): string | undefined {
  return (environment['PUBLIC_URL'] || runningPlatform(dataDir)?.apiUrl.replace(/\/api\/?$/, ''))?.replace(/\/$/, '');
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
    const result = await administer(database, args, (line) => process.stderr.write(`${line}\n`), { objects: objectsOf(localSettings()), site: siteOf(localSettings()) });
    process.stdout.write(`${result}\n`);
  } finally {
    await database.destroy();
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main(process.argv.slice(2)).catch(reportAndFail);
}
