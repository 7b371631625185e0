/** From a command of a script to a request. */
import type { Request } from './open-app.ts';
import type { Command, RequestCommand } from './recording.ts';
import type { Subjects } from './subject.ts';

/** A request is about something that is not there. */
export class NoSuchSubject extends Error {}

type Sent = Exclude<Command, { wait: number }>;

const formBoundary = 'guard-form-boundary';

/** Of files, with the names that they have in the recording. */
const deploymentOf = (names: readonly string[], files: Readonly<Record<string, string>>): Request => {
  const parts = names.map((name) => {
    const content = files[name];
    if (content === undefined) throw new Error(`Expected a file '${name}' in the recording, but there is none`);
    return `--${formBoundary}\r\nContent-Disposition: form-data; name="resources"; filename="${name}"\r\n\r\n${content}\r\n`;
  });
  const headers = { 'content-type': `multipart/form-data; boundary=${formBoundary}` };
  return { method: 'POST', path: '/v2/deployments', headers, payload: `${parts.join('')}--${formBoundary}--\r\n` };
};

/** Header values are bytes; names of people are UTF-8. */
const actorOf = (by: string): string => Buffer.from(by, 'utf8').toString('latin1');

const keyed = ({ request, body, by, headers = {} }: RequestCommand, subjects: Subjects): Request => {
  const [, method, path] = /^([A-Z]+) (\S.*)$/.exec(request) ?? [];
  if (method === undefined || path === undefined) throw new Error(`Expected a request like 'POST /v2/…', but it is '${request}'`);
  const withKeys = path.replace(/\{([^}]+)\}/g, (_whole, name: string) => {
    const key = subjects.keyOf(name);
    if (key === undefined) throw new NoSuchSubject(`there is no '${name}'`);
    return key;
  });
  const all = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers, ...(by === undefined ? {} : { 'acta-actor': actorOf(by) }) };
  return { method, path: withKeys, headers: all, ...(body === undefined ? {} : { payload: JSON.stringify(body) }) };
};

/** @throws NoSuchSubject */
export const requestOf = (command: Sent, subjects: Subjects, files: Readonly<Record<string, string>>): Request =>
  'deploy' in command ? deploymentOf(command.deploy, files) : keyed(command, subjects);
