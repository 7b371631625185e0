/** Business rule task: a decision evaluated here, or a job when it has a task definition. */
import { evaluateCalledDecision } from '../behavior/call-decision.ts';
import { workedByJob } from '../behavior/job.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileJob } from '../compile/job-definition.ts';
import { resultVariable } from '../compile/result-variable.ts';
import type { Expression } from '../../work/expression.ts';
import { complete, takeResult } from '../lifecycle.ts';
import { isFailure, type ElementBehavior } from '../model.ts';
import { extension } from '../source/bpmn-element.ts';

const deciding = (decisionId: Expression, variable: string): ElementBehavior => ({
  onActivate: (game, instance, node) => {
    const result = evaluateCalledDecision(game, instance, node, decisionId);
    if (result === undefined || isFailure(result)) return result;
    takeResult(game, instance, node, { [variable]: result.value });
    complete(game, instance, node);
    return undefined;
  },
});

export const businessRuleTask: ElementType = {
  kind: 'BUSINESS_RULE_TASK',
  compile: (element, compiler) => {
    const called = extension(element, 'CalledDecision');
    if (extension(element, 'TaskDefinition') !== undefined) {
      if (called !== undefined)
        compiler.report.error(element, `Expected business rule task '${element.id}' to have either a decision or a job type, but it has both`);
      return { behavior: workedByJob(compileJob(element, compiler)) };
    }
    const id = compiler.required(element, 'a decision id (zeebe:calledDecision) or a job type', called?.decisionId);
    if (id.kind === 'literal' && id.value !== '') compiler.decisions.add(id.value);
    if (called?.bindingType !== undefined && called.bindingType !== 'latest')
      compiler.unsupported(element, `the decision binding '${called.bindingType}'`);
    return { behavior: deciding(id, resultVariable(element, called?.resultVariable, compiler)) };
  },
};
