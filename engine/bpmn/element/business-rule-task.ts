/** Business rule task: a decision evaluated here, or a job when it has a task definition. */
import { evaluateCalledDecision } from '../../work/decision.ts';
import { isFailure } from '../../work/failure.ts';
import { workedByJob } from '../behavior/work.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileJob } from '../compile/job-definition.ts';
import { resultVariable } from '../compile/result-variable.ts';
import { complete, takeResult } from '../lifecycle.ts';
import { extension } from '../source/bpmn-element.ts';
import type { ElementBehavior } from './behavior.ts';

const deciding: ElementBehavior = {
  onActivate: (game, instance, node) => {
    if (node.work?.type !== 'decision') throw new Error(`Expected '${node.id}' to have a decision, but it has none`);
    const result = evaluateCalledDecision(game.ctx, game.site(node, instance), instance, node.work);
    if (isFailure(result)) return result;
    takeResult(game, instance, node, { [node.work.resultVariable]: result.value });
    complete(game, instance, node);
    return undefined;
  },
};

export const businessRuleTask: ElementType = {
  kind: 'businessRuleTask',
  compile: (element, compiler) => {
    const called = extension(element, 'CalledDecision');
    if (extension(element, 'TaskDefinition') !== undefined) {
      if (called !== undefined)
        compiler.report.error(element, `Expected business rule task '${element.id}' to have either a decision or a job type, but it has both`);
      return { work: compileJob(element, compiler) };
    }
    const decisionId = compiler.required(element, 'a decision id (zeebe:calledDecision) or a job type', called?.decisionId);
    if (called?.bindingType !== undefined && called.bindingType !== 'latest')
      compiler.unsupported(element, `the decision binding '${called.bindingType}'`);
    return { work: { type: 'decision', attributes: { decisionId }, resultVariable: resultVariable(element, called?.resultVariable, compiler) } };
  },
  behavior: ({ work }) => (work?.type === 'job' ? workedByJob : deciding),
};
