/** The next build of the product: the same, but for one more event, which a case emits when its variable `planted` is set. */
import { appendFileSync, cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../runtime/package-root.ts';
import { deleteFolder, temporaryFolder } from '../harness/private-process.ts';

export interface Build {
  readonly root: string;
  leave(): void;
}

const shape = `
caseShape.events.VariablePlanted = ['zzp', { ordinal: required }];
`;

const decider = `
const before = { ...caseStream };
caseStream.decide = (context, order) => {
  const rejection = before.decide(context, order);
  if (rejection === undefined && order.variables !== undefined && 'planted' in order.variables) context.draft.emit({ type: 'VariablePlanted', ordinal: 0 });
  return rejection;
};
caseStream.evolve = (state, event) => (event.type === 'VariablePlanted' ? undefined : before.evolve(state, event));
`;

/** Of the build that is there, which stays as it is. */
export const makeNextBuild = (): Build => {
  const root = temporaryFolder('next-build', undefined);
  cpSync(join(packageRoot, 'dist'), join(root, 'dist'), { recursive: true });
  for (const name of ['node_modules', 'migrations', 'definitions']) symlinkSync(join(packageRoot, name), join(root, name));
  const description = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as object;
  writeFileSync(join(root, 'package.json'), JSON.stringify({ ...description, version: '0.1.1' }));
  appendFileSync(join(root, 'dist/engine/case/shapes.js'), shape);
  appendFileSync(join(root, 'dist/engine/case/case-stream.js'), decider);
  return { root, leave: () => deleteFolder(root) };
};
