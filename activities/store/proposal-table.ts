import { parse } from 'csv-parse/sync';
import type { Knex } from 'knex';
import { ReductionError } from '../domain/errors.js';
import { semesterNamed, semesterOfSoarId } from '../domain/semesters.js';
import { partners } from '../domain/partners.js';
import { Proposal, type User } from './models.js';
import { addCollaborator, checkEmail, ensurePerson, personWithEmail } from './people.js';
import { checkSoarId, registerProposal } from './proposal-records.js';

const required = ['soar_id', 'title', 'pi_email'] as const;
const optional = ['semester', 'abstract', 'pi_first_name', 'pi_last_name', 'partner', 'collaborators', 'release_date'] as const;
type Column = (typeof required)[number] | (typeof optional)[number];
const MOST_LINES = 2000;

type Row = Readonly<Record<Column, string>> & { readonly line: number };

/** What a line of the table does, or would do. */
export interface TableLine {
  readonly line: number;
  readonly soarId: string;
  readonly proposal: 'create' | 'register' | 'unchanged' | 'mistake';
  /** Addresses that get an account and a mail with a link. */
  readonly invited: readonly string[];
  readonly mistakes: readonly string[];
}

class Rehearsed extends Error {}

/**
 * Registers the proposals of a semester with their PIs and collaborators, from CSV with a line of column names. All or nothing; with `dryRun`
 * the same work is done and undone, so that what it says is what would happen.
 * @throws ReductionError `table-invalid` with the mistakes of each line, unless it is a dry run
 */
export async function importProposals(database: Knex, text: string, { dryRun, from, inTransaction }: { dryRun: boolean; from: string; inTransaction?: (trx: Knex.Transaction, lines: readonly TableLine[]) => Promise<void> }): Promise<TableLine[]> {
  const rows = readTable(text);
  const lines: TableLine[] = [];
  try {
    await database.transaction(async (trx) => {
      const seen = new Map<string, number>();
      for (const row of rows) {
        lines.push(await registerLine(trx, row, seen, from));
        if (!seen.has(row.soar_id)) seen.set(row.soar_id, row.line);
      }
      if (dryRun) throw new Rehearsed();
      const wrong = lines.filter(({ mistakes }) => mistakes.length > 0);
      if (wrong.length > 0) {
        const told = wrong.slice(0, 20).map(({ line, mistakes }) => `line ${line}: ${mistakes.join(' ')}`);
        throw new ReductionError('table-invalid', `Nothing was changed. ${told.join(' ')}${wrong.length > told.length ? ` And ${wrong.length - told.length} more lines.` : ''}`, { lines: wrong.length });
      }
      await inTransaction?.(trx, lines);
    });
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error;
  }
  return lines;
}

/** @throws ReductionError `table-invalid` for what is no table with these columns. */
function readTable(text: string): Row[] {
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(text, { columns: (names: string[]) => checkedColumns(names.map((name) => name.trim().toLowerCase())), bom: true, trim: true, skip_empty_lines: true, info: true });
  } catch (error) {
    if (error instanceof ReductionError) throw error;
    throw new ReductionError('table-invalid', `This is no CSV: ${error instanceof Error ? error.message : ''}.`);
  }
  if (records.length === 0) throw new ReductionError('table-invalid', `The table has no lines below its column names: ${[...required, ...optional].join(', ')}.`);
  if (records.length > MOST_LINES) throw new ReductionError('table-invalid', `The table has ${records.length} lines; ${MOST_LINES} are allowed at once.`, { lines: records.length });
  const empty = Object.fromEntries([...required, ...optional].map((name) => [name, ''])) as Record<Column, string>;
  return records.map(({ record, info }) => ({ ...empty, ...record, line: info.lines }));
}

