/** The thread's side: compiles one thing after the other, and asks for what only the process can know. */
import { parentPort } from 'node:worker_threads';
import { compileResources, type DeployedBefore } from '../library/deployable.ts';
import { compileModels } from '../library/models.ts';
import type { Answer, FromThread, Question, Task, ToThread } from './messages.ts';

if (parentPort === null) throw new Error('Expected to run in a thread of its own, but this is the main thread');
const port = parentPort;
const say = (message: FromThread): void => port.postMessage(message);

/** A compilation asks one thing at a time. */
let answered: ((answer: Answer) => void) | undefined;

const ask = async (question: Question): Promise<Answer> => {
  say({ type: 'question', question });
  return new Promise((resolve) => {
    answered = resolve;
  });
};

const deployed: DeployedBefore = {
  decisionFiles: async (...parameters) => (await ask({ about: 'decisionFiles', parameters })) as Awaited<ReturnType<DeployedBefore['decisionFiles']>>,
  ids: async (...parameters) => (await ask({ about: 'ids', parameters })) as Awaited<ReturnType<DeployedBefore['ids']>>,
};

const compile = (task: Task) => (task.type === 'models' ? compileModels(task.source, task.dialect) : compileResources(task.resources, deployed));

port.on('message', (message: ToThread) => {
  if (message.type === 'answer') answered?.(message.answer);
  else compile(message).then((compiled) => say({ type: 'compiled', compiled }), (error: unknown) => say({ type: 'failed', error }));
});
say({ type: 'ready' });
