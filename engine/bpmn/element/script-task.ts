/** Script task: FEEL evaluated here, or a job when it has a task definition. */
import { evaluate } from '../../work/expression.ts';
import { workedByJob } from '../behavior/work.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileJob } from '../compile/job-definition.ts';
import { resultVariable } from '../compile/result-variable.ts';
import { complete, takeResult } from '../lifecycle.ts';
import { extension } from '../source/bpmn-element.ts';
import type { ElementBehavior } from './behavior.ts';

const evaluating: ElementBehavior = {
  onActivate: (game, instance, node) => {
    if (node.work?.type !== 'script') throw new Error(`Expected '${node.id}' to have a script, but it has none`);
    const { expression, resultVariable: variable } = node.work;
    const evaluation = evaluate(game.ctx, expression, game.site(node, instance).scope, { element: node.id, attribute: 'the script' });
    if (!evaluation.ok) return { errorType: 'extractValue', message: evaluation.message };
    takeResult(game, instance, node, { [variable]: evaluation.value });
    complete(game, instance, node);
    return undefined;
  },
};

export const scriptTask: ElementType = {
  kind: 'scriptTask',
  compile: (element, compiler) => {
    const script = extension(element, 'Script');
    if (extension(element, 'TaskDefinition') !== undefined) {
      if (script !== undefined)
        compiler.report.error(element, `Expected script task '${element.id}' to have either a FEEL expression or a job type, but it has both`);
      return { work: compileJob(element, compiler) };
    }
    const expression =
      script?.expression === undefined
        ? compiler.required(element, 'a FEEL expression (zeebe:script) or a job type', undefined)
        : compiler.feel(element, 'an expression', script.expression);
    return { work: { type: 'script', expression, resultVariable: resultVariable(element, script?.resultVariable, compiler) } };
  },
  behavior: ({ work }) => (work?.type === 'job' ? workedByJob : evaluating),
};