function checkedColumns(names: string[]): string[] {
  const known: readonly string[] = [...required, ...optional];
  const strange = names.filter((name) => !known.includes(name));
  const missing = required.filter((name) => !names.includes(name));
  const mistakes = [...missing.map((name) => `the column ${name} is missing`), ...strange.map((name) => `there is no column "${name.slice(0, 40)}"`), ...(new Set(names).size < names.length ? ['a column stands twice'] : [])];
  if (mistakes.length > 0) throw new ReductionError('table-invalid', `Line 1: ${mistakes.join('; ')}. Columns are ${known.join(', ')}.`);
  return names;
}

async function registerLine(trx: Knex.Transaction, row: Row, seen: ReadonlyMap<string, number>, from: string): Promise<TableLine> {
  const mistakes = mistakesOf(row, seen);
  const line = { line: row.line, soarId: row.soar_id, invited: [], mistakes };
  if (mistakes.length > 0) return { ...line, proposal: 'mistake' };
  try {
    // A line that fails inside the database takes only itself back: the next ones are looked at too.
    return await trx.transaction((inner) => register(inner, row, from));
  } catch (error) {
    if (!(error instanceof ReductionError)) throw error;
    return { ...line, proposal: 'mistake', mistakes: [error.message] };
  }
}

function mistakesOf(row: Row, seen: ReadonlyMap<string, number>): string[] {
  const checks: (() => unknown)[] = [
    () => checkSoarId(row.soar_id),
    () => row.semester !== '' && semesterNamed(row.semester),
    () => checkEmail(row.pi_email),
    ...collaboratorsOf(row).map((address) => () => checkEmail(address)),
  ];
  const mistakes = checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
  const earlier = seen.get(row.soar_id);
  if (earlier !== undefined) mistakes.push(`${row.soar_id} stands in line ${earlier} already.`);
  if (row.title === '') mistakes.push('The title is missing.');
  if (row.partner !== '' && !Object.hasOwn(partners, row.partner)) mistakes.push(`"${row.partner.slice(0, 40)}" is no partner: ${Object.keys(partners).join(', ')}.`);
  if (row.release_date !== '' && !isDate(row.release_date)) mistakes.push(`"${row.release_date.slice(0, 40)}" is no date: YYYY-MM-DD.`);
  if (row.semester !== '' && semesterOfSoarId(row.soar_id) && semesterOfSoarId(row.soar_id)?.name !== row.semester) mistakes.push(`The SOAR id ${row.soar_id} is not of semester ${row.semester}.`);
  return mistakes;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
}

const collaboratorsOf = ({ collaborators }: Row) => collaborators.split(';').map((address) => address.trim()).filter((address) => address !== '');

async function register(trx: Knex.Transaction, row: Row, from: string): Promise<TableLine> {
  const known = await Proposal.query(trx).findOne({ soarId: row.soar_id });
  const line = { line: row.line, soarId: row.soar_id, mistakes: [] };
  if (known && (await isTheSame(trx, known, row))) return { ...line, proposal: 'unchanged', invited: [] };
  const invitation = { proposal: row.soar_id, title: row.title, from };
  const names = { firstName: row.pi_first_name, lastName: row.pi_last_name, partner: row.partner };
  const { user: pi, created } = await ensurePerson(trx, row.pi_email, { ...names, invitation });
  const invited = created ? [pi.email] : [];
  const { soar_id, title, abstract, semester, release_date } = row;
  const proposal = await registerProposal(trx, soar_id, { title, abstract, piId: pi.id, ...(semester === '' ? {} : { semester }), ...(release_date === '' ? {} : { releaseDate: release_date }) });
  for (const address of collaboratorsOf(row)) {
    const added = await addCollaborator(trx, proposal, address, from);
    if (added.created) invited.push(added.user.email);
  }
  return { ...line, proposal: known ? 'register' : 'create', invited };
}

/** The same table twice changes nothing. */
async function isTheSame(trx: Knex.Transaction, { piId, title }: Proposal, row: Row): Promise<boolean> {
  const pi: User | undefined = await personWithEmail(trx, row.pi_email);
  return pi !== undefined && piId === pi.id && title === row.title;
}
