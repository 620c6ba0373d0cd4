import js from '@eslint/js';
import globals from 'globals';
import ts from 'typescript-eslint';
import { defineConfig } from 'eslint/config';
import { docstring } from './deploy/local/scripts/docstring-rule.mjs';

const environment = 'Read the environment in settings.ts of this process, once.';

export default defineConfig(
  { ignores: ['dist', 'node_modules', 'api/generated', 'numeric/assembly', '**/*.d.ts', '**/*.d.mts', '.data', '.wireit', 'frontend/public'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 350 }],
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: environment }],
      'no-restricted-syntax': [
        'error',
        { selector: "ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name='env']", message: environment },
        { selector: "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='env']", message: environment },
      ],
    },
  },
  {
    // A function fits a screen. A test of a whole night is one story and may be longer.
    files: ['**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.bench.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['numeric/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.bench.ts'],
    plugins: { numeric: { rules: { docstring } } },
    rules: {
      'numeric/docstring': 'error',
      'no-restricted-globals': ['error', { name: 'Date', message: 'numeric/ has no clock.' }, { name: 'performance', message: 'numeric/ has no clock.' }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'numeric/ is reproducible: take a seeded Random.' },
      ],
    },
  },
  {
    // A page is read beside its template: what it shows is one function of nothing but its class.
    files: ['frontend/**/*.ts'],
    languageOptions: { globals: globals.browser },
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "Decorator[expression.callee.name='Component'] Property[key.name='styles'], Decorator[expression.callee.name='Component'] Property[key.name='styleUrl']", message: 'Styles stand in frontend/src/styles: the page allows no others.' },
        { selector: "Literal[value=/^#[0-9a-f]{3,8}$/i]", message: 'Colors stand in styles/tokens.css.' },
        { selector: "Decorator[expression.callee.name=/^(Input|Output|ViewChild|HostListener|HostBinding)$/]", message: 'Take input(), output(), viewChild() and host.' },
      ],
    },
  },
  { files: ['**/settings.ts'], rules: { 'no-restricted-properties': 'off', 'no-restricted-syntax': 'off' } },
  { files: ['**/*.js', '**/*.mjs'], ...ts.configs.disableTypeChecked, languageOptions: { globals: globals.node } },
);
