/** Names that every JavaScript object knows are ordinary names: of elements, flows, variables, messages, jobs. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compiled, definitions } from '../../test/case/bpmn-xml.ts';
import { CaseDriver } from '../../test/case/case-driver.ts';
import { sha256 } from '../../test/journal/history.ts';
import { restoreSnapshot, snapshotOf } from '../journal/index.ts';

const ofEveryObject = Object.getOwnPropertyNames(Object.prototype);
const ids = [...ofEveryObject, 'toJSON', 'then', 'prototype', 'length', 'name', 'arguments', 'caller', 'apply'];
/** A variable must have a name that FEEL reads; `__proto__` is refused, and `then` is a word of FEEL. */
const variables = ids.filter((id) => id !== '__proto__' && id !== 'then');

interface Names {
  readonly ids: readonly string[];
  readonly process: string;
  readonly message: string;
  readonly key: string;
  readonly job: string;
  readonly header: string;
  readonly variables: readonly string[];
}

const names: fc.Arbitrary<Names> = fc.record({
  ids: fc.shuffledSubarray(ids, { minLength: 17, maxLength: 17 }),
  process: fc.constant('P'),
  message: fc.constantFrom(...ids),
  key: fc.constantFrom(...ids),
  job: fc.constantFrom(...ids),
  header: fc.constantFrom(...ids),
  variables: fc.shuffledSubarray(variables, { minLength: 4, maxLength: 4 }),
});

/** start → fork → (service task, message) → join → script → user task → end, with an inclusive gateway before it. */
const modelOf = ({ ids: [...id], message, key, job, header, variables: [given, , mapped, made] }: Names): string => {
  const [start, fork, work, wait, join, script, task, choice, merge, end] = id;
  const left = id.slice(10);
  const flow = (from: string, to: string, content = ''): string =>
    `<bpmn:sequenceFlow id="${left.pop() ?? `${from}-${to}`}" sourceRef="${from}" targetRef="${to}">${content}</bpmn:sequenceFlow>`;
  const extended = (type: string, name: string, content: string): string =>
    `<bpmn:${type} id="${name}"><bpmn:extensionElements>${content}</bpmn:extensionElements></bpmn:${type}>`;
  const condition = '<bpmn:conditionExpression>=true</bpmn:conditionExpression>';
  return definitions(`<bpmn:message id="message" name="${message}"><bpmn:extensionElements><zeebe:subscription correlationKey="=&quot;${key}&quot;"/></bpmn:extensionElements></bpmn:message>
    <bpmn:process id="P" isExecutable="true">
    <bpmn:startEvent id="${start}"/><bpmn:parallelGateway id="${fork}"/><bpmn:parallelGateway id="${join}"/>
    ${extended('serviceTask', work!, `<zeebe:taskDefinition type="${job}"/><zeebe:taskHeaders><zeebe:header key="${header}" value="x"/></zeebe:taskHeaders>
      <zeebe:ioMapping><zeebe:input source="=${given}" target="${mapped}"/><zeebe:output source="=${mapped}" target="${mapped}.toString"/></zeebe:ioMapping>`)}
    <bpmn:intermediateCatchEvent id="${wait}"><bpmn:messageEventDefinition messageRef="message"/></bpmn:intermediateCatchEvent>
    ${extended('scriptTask', script!, `<zeebe:script expression="=[{constructor: ${given}}, ${mapped}.toString]" resultVariable="${made}"/>`)}
    ${extended('userTask', task!, '<zeebe:userTask/>')}
    <bpmn:inclusiveGateway id="${choice}"/><bpmn:inclusiveGateway id="${merge}"/><bpmn:endEvent id="${end}"/>
    ${flow(start!, fork!)}${flow(fork!, work!)}${flow(fork!, wait!)}${flow(work!, join!)}${flow(wait!, join!)}${flow(join!, script!)}${flow(script!, choice!)}
    ${flow(choice!, task!, condition)}${flow(choice!, merge!, condition)}${flow(task!, merge!)}${flow(merge!, end!)}
    </bpmn:process>`);
};

it('are names like any other, of everything in a process', async () => {
  await fc.assert(
    fc.asyncProperty(names, async (chosen) => {
      const [, , work, , , , task] = chosen.ids;
      const [given, arrived, mapped, made] = chosen.variables as [string, string, string, string];
      const driver = new CaseDriver(await compiled(modelOf(chosen)));
      /** As it is when it comes from a snapshot. */
      const restored = (): void => {
        const text = snapshotOf(driver.state, sha256);
        const state = restoreSnapshot(text, sha256);
        expect(state).toEqual(driver.state);
        expect(snapshotOf(state!, sha256)).toBe(text);
      };

      driver.start({ [given]: 1 });
      restored();
      expect(driver.eventsOf('JobCreated')).toMatchObject([{ element: work, jobType: chosen.job, headers: { [chosen.header]: 'x' } }]);
      driver.message(chosen.message, chosen.key, { [arrived]: 2 });
      restored();
      driver.complete(work!);
      restored();
      driver.complete(task!);

      expect(driver.state.status).toBe('completed');
      expect(driver.variables()).toEqual({ [given]: 1, [arrived]: 2, [mapped]: { toString: 1 }, [made]: [{ constructor: 1 }, 1] });
    }),
    { numRuns: 60 },
  );
});
