import { type SourceFile, type SyntaxNode, walk } from './source-file.ts';

/** One place where a file names another module. */
export interface ModuleImport {
  /** undefined when it is computed at run time. */
  readonly specifier: string | undefined;
  readonly offset: number;
  /** It vanishes when compiled. */
  readonly isType: boolean;
}

/** Static imports, re-exports, `import()`, `import('…').Type`, `require()`, each also when only for types. */
export function importsOf(file: SourceFile): ModuleImport[] {
  const found: ModuleImport[] = [];
  walk(file.parsed.program as unknown as SyntaxNode, (node) => {
    const source = sourceOf(node);
    if (source === undefined) return;
    const specifier = source.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined;
    found.push({ specifier, offset: node.start, isType: isTypeOnly(node) });
  });
  return found;
}

function sourceOf(node: SyntaxNode): SyntaxNode | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return (node.source ?? undefined) as SyntaxNode | undefined;
    case 'TSExternalModuleReference':
      return node.expression as SyntaxNode;
    case 'CallExpression':
      return (node.callee as SyntaxNode).name === 'require' ? (node.arguments as SyntaxNode[])[0] : undefined;
    default:
      return undefined;
  }
}

/** `import type`, `export type`, or every single name marked `type`. */
function isTypeOnly(node: SyntaxNode): boolean {
  if (node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type') return true;
  const names = (node.specifiers ?? []) as SyntaxNode[];
  return names.length > 0 && names.every((name) => name.importKind === 'type' || name.exportKind === 'type');
}
