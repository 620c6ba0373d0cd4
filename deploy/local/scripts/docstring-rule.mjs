/**
 * The rule `numeric/docstring`: every exported function and class of a file has a doc comment, and one that throws a FitError, itself or by a function of the same
 * file, or a ContractError itself, names it with @throws. A class may say so at its method. What other files throw is for their own comments.
 */
export const docstring = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      missing: '{{name}} is exported and has no doc comment: say shape, unit, errors and source.',
      silent: '{{name}} throws {{error}}, and its doc comment has no @throws that says when.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    /** Functions and classes of the file by name: what they throw, what of the file they call. */
    const known = new Map();
    /** The one we are in. */
    let current;
    /** Depth of blocks whose errors are caught. */
    let caught = 0;

    function enter({ node, name, statement }) {
      if (current || !isTop(statement)) return;
      current = { node, name, statement, errors: new Set(), calls: new Set() };
      known.set(name, current);
    }
    function leave({ node }) {
      if (current?.node === node) current = undefined;
    }
    const ofVariable = (node) => ({ node, name: node.id.name, statement: node.parent });
    const isFunction = ({ init }) => init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression';

    function report() {
      for (const unit of known.values()) {
        const { node, name, statement } = unit;
        if (!/^Export/.test(statement.parent.type)) continue;
        const comment = docOf(sourceCode, statement.parent);
        if (comment === undefined) {
          context.report({ node, messageId: 'missing', data: { name } });
          continue;
        }
        const said = [comment, ...(node.type === 'ClassDeclaration' ? sourceCode.getCommentsInside(node).map(({ value }) => value) : [])].filter((text) => text.includes('@throws')).join();
        for (const error of thrownBy(unit, known)) if (!said.includes(error)) context.report({ node, messageId: 'silent', data: { name, error } });
      }
    }

    return {
      FunctionDeclaration: (node) => enter({ node, name: node.id?.name ?? 'default', statement: node }),
      'FunctionDeclaration:exit': (node) => leave({ node }),
      ClassDeclaration: (node) => enter({ node, name: node.id?.name ?? 'default', statement: node }),
      'ClassDeclaration:exit': (node) => leave({ node }),
      VariableDeclarator: (node) => isFunction(node) && enter(ofVariable(node)),
      'VariableDeclarator:exit': (node) => leave({ node }),
      'TryStatement[handler!=null] > BlockStatement.block': () => void caught++,
      'TryStatement[handler!=null] > BlockStatement.block:exit': () => void caught--,
      ThrowStatement({ argument }) {
        if (caught === 0 && argument?.type === 'NewExpression' && /^(Fit|Contract)Error$/.test(argument.callee.name)) current?.errors.add(argument.callee.name);
      },
      'CallExpression, NewExpression'({ callee }) {
        if (caught === 0 && callee.type === 'Identifier') current?.calls.add(callee.name);
      },
      'Program:exit': report,
    };
  },
};

/** Whether a statement stands in the file itself, exported or not. */
function isTop({ parent }) {
  return parent.type === 'Program' || (/^Export/.test(parent.type) && parent.parent.type === 'Program');
}

/** The doc comment right before a statement; undefined without one. */
function docOf(sourceCode, statement) {
  return sourceCode.getCommentsBefore(statement).findLast(({ type, value }) => type === 'Block' && value.startsWith('*'))?.value;
}

/** Names of the errors that one throws, with the FitErrors of everything of the file it comes to; contracts of what it calls are its own to keep. */
function thrownBy(unit, known) {
  const errors = new Set(unit.errors);
  const seen = new Set([unit]);
  for (const each of seen) {
    if (each.errors.has('FitError')) errors.add('FitError');
    for (const name of each.calls) if (known.has(name)) seen.add(known.get(name));
  }
  return errors;
}
