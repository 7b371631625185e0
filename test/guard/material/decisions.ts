import { end, flows, mapping, node, start, user } from '../../case/bpmn-xml.ts';
import { create, complete, deploy, resolve, setVariables } from './material.ts';
import { bpmn, withFiles, written, type Written } from './written.ts';

const dmn = (id: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${id}" name="${id}" namespace="http://example.test">${content}</definitions>`;
const literal = (id: string, text: string, requires = ''): string =>
  `<decision id="${id}" name="${id}"><variable id="v-${id}" name="${id}"/>${requires}<literalExpression id="l-${id}"><text>${text}</text></literalExpression></decision>`;
const required = (id: string): string => `<informationRequirement id="r-${id}"><requiredDecision href="#${id}"/></informationRequirement>`;

const table = (id: string, policy: string, rules: readonly (readonly [string, string])[]): string => `<decision id="${id}" name="${id}"><decisionTable id="t-${id}" hitPolicy="${policy}">
  <input id="i-${id}"><inputExpression id="x-${id}" typeRef="number"><text>amount</text></inputExpression></input><output id="o-${id}" name="level" typeRef="string"/>
  ${rules.map(([when, then], index) => `<rule id="rule-${id}-${index}"><inputEntry id="ie-${id}-${index}"><text>${when}</text></inputEntry><outputEntry id="oe-${id}-${index}"><text>${then}</text></outputEntry></rule>`).join('')}</decisionTable></decision>`;

const deciding = (decision: string, more = '', result = 'result'): string =>
  `${start()}${node('businessRuleTask', 'decide', { extension: `<zeebe:calledDecision decisionId="${decision}" resultVariable="${result}"/>${more}` })}${user('after')}${end()}${flows('start -> decide -> after -> end')}`;

const scripts: readonly Written[] = [
  withFiles(bpmn('decision-of-an-expression', deciding('discount-of'), (id) => [deploy('discount.dmn'), create(id, { amount: 200 }), create(id, { amount: 1 }), complete('after#1')]), { 'discount.dmn': dmn('discounts', literal('discount-of', 'if amount &gt; 100 then 10 else 0')) }),
  withFiles(
    bpmn('decision-table', deciding('level-of', mapping({ amount: '=order.total' }, { 'order.level': '=result' })), (id) => [deploy('level.dmn'), create(id, { order: { total: 50 } }), create(id, { order: { total: 5_000 } }), create(id, { order: { total: -1 } }), create(id, { order: {} })]),
    { 'level.dmn': dmn('levels', table('level-of', 'UNIQUE', [['[0..100]', '"clerk"'], ['&gt; 100', '"manager"']])) },
  ),
  withFiles(
    bpmn('decision-table-that-collects', deciding('all-of'), (id) => [deploy('all.dmn'), create(id, { amount: 500 }), create(id, { amount: 5 })]),
    { 'all.dmn': dmn('alls', table('all-of', 'COLLECT', [['&gt; 10', '"a"'], ['&gt; 100', '"b"'], ['&gt; 1000', '"c"']])) },
  ),
  withFiles(
    bpmn('decision-table-that-must-be-unique', deciding('one-of'), (id) => [deploy('one.dmn'), create(id, { amount: 500 }), create(id, { amount: 20 })]),
    { 'one.dmn': dmn('ones', table('one-of', 'UNIQUE', [['&gt; 10', '"a"'], ['&gt; 100', '"b"']])) },
  ),
  withFiles(
    bpmn('decision-that-requires-others', deciding('sum-of'), (id) => [deploy('sum.dmn'), create(id, { a: 1, b: 2 })]),
    { 'sum.dmn': dmn('sums', literal('twice-of', 'a * 2') + literal('sum-of', 'twice-of + b', required('twice-of'))).replaceAll('name="twice-of"', 'name="twice"').replace('twice-of + b', 'twice + b') },
  ),
  withFiles(bpmn('decision-of-a-computed-id', deciding('=which'), (id) => [deploy('computed.dmn'), create(id, { which: 'computed-of', x: 1 }), create(id, { which: 7 }), create(id, { which: 'nothing-of' })]), { 'computed.dmn': dmn('computeds', literal('computed-of', 'x + 1')) }),
  withFiles(bpmn('decision-that-comes-later', deciding('later-of'), (id) => [create(id, { x: 3 }), resolve('decide#1'), deploy('later.dmn'), resolve('decide#1/2')]), { 'later.dmn': dmn('laters', literal('later-of', 'x * x')) }),
  withFiles(
    bpmn('decision-of-the-newest-version', deciding('version-of'), (id) => [deploy('v1.dmn'), create(id), deploy('v2.dmn'), create(id), deploy('v2.dmn'), { request: 'POST /v2/decision-definitions/search', body: { filter: { decisionDefinitionId: 'version-of' } } }]),
    { 'v1.dmn': dmn('versions', literal('version-of', '1')), 'v2.dmn': dmn('versions', literal('version-of', '2')) },
  ),
  withFiles(bpmn('decision-that-fails', deciding('failing-of'), (id) => [deploy('failing.dmn'), create(id), setVariables({ x: 1 }), resolve('decide#1')]), { 'failing.dmn': dmn('failings', literal('failing-of', 'assert(x, x != null, &quot;no x&quot;)')) }),
  { name: 'decision-file-that-is-refused', files: { 'refused.dmn': dmn('refused', literal('refused-of', '1 +')), 'unknown.dmn': dmn('unknown', literal('unknown-of', 'x', required('nobody'))) }, commands: [deploy('refused.dmn'), deploy('unknown.dmn')] },
];

export const decisions = () => written('Decisions', scripts);
