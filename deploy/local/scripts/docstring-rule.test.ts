import { Linter } from 'eslint';
import { expect, test } from 'vitest';
import { docstring } from './docstring-rule.mjs';

const complaints = (code: string) =>
  new Linter()
    .verify(code, [{ languageOptions: { sourceType: 'module' }, plugins: { numeric: { rules: { docstring } } }, rules: { 'numeric/docstring': 'error' } }])
    .map(({ message }) => message.split(':')[0]?.split(',')[0]);

test.each<[string, string, string[]]>([
  ['an exported function without a comment', 'export function f() {}', ['f is exported and has no doc comment']],
  ['an exported arrow without a comment', 'export const f = () => 1;', ['f is exported and has no doc comment']],
  ['an exported class without a comment', '// A class.\nexport class C {}', ['C is exported and has no doc comment']],
  ['a comment of two slashes is none', '// Halves.\nexport function f() {}', ['f is exported and has no doc comment']],
  ['a FitError that is not said', '/** Fits. */\nexport function f() { throw new FitError("fit-failed", ""); }', ['f throws FitError']],
  ['a FitError of a function of the file', '/** Fits. */\nexport function f() { g(); }\nfunction g() { throw new FitError("fit-failed", ""); }', ['f throws FitError']],
  ['a ContractError that is not said', '/** Fits. @throws {FitError} always */\nexport function f() { throw new ContractError(""); }', ['f throws ContractError']],
  ['said', '/** Fits. @throws {FitError} if it cannot. */\nexport function f() { throw new FitError("fit-failed", ""); }', []],
  ['said at a method', '/** Fits. */\nexport class C {\n  /** @throws {ContractError} always */\n  f() { throw new ContractError(""); }\n}', []],
  ['caught', '/** Fits. */\nexport function f() { try { g(); } catch { return 0; } }\nfunction g() { throw new FitError("fit-failed", ""); }', []],
  ['not exported', 'function f() { throw new FitError("fit-failed", ""); }', []],
  ['a value', 'export const f = 1;', []],
])('%s', (_name, code, expected) => {
  expect(complaints(code)).toEqual(expected);
});
