/**
 * What a decision file's hash names: the file, or, when it imports others, it and all of them in one text. So what
 * was decided once is decided again with the same content, whatever is deployed later.
 */
import type { FeelEngine } from '../feel/index.ts';
import { compileDecisions, type DecisionCompilation, type DecisionFile } from './compile-decisions.ts';
import { compileDecisionFiles, Imports } from './compile-files.ts';

interface Bundle {
  readonly file: DecisionFile;
  readonly imports: readonly DecisionFile[];
}

/** The XML itself when it imports nothing. */
export function decisionSource(file: DecisionFile, imports: readonly DecisionFile[]): string {
  if (imports.length === 0) return file.xml;
  const only = ({ name, xml }: DecisionFile): DecisionFile => ({ name, xml });
  return JSON.stringify({ file: only(file), imports: imports.map(only) } satisfies Bundle);
}

/** No XML begins like JSON. */
function bundleOf(source: string): Bundle | undefined {
  return source.startsWith('{') ? (JSON.parse(source) as Bundle) : undefined;
}

/** The XML of the file as it was deployed. */
export function decisionXmlOf(source: string): string {
  return bundleOf(source)?.file.xml ?? source;
}

/** Compiles what `decisionSource` gave. */
export function compileDecisionSource(source: string, feel: FeelEngine): DecisionCompilation {
  const bundle = bundleOf(source);
  if (bundle === undefined) return compileDecisions(source, feel);
  const imports = new Imports(bundle.imports);
  const [compiled] = compileDecisionFiles([bundle.file], feel, { resolve: (wanted) => imports.find(wanted) });
  if (compiled?.model === undefined) return { ok: false, problems: compiled?.problems ?? [] };
  return { ok: true, model: compiled.model };
}
