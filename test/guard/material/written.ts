/** Scripts written by hand, each with a small model of its own; the script's name is the id of the process. */
import { definitions } from '../../case/bpmn-xml.ts';
import type { Command, JsonObject } from '../recording.ts';
import { deploy, inTurn, startOfTime, type Material } from './material.ts';

export interface Written {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly commands: readonly Command[];
}

/** `commands` by the id of the process; the model is deployed before. */
export const bpmn = (name: string, content: string, commands: (id: string) => readonly Command[], roots = ''): Written => {
  const xml = definitions(`<bpmn:process id="${name}" isExecutable="true">${content}</bpmn:process>${roots}`);
  return { name, files: { [`${name}.bpmn`]: xml }, commands: [deploy(`${name}.bpmn`), ...commands(name)] };
};

export const statechart = (name: string, chart: JsonObject, commands: (id: string) => readonly Command[]): Written => ({
  name,
  files: { [`${name}.statechart.json`]: JSON.stringify({ id: name, ...chart }) },
  commands: [deploy(`${name}.statechart.json`), ...commands(name)],
});

export const withFiles = ({ name, files, commands }: Written, more: Readonly<Record<string, string>>): Written => ({ name, files: { ...files, ...more }, commands });

export const written = (title: string, scripts: readonly Written[]): Material => ({
  title,
  files: Object.fromEntries(scripts.flatMap(({ files }) => Object.entries(files))),
  scripts: scripts.map(({ name, commands }) => ({ name, now: startOfTime, choose: inTurn(commands) })),
});
