/** Script task: FEEL evaluated here, or a job when it has a task definition. */
import { workedByJob } from '../behavior/job.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileJob } from '../compile/job-definition.ts';
import { resultVariable } from '../compile/result-variable.ts';
import type { Expression } from '../../work/expression.ts';
import { complete, takeResult } from '../lifecycle.ts';
import type { ElementBehavior } from '../model.ts';
import { extension } from '../source/bpmn-element.ts';

const evaluating = (expression: Expression, variable: string): ElementBehavior => ({
  onActivate: (game, instance, node) => {
    const evaluation = game.evaluate(expression, instance);
    if (!evaluation.ok) return { errorType: 'EXTRACT_VALUE_ERROR', message: evaluation.message };
    takeResult(game, instance, node, { [variable]: evaluation.value });
    complete(game, instance, node);
    return undefined;
  },
});

export const scriptTask: ElementType = {
  kind: 'SCRIPT_TASK',
  compile: (element, compiler) => {
    const script = extension(element, 'Script');
    if (extension(element, 'TaskDefinition') !== undefined) {
      if (script !== undefined)
        compiler.report.error(element, `Expected script task '${element.id}' to have either a FEEL expression or a job type, but it has both`);
      return { behavior: workedByJob(compileJob(element, compiler)) };
    }
    const expression =
      script?.expression === undefined
        ? compiler.required(element, 'a FEEL expression (zeebe:script) or a job type', undefined)
        : compiler.feel(element, 'an expression', script.expression);
    return { behavior: evaluating(expression, resultVariable(element, script?.resultVariable, compiler)) };
  },
};
