/** The commands that speak to a running server. */
import { Command } from 'commander';
import { Client } from './client.ts';
import { complete } from './command/complete.ts';
import { deploy } from './command/deploy.ts';
import { exportCase } from './command/export-case.ts';
import { history } from './command/history.ts';
import { message } from './command/message.ts';
import { sendEvent } from './command/send-event.ts';
import { start } from './command/start.ts';
import { tasks } from './command/tasks.ts';
import { verify } from './command/verify.ts';
import { createOutput, type Output } from './output.ts';

interface Common {
  readonly json?: boolean;
  readonly url?: string;
  readonly actor?: string;
}

type Action = (client: Client, output: Output) => Promise<void>;

const defaultUrl = (): string => process.env['ACTA_URL'] ?? `http://localhost:${process.env['PORT'] ?? '8080'}`;

const run = async (command: Command, action: Action): Promise<void> => {
  const { json, url, actor } = command.optsWithGlobals<Common>();
  const client = new Client({ url: url ?? defaultUrl(), ...(actor === undefined ? {} : { actor }) });
  await action(client, createOutput(json === true));
};

const variablesOption = ['--variables <json>', 'a JSON object, or @file with one'] as const;

export const createProgram = (): Command => {
  const program = new Command('acta')
    .description('Operational procedures as BPMN and statecharts, on a record that is the state')
    .option('--json', 'print JSON for machines')
    .option('--url <address>', 'address of the server (default: ACTA_URL, else http://localhost:PORT)')
    .option('--actor <id>', 'who acts; recorded with every command')
    .showHelpAfterError('(see acta --help)')
    .exitOverride();

  program.command('deploy <file...>').description('deploy .bpmn, .dmn, .form and .statechart.json files together')
    .action((files: string[], _options, command: Command) => run(command, (client, output) => deploy(client, output, files)));
  program.command('start <id>').description('start a case of a definition')
    .option(...variablesOption)
    .option('--definition-version <number>', 'version of the definition (default: the latest)')
    .option('--business-id <id>', 'your own id of the case')
    .action((id: string, options, command: Command) => run(command, (client, output) => start(client, output, id, options)));
  program.command('tasks').description('list open tasks')
    .option('--assignee <user>', 'tasks of this person')
    .option('--group <group>', 'tasks that this group may take')
    .option('--case <key>', 'tasks of this case')
    .action((options, command: Command) => run(command, (client, output) => tasks(client, output, options)));
  program.command('complete <task>').description('complete a user task')
    .option(...variablesOption)
    .action((key: string, options, command: Command) => run(command, (client, output) => complete(client, output, key, options)));
  program.command('message <name>').description('publish a message')
    .option('--correlation-key <key>', 'which case it is for')
    .option(...variablesOption)
    .option('--ttl <ms>', 'how long it waits for a case (default: an hour)')
    .action((name: string, options, command: Command) => run(command, (client, output) => message(client, output, name, options)));
  program.command('event <case> <event>').description('send an event to a statechart case')
    .option(...variablesOption)
    .action((key: string, event: string, options, command: Command) =>
      run(command, (client, output) => sendEvent(client, output, { key, event }, options)));
  program.command('history <case>').description('every step of a case, from the journal')
    .action((key: string, _options, command: Command) => run(command, (client, output) => history(client, output, key)));
  program.command('export <case>').description('write a case as one file')
    .option('--out <file>', 'where to write it')
    .action((key: string, options, command: Command) => run(command, (client, output) => exportCase(client, output, key, options)));
  program.command('verify <case-or-file>').description('verify the record of a case, and decide every step again')
    .action((keyOrFile: string, _options, command: Command) => run(command, (client, output) => verify(client, output, keyOrFile)));
  return program;
};
