import { lineOf, type SourceFile, type SyntaxNode, walk } from './source-file.ts';

/** What a pure kernel must not know: clock, chance, timers, process, network and output. */
const impureGlobals = new Set(
  (
    'Date performance setTimeout setInterval setImmediate queueMicrotask ' +
    'process globalThis global Buffer crypto fetch console require'
  ).split(' '),
);

/**
 * Uses of impure globals and of `Math.random`, each as `path:line message`.
 *
 * A name that the file declares itself is left out: which of the two is meant only the linter knows, whose rule
 * follows scopes. Types are left out too, they vanish.
 */
export function globalViolations(file: SourceFile): string[] {
  const used: { name: string; offset: number }[] = [];
  const declared = new Set<string>();
  walk(file.parsed.program as unknown as SyntaxNode, (node, parent, property) => {
    if (isMathRandom(node)) used.push({ name: 'Math.random', offset: node.start });
    for (const name of namesBoundBy(node)) declared.add(name);
    if (parent === undefined || node.type !== 'Identifier' || !impureGlobals.has(String(node.name))) return;
    if (isDeclaration(parent, property)) declared.add(String(node.name));
    else if (isReference(parent, property)) used.push({ name: String(node.name), offset: node.start });
  });
  return used
    .filter(({ name }) => !declared.has(name))
    .map(({ name, offset }) => `${file.path}:${lineOf(file, offset)} uses ${name}`);
}

function isMathRandom(node: SyntaxNode): boolean {
  if (node.type !== 'MemberExpression') return false;
  const property = node.property as SyntaxNode;
  return (node.object as SyntaxNode).name === 'Math' && [property.name, property.value].includes('random');
}

/** Where the language binds a name, by node and property. */
const bindings: Readonly<Record<string, readonly string[]>> = {
  VariableDeclarator: ['id'],
  FunctionDeclaration: ['id', 'params'],
  FunctionExpression: ['id', 'params'],
  ArrowFunctionExpression: ['params'],
  ClassDeclaration: ['id'],
  CatchClause: ['param'],
  ArrayPattern: ['elements'],
  RestElement: ['argument'],
  AssignmentPattern: ['left'],
  ImportSpecifier: ['local'],
  ImportDefaultSpecifier: ['local'],
  ImportNamespaceSpecifier: ['local'],
};

function isDeclaration(parent: SyntaxNode, property: string): boolean {
  return bindings[parent.type]?.includes(property) ?? false;
}

/** The names that `{ a, b: c }` binds; those with a default value are found at their AssignmentPattern. */
function namesBoundBy(node: SyntaxNode): string[] {
  if (node.type !== 'ObjectPattern') return [];
  return (node.properties as SyntaxNode[]).map((property) => String((property.value as SyntaxNode | undefined)?.name));
}

/** Not the name of a property, a label, or a type. */
function isReference(parent: SyntaxNode, property: string): boolean {
  if (parent.computed === true) return true;
  const isPropertyName = (property === 'property' && parent.type === 'MemberExpression') || property === 'key';
  const isType = parent.type.startsWith('TS') && property !== 'expression';
  return !isPropertyName && property !== 'label' && !isType;
}
