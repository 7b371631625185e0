/** `acta check`: compiles files as a deployment would, here, and tells all that is found. */
import { compileResources } from '../../runtime/library/deployable.ts';
import { counted, findingLine, type Finding } from '../finding.ts';
import type { Output } from '../output.ts';
import { readResourceFiles } from '../resource-files.ts';

const byPlace = (a: Finding, b: Finding): number => (a.resourceName === b.resourceName ? (a.line ?? 0) - (b.line ?? 0) : a.resourceName < b.resourceName ? -1 : 1);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Errors end it with 1, warnings and hints do not. */
export const check = async (output: Output, paths: readonly string[]): Promise<void> => {
  const files = await readResourceFiles(paths);
  const unreadable: Finding[] = [];
  const resources = files.flatMap(({ name, content }) => {
    try {
      return [{ name, content: utf8.decode(content) }];
    } catch {
      unreadable.push({ severity: 'error', resourceName: name, message: 'Expected text in UTF-8, but it is not. Save the file as UTF-8' });
      return [];
    }
  });
  const { problems } = await compileResources(resources);
  const findings = [...unreadable, ...problems].toSorted(byPlace);
  const count = (wanted: Finding['severity']): number => findings.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings, hints] = [count('error'), count('warning'), count('hint')];
  const placeOf = new Map(files.map(({ name, path }) => [name, path]));
  output.print({ files: files.length, findings }, () => {
    const summary = `${counted(files.length, 'file')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}${hints === 0 ? '' : `, ${counted(hints, 'hint')}`}.`;
    return [...findings.map((finding) => findingLine(finding, placeOf.get(finding.resourceName))), summary].join('\n');
  });
  if (errors > 0) process.exitCode = 1;
};
