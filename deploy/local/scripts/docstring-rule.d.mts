import type { Rule } from 'eslint';

export declare const docstring: Rule.RuleModule;
