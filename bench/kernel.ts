/**
 * What the kernel costs without any I/O: microseconds per command of a case with two jobs and a user
 * task, including the fold of its events, as a BPMN process and as a statechart. The two take turns, and the median of
 * many short rounds counts, so that a busy machine slows both alike. Run with `npx tsx bench/kernel.ts`.
 */
import { compileBpmn } from '../engine/bpmn/index.ts';
import { caseStream, initialState, type CaseState, type Command, type Compilation, type DefinitionRef, type Executable } from '../engine/case/index.ts';
import { feelEngine } from '../engine/feel/index.ts';
import { compileStatechart } from '../engine/statechart/index.ts';
import { decideOn, engineActor, type Facts, type Ordinal } from '../engine/stream/index.ts';

const CASES = 1_000;
const ROUNDS = 40;

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

const chart = {
  id: 'bench',
  initial: 'reserve',
  states: {
    reserve: { invoke: { job: { type: 'reserve' }, onDone: 'charge' } },
    charge: { invoke: { job: { type: 'charge' }, onDone: 'approve' } },
    approve: { invoke: { userTask: { candidateGroups: ['approvers'] }, onDone: 'end' } },
    end: { type: 'final' },
  },
};

const facts: Facts = {
  stream: 1n << 24n,
  order: { id: '1', actor: engineActor },
  now: 1_893_456_000_000,
  zone: 'UTC',
  library: { decision: () => undefined },
  answer: () => undefined,
};

const first = (things: CaseState['jobs'] | CaseState['userTasks']): Ordinal => things.entries()[0]?.[0] ?? 0;

/** The four commands of a case; each looks at the state for what it acts on. */
const script = (dialect: DefinitionRef['dialect']): readonly ((state: CaseState) => Command)[] => [
  () => ({ type: 'CreateCase', definition: { key: '1', id: 'bench', version: 1, hash: '0'.repeat(64), dialect }, variables: { order: 'A-1', amount: 250 } }),
  ({ jobs }) => ({ type: 'CompleteJob', job: first(jobs), variables: { reserved: true } }),
  ({ jobs }) => ({ type: 'CompleteJob', job: first(jobs), variables: { charged: 250 } }),
  ({ userTasks }) => ({ type: 'CompleteUserTask', task: first(userTasks), variables: { approved: true } }),
];

const runCases = (model: Executable): number => {
  const commands = script(model.dialect.name);
  const begin = performance.now();
  for (let index = 0; index < CASES; index += 1) {
    const state = initialState();
    for (const next of commands) {
      const decision = decideOn(caseStream, { state, model, command: next(state) }, facts);
      if (decision.kind !== 'accepted') throw new Error(`Expected the command to be accepted, but ${JSON.stringify(decision)}`);
    }
    if (state.status !== 'completed') throw new Error(`Expected the case to be completed, but it is ${state.status}`);
  }
  return ((performance.now() - begin) * 1000) / (CASES * commands.length);
};

const executableOf = (compilation: Compilation): Executable => {
  const executable = compilation.ok ? compilation.definitions[0]?.executable : undefined;
  if (executable === undefined) throw new Error('Expected the benchmark definition to compile, but it does not');
  return executable;
};

const bpmn = executableOf(await compileBpmn(xml, feelEngine));
const statechart = executableOf(await compileStatechart(JSON.stringify(chart), feelEngine));
const rounds = Array.from({ length: ROUNDS }, () => ({ process: runCases(bpmn), chart: runCases(statechart) }));

const show = (what: string, times: readonly number[]): number => {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  console.log(`${what}: ${median.toFixed(2)} µs per command (median of ${ROUNDS} rounds of ${CASES} cases; best ${sorted[0]?.toFixed(2)})`);
  return median;
};

const [process, states] = [show('BPMN', rounds.map((round) => round.process)), show('statechart', rounds.map((round) => round.chart))];
console.log(`a statechart's step costs ${(states / process).toFixed(2)} times a BPMN step`);
