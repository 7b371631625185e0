/**
 * What the kernel costs without any I/O: microseconds per command of a case with two jobs and a user
 * task, including the fold of its events. Run with `npx tsx bench/kernel.ts`.
 */
import { compileBpmn } from '../engine/bpmn/index.ts';
import { feelEngine } from '../engine/feel/index.ts';
import { decide, Draft, initialState, type CaseState, type Command, type Executable, type Facts } from '../engine/case/index.ts';

const CASES = 20_000;
const ROUNDS = 3;

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="http://acta.example">
  <bpmn:process id="bench" isExecutable="true">
    <bpmn:startEvent id="start"/>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="reserve"/>
    <bpmn:serviceTask id="reserve"><bpmn:extensionElements><zeebe:taskDefinition type="reserve"/></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sequenceFlow id="f2" sourceRef="reserve" targetRef="charge"/>
    <bpmn:serviceTask id="charge"><bpmn:extensionElements><zeebe:taskDefinition type="charge"/></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sequenceFlow id="f3" sourceRef="charge" targetRef="approve"/>
    <bpmn:userTask id="approve"><bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="approvers"/></bpmn:extensionElements></bpmn:userTask>
    <bpmn:sequenceFlow id="f4" sourceRef="approve" targetRef="end"/>
    <bpmn:endEvent id="end"/>
  </bpmn:process>
</bpmn:definitions>`;

const facts: Facts = { now: 1_893_456_000_000, answers: {}, library: { decision: () => undefined } };
const definition = { key: '1', id: 'bench', version: 1, hash: '0'.repeat(64), dialect: 'bpmn' } as const;

const first = (things: object): number => Number(Object.keys(things)[0]);

/** The four commands of a case; each looks at the state for what it acts on. */
const script: readonly ((state: CaseState) => Command)[] = [
  () => ({ type: 'CreateCase', definition, variables: { order: 'A-1', amount: 250 } }),
  ({ jobs }) => ({ type: 'CompleteJob', job: first(jobs), variables: { reserved: true } }),
  ({ jobs }) => ({ type: 'CompleteJob', job: first(jobs), variables: { charged: 250 } }),
  ({ userTasks }) => ({ type: 'CompleteUserTask', task: first(userTasks), variables: { approved: true } }),
];

const runCases = (executable: Executable): number => {
  const begin = performance.now();
  for (let index = 0; index < CASES; index += 1) {
    const state = initialState();
    for (const next of script) {
      const decision = decide(executable, new Draft(state), next(state), facts);
      if (decision.kind !== 'accepted') throw new Error(`Expected the command to be accepted, but ${JSON.stringify(decision)}`);
    }
    if (state.status !== 'completed') throw new Error(`Expected the case to be completed, but it is ${state.status}`);
  }
  return ((performance.now() - begin) * 1000) / (CASES * script.length);
};

const compilation = await compileBpmn(xml, feelEngine);
const executable = compilation.ok ? compilation.definitions[0]?.executable : undefined;
if (executable === undefined) throw new Error('Expected the benchmark process to compile, but it does not');
for (let round = 1; round <= ROUNDS; round += 1)
  console.log(`round ${round}: ${runCases(executable).toFixed(2)} µs per command (${CASES} cases of ${script.length} commands)`);
