import path from 'node:path';
import ts from 'typescript';
import type { FailureCode } from '#activities/domain/errors';

/** A place that raises a failure. */
export interface RaisedFailure {
  readonly code: FailureCode;
  /** Its message, with … for what only the data can tell. */
  readonly message: string;
}

/** A paper or book that a function follows. */
export interface SourceReference {
  readonly text: string;
  /** The function whose comment names it, as a TypeDoc link takes it: `numeric/extraction/extract!extractSources`. */
  readonly link: string;
  readonly name: string;
}

/** What the code of a step can do, read from the code itself. */
export interface ReachableCode {
  readonly failures: readonly RaisedFailure[];
  readonly references: readonly SourceReference[];
}

const RAISED = new Set(['FitError', 'ReductionError']);

/** A program of the sources of numeric/ and activities/, for `reachableFrom`. Types are not checked. */
export function sourceProgram(root: string): ts.Program {
  const file = path.join(root, 'deploy/local/docs/tsconfig.docs.json');
  const read = ts.readConfigFile(file, (name) => ts.sys.readFile(name));
  if (read.error) throw new Error(`${file} cannot be read: ${ts.flattenDiagnosticMessageText(read.error.messageText, '\n')}`);
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, path.dirname(file));
  return ts.createProgram({ rootNames: [path.join(root, 'activities/steps/index.ts')], options: { ...options, composite: false, tsBuildInfoFile: undefined } });
}

/** The declaration of every step of the table `steps`, by name. */
export function stepDeclarations(program: ts.Program, root: string): Map<string, ts.Node> {
  const file = program.getSourceFile(path.join(root, 'activities/steps/index.ts'));
  const variables = file?.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => [...declarationList.declarations]) ?? [];
  const table = variables.find(({ name }) => ts.isIdentifier(name) && name.text === 'steps')?.initializer;
  if (!table || !ts.isObjectLiteralExpression(table)) throw new Error('activities/steps/index.ts declares no table of steps.');
  const checker = program.getTypeChecker();
  return new Map(
    table.properties.flatMap((property) => {
      const value = ts.isShorthandPropertyAssignment(property) ? property.name : ts.isPropertyAssignment(property) && ts.isIdentifier(property.initializer) ? property.initializer : undefined;
      const declaration = value && declarationsOf(checker, value)[0];
      return declaration && property.name && ts.isIdentifier(property.name) ? [[property.name.text, declaration] as const] : [];
    }),
  );
}

/**
 * Walks from a declaration through everything of ours that it names, and gathers what is raised on the way and what the comments cite. More than
 * happens may be gathered (a failure that a caller catches), never less, as long as functions are called by name; the kernels, which are not, raise nothing.
 */
export function reachableFrom(start: ts.Node, program: ts.Program, root: string): ReachableCode {
  const checker = program.getTypeChecker();
  const failures = new Map<string, RaisedFailure>();
  const references = new Map<string, SourceReference>();
  const waiting: ts.Node[] = [start];
  const seen = new Set(waiting);
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isNewExpression(node)) for (const raised of raisedBy(node)) failures.set(`${raised.code} ${raised.message}`, raised);
    if (ts.isIdentifier(node) && !isMemberName(node)) {
      for (const declaration of declarationsOf(checker, node)) {
        if (seen.has(declaration) || !isOurs(declaration, root)) continue;
        seen.add(declaration);
        waiting.push(declaration);
      }
    }
    ts.forEachChild(node, visit);
  };
  for (let node = waiting.shift(); node; node = waiting.shift()) {
    for (const reference of citedBy(node, root)) references.set(reference.text, reference);
    ts.forEachChild(node, visit);
  }
  return { failures: [...failures.values()], references: [...references.values()] };
}

function declarationsOf(checker: ts.TypeChecker, name: ts.Identifier): readonly ts.Declaration[] {
  const symbol = ts.isShorthandPropertyAssignment(name.parent) ? checker.getShorthandAssignmentValueSymbol(name.parent) : checker.getSymbolAtLocation(name);
  return (symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)?.declarations ?? [];
}

/** The name behind a dot or before a colon: what it means needs the type of what stands before, and it leads nowhere that its owner does not. */
function isMemberName(name: ts.Identifier): boolean {
  const { parent } = name;
  return (ts.isPropertyAccessExpression(parent) && parent.name === name) || (ts.isPropertyAssignment(parent) && parent.name === name);
}

function isOurs(declaration: ts.Node, root: string): boolean {
  const file = path.relative(root, declaration.getSourceFile().fileName);
  return /^(numeric|activities)[\\/]/.test(file) && !ts.isParameter(declaration) && !ts.isInterfaceDeclaration(declaration) && !ts.isTypeAliasDeclaration(declaration);
}

function raisedBy({ expression, arguments: [reason, message] = [] as unknown as ts.NodeArray<ts.Expression> }: ts.NewExpression): RaisedFailure[] {
  if (!ts.isIdentifier(expression) || !RAISED.has(expression.text) || !reason) return [];
  const codes: string[] = [];
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) codes.push(node.text);
    ts.forEachChild(node, collect);
  };
  collect(reason);
  return codes.map((text) => ({ code: text as FailureCode, message: wordsOf(message) }));
}

function wordsOf(message: ts.Expression | undefined): string {
  if (!message) return '';
  if (ts.isStringLiteralLike(message)) return message.text;
  if (ts.isTemplateExpression(message)) return message.head.text + message.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  return '…';
}

function citedBy(declaration: ts.Node, root: string): SourceReference[] {
  const { name } = declaration as ts.NamedDeclaration;
  if (!name || !ts.isIdentifier(name)) return [];
  const module = path.relative(root, declaration.getSourceFile().fileName).replaceAll('\\', '/').replace(/\.ts$/, '');
  const exported = (ts.getCombinedModifierFlags(declaration as ts.Declaration) & ts.ModifierFlags.Export) !== 0;
  return ts.getJSDocTags(declaration).flatMap((tag) => {
    if (tag.tagName.text !== 'see') return [];
    // TypeScript reads the first word of @see as a name of the code; the text of the comment has it all.
    const text = tag.getText().replace(/^@see\s+/, '').replace(/\s*\n\s*\*?\s*/g, ' ').trim(); // prettier-ignore
    return [{ text, name: name.text, link: exported ? `${module}!${name.text}` : '' }];
  });
}
