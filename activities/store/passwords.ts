import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Match, ZxcvbnFactory } from '@zxcvbn-ts/core';
import { ReductionError } from '../domain/errors.js';
import type { User } from './models.js';

const SHORTEST = 8;
const LONGEST = 128;
/** zxcvbn: 3 withstands whoever has the hashes, at 10^8 guesses. */
const STRONG_ENOUGH = 3;
/** So much of a password may not be names of its owner, also written backwards or with digits for letters. */
const TOO_SIMILAR = 0.5;

/** Whose password it is to be. */
export type Owner = Pick<User, 'username' | 'firstName' | 'lastName' | 'email'>;

/** argon2id with 19 MiB, two passes and one lane (OWASP's first choice); salt and parameters stand in the text. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

let nobodys: Promise<string> | undefined;

/** Is it the password? Takes as long for somebody who has none, or is not there at all. */
export async function isPassword(kept: string | null | undefined, given: string): Promise<boolean> {
  nobodys ??= hash(randomBytes(16));
  const right = await verify(kept ?? (await nobodys), given.slice(0, 2 * LONGEST)).catch(() => false);
  return right && typeof kept === 'string';
}

/** @throws ReductionError `password-refused` with every rule that the password breaks, in the words of the manual. */
export async function checkPassword(password: string, owner: Owner): Promise<void> {
  const mistakes = await passwordMistakes(password, owner);
  if (mistakes.length > 0) throw new ReductionError('password-refused', mistakes.join(' '));
}

async function passwordMistakes(password: string, owner: Owner): Promise<string[]> {
  if (password.length > LONGEST) return [`Your password can have ${LONGEST} characters at most.`];
  const about = [owner.username, owner.firstName, owner.lastName, owner.email, ...owner.email.split('@')].filter((word) => word.length >= 3);
  const estimate = (await estimator()).check(password, about);
  const part = ({ token }: Match) => token.length / password.length;
  const common = estimate.sequence.some((match) => match['dictionaryName'] === 'passwords-common' && part(match) === 1);
  // Together: a first name and a last name, or a name twice, are no more of a secret than one.
  const similar = estimate.sequence.filter((match) => match['dictionaryName'] === 'userInputs').reduce((sum, match) => sum + part(match), 0) >= TOO_SIMILAR;
  const mistakes = [
    ...(similar ? ['Your password can’t be too similar to your other personal information.'] : []),
    ...(password.length < SHORTEST ? [`Your password must contain at least ${SHORTEST} characters.`] : []),
    ...(common ? ['Your password can’t be a commonly used password.'] : []),
    ...(/^\d+$/.test(password) ? ['Your password can’t be entirely numeric.'] : []),
  ];
  if (mistakes.length > 0 || estimate.score >= STRONG_ENOUGH) return mistakes;
  return [['Your password is guessed too easily: make it longer, or put a few words together.', estimate.feedback.warning ?? ''].join(' ').trim()];
}

let loading: Promise<ZxcvbnFactory> | undefined;

/** Its dictionaries take 200 ms and 20 MB: only who sets a password waits for them. */
function estimator(): Promise<ZxcvbnFactory> {
  return (loading ??= Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common'), import('@zxcvbn-ts/language-en')]).then(
    ([{ ZxcvbnFactory: Factory }, common, english]) => new Factory({ dictionary: { ...common.dictionary, ...english.dictionary }, graphs: common.adjacencyGraphs, translations: english.translations }),
  ));
}
