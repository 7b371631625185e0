/** The commands that speak to a running server. */
import { Command } from 'commander';
import { keyArgument, keyOrFileArgument, wholeNumber } from './arguments.ts';
import { Client, type ClientOptions } from './client.ts';
import { login, logout, whoami, type SigningIn } from './command/sign-in.ts';
import { ask } from './prompt.ts';
import { sessionsFile, StoredSessions } from './stored-sessions.ts';
import { access, type AccessOptions } from './command/access.ts';
import { cancel, cases, close, showCase, incidents, resolve, type CasesOptions } from './command/cases.ts';
import { comment } from './command/comment.ts';
import { complete } from './command/complete.ts';
import { deploy } from './command/deploy.ts';
import { erase } from './command/erase.ts';
import { exportCase } from './command/export-case.ts';
import { history } from './command/history.ts';
import { message, type MessageOptions } from './command/message.ts';
import { sendEvent } from './command/send-event.ts';
import { signal } from './command/signal.ts';
import { start } from './command/start.ts';
import { claim, form, unclaim } from './command/task-work.ts';
import { tasks, type TasksOptions } from './command/tasks.ts';
import { verify, type VerifyOptions } from './command/verify.ts';
import { createOutput, type Output } from './output.ts';

interface Common {
  readonly json?: boolean;
  readonly url?: string;
  readonly actor?: string;
}

type Action = (client: Client, output: Output) => Promise<void>;

/** An empty variable counts as not set. */
const defaultUrl = ({ ACTA_URL, PORT }: NodeJS.ProcessEnv): string => {
  if (ACTA_URL !== undefined && ACTA_URL !== '') return ACTA_URL;
  return `http://localhost:${PORT === undefined || PORT === '' ? '8080' : PORT}`;
};

/** An API key, or a local user with a password: none where the server asks nobody. */
const authorizationOf = ({ ACTA_API_KEY, ACTA_USER, ACTA_PASSWORD }: NodeJS.ProcessEnv): { readonly authorization?: string } => {
  if (ACTA_API_KEY !== undefined && ACTA_API_KEY !== '') return { authorization: `Bearer ${ACTA_API_KEY}` };
  if (ACTA_USER === undefined || ACTA_USER === '') return {};
  return { authorization: `Basic ${Buffer.from(`${ACTA_USER}:${ACTA_PASSWORD ?? ''}`, 'utf8').toString('base64')}` };
};

/** What the environment says goes before a session of `acta login`. */
const proofOf = (url: string, sessions: StoredSessions): Pick<ClientOptions, 'authorization' | 'cookie'> => {
  const given = authorizationOf(process.env);
  const session = given.authorization === undefined ? sessions.find(url) : undefined;
  return session === undefined ? given : { cookie: session.cookie };
};

/** The server that a command means, and how it prints. */
export const connectionOf = (command: Command): { readonly client: Client; readonly output: Output } => {
  const { json, url: given, actor } = command.optsWithGlobals<Common>();
  const url = given ?? defaultUrl(process.env);
  const proof = proofOf(url, new StoredSessions(sessionsFile(process.env)));
  return { client: new Client({ url, ...(actor === undefined ? {} : { actor }), ...proof }), output: createOutput(json === true) };
};

type SigningAction = (client: Client, output: Output, signing: SigningIn) => Promise<void>;

/** `isNew`: without the session that is there. */
const runSigning = async (command: Command, action: SigningAction, isNew = false): Promise<void> => {
  const { json, url: given, actor } = command.optsWithGlobals<Common>();
  const url = given ?? defaultUrl(process.env);
  const sessions = new StoredSessions(sessionsFile(process.env));
  const client = new Client({ url, ...(actor === undefined ? {} : { actor }), ...(isNew ? {} : proofOf(url, sessions)) });
  await action(client, createOutput(json === true), { url, sessions, ask, password: process.env['ACTA_PASSWORD'] || undefined });
};

const run = (command: Command, action: Action): Promise<void> => runSigning(command, action);

/** Ends the session that is kept, and not what the environment says. */
const runLogout = async (command: Command): Promise<void> => {
  const { json, url: given } = command.optsWithGlobals<Common>();
  const url = given ?? defaultUrl(process.env);
  const sessions = new StoredSessions(sessionsFile(process.env));
  const session = sessions.find(url);
  await logout(new Client({ url, ...(session === undefined ? {} : { cookie: session.cookie }) }), createOutput(json === true), { url, sessions });
};

const variablesOption = ['--variables <json>', 'a JSON object, @file with one, or @- for standard input'] as const;
const limitOption = ['--limit <number>', 'at most so many (default: 100 for people, all with --json)', wholeNumber] as const;
const hourMs = 3_600_000;

const notes = `
Examples:
  acta serve
  acta check definitions/contract && acta deploy definitions/contract
  acta start procurement --variables '{"requester":"li"}'
  acta tasks --group purchasing
  acta --actor li --json tasks --mine --group finance
  acta --actor li complete 16777222 --variables @requisition.json
  acta history 16777216 && acta verify 16777216

Environment:
  PORT          of the server, for all commands (default 8080)
  ACTA_URL      address of the server, for all commands but serve and work
  ACTA_API_KEY  an API key that proves who asks, or
  ACTA_USER     and ACTA_PASSWORD of a local user; with neither the session of acta login, else the commands are anonymous
  ACTA_SIGN_IN  local: people sign in with passwords (default: whoever uses this machine may do everything)
  ACTA_OIDC_ISSUER, ACTA_OIDC_CLIENT_ID, ACTA_OIDC_CLIENT_SECRET   a sign-in provider
  ACTA_HOST     interface that serve listens on (default: localhost, this machine only; others need sign-in)
  ACTA_ALLOWED_HOSTS  names under which clients reach the server, beside localhost and addresses in digits
  ACTA_PUBLIC_URL     address at which browsers find its pages, if it is another
  ACTA_MONITORING     host and port of /health/live, /health/ready and /metrics (default: none), e.g. 0.0.0.0:9464
  ACTA_LOG_FORMAT     json or text; ACTA_LOG_LEVEL  debug, info, warn or error
  ACTA_TIME_ZONE      time zone of the installation, e.g. Asia/Shanghai (default: this machine's)
  ACTA_DATA     folder of the embedded database (default ./data)
  DATABASE_URL  a Postgres, as a login that is in role acta_app only, and
  REDIS_URL     a Redis, for several servers and workers; without both all runs in one process
  ACTA_MIGRATE_URL    the same Postgres as its owner, for migrate; serve and work migrate, too, when it is set
  ACTA_ERASE_URL      the same Postgres as a login that is in role acta_eraser, for a server that may erase
  ACTA_SEARCH_TIMEOUT seconds after which a search is ended (default 10)
  ACTA_COMPILE_TIMEOUT  seconds that a deployment may be compiled (default 10); ACTA_COMPILE_MEMORY  megabytes (default 512)
  ACTA_LOG_FOLDER     keys that sign the log, and what they have signed (default ACTA_DATA/log); ACTA_LOG_KEY  one key, as a PEM file
  ACTA_LOG_ORIGIN     name of the log (default: that of the journal); another one begins a new log
  ACTA_WITNESSES      keys of those who cosign, with commas between them; ACTA_TIME_STAMP_URL  an authority of RFC 3161
  ACTA_ANONYMOUS_TASKS  refuse: nobody who is anonymous may do tasks (default: allow)
  ACTA_ALLOW_OWNER    true: DATABASE_URL may be a login that could change the journal`;

export const createProgram = (version: string): Command => {
  const program = new Command('acta')
    .description('Operational procedures as BPMN and statecharts, on a record that is the state')
    .version(version)
    .option('--json', 'print JSON for machines')
    .option('--url <address>', 'address of the server (default: ACTA_URL, else http://localhost:PORT)')
    .option('--actor <id>', 'who acts; recorded with every command')
    .addHelpText('after', notes)
    .showHelpAfterError("(see 'acta --help')")
    .exitOverride();
  addCommandsOfSigningIn(program);
  addCommandsOfWork(program);
  addCommandsOfTasks(program);
  addCommandsOfCases(program);
  addCommandsOfRecord(program);
  return program;
};

const addCommandsOfSigningIn = (program: Command): void => {
  program.command('login').argument('[user]', 'name of a local user').description('sign in with a password; the session is kept for the next commands, in a file for you only')
    .action((user: string | undefined, _options, command: Command) => runSigning(command, (client, output, signing) => login(client, output, user, signing), true));
  program.command('logout').description('end the session of acta login')
    .action((_options, command: Command) => runLogout(command));
  program.command('whoami').description('whom the server takes you for, and what you may')
    .action((_options, command: Command) => run(command, whoami));
};

const addCommandsOfWork = (program: Command): void => {
  program.command('deploy <file-or-folder...>').description('deploy .bpmn, .dmn, .form and .statechart.json files, or all of a folder, together')
    .action((files: string[], _options, command: Command) => run(command, (client, output) => deploy(client, output, files)));
  program.command('start <id>').description('start a case of a definition')
    .option(...variablesOption)
    .option('--definition-version <number>', 'version of the definition (default: the latest)', wholeNumber)
    .option('--business-id <id>', 'your own id of the case')
    .action((id: string, options, command: Command) => run(command, (client, output) => start(client, output, id, options)));
  program.command('message <name>').description('publish a message')
    .option('--correlation-key <key>', 'which case it is for')
    .option(...variablesOption)
    .option('--ttl <ms>', 'how long it waits for a case', wholeNumber, hourMs)
    .action((name: string, options: MessageOptions, command: Command) => run(command, (client, output) => message(client, output, name, options)));
  program.command('signal <name>').description('broadcast a signal to all cases that wait for it')
    .option(...variablesOption)
    .action((name: string, options, command: Command) => run(command, (client, output) => signal(client, output, name, options)));
  program.command('event').description('send an event to a statechart case; without one: list what it accepts')
    .argument('<case>', 'key of the case', keyArgument).argument('[event]', 'name of the event')
    .option(...variablesOption)
    .action((key: string, event: string | undefined, options, command: Command) =>
      run(command, (client, output) => sendEvent(client, output, { key, event }, options)));
};

const addCommandsOfTasks = (program: Command): void => {
  const each = (group: string, groups: readonly string[] = []): string[] => [...groups, group];
  program.command('tasks').description('list open tasks')
    .option('--mine', 'tasks of --actor, and those that are free for --actor or one of the groups')
    .option('--assignee <user>', 'tasks of this person')
    .option('--group <group>', 'tasks that this group may take (may be repeated)', each)
    .option('--case <key>', 'tasks of this case', keyArgument)
    .option(...limitOption)
    .action((options: TasksOptions, command: Command) => run(command, (client, output) => tasks(client, output, options)));
  const ofTask = (name: string, description: string): Command => program.command(name).argument('<task>', 'key of the task', keyArgument).description(description);
  ofTask('form', 'what a task asks for, and the values it sees')
    .action((key: string, _options, command: Command) => run(command, (client, output) => form(client, output, key)));
  ofTask('claim', 'take a task that nobody has')
    .option('--for <user>', 'who takes it (default: --actor)')
    .action((key: string, options, command: Command) => run(command, (client, output) => claim(client, output, key, options)));
  ofTask('unclaim', 'give a task back')
    .action((key: string, _options, command: Command) => run(command, (client, output) => unclaim(client, output, key)));
  ofTask('complete', 'complete a user task')
    .option(...variablesOption)
    .action((key: string, options, command: Command) => run(command, (client, output) => complete(client, output, key, options)));
};

const addCommandsOfCases = (program: Command): void => {
  program.command('cases').description('list cases, the newest first')
    .option('--definition <id>', 'cases of this definition')
    .option('--state <state>', 'active, completed or terminated')
    .option('--business-id <id>', 'cases with this id of your own')
    .option('--incidents', 'only those with an incident')
    .option(...limitOption)
    .action((options: CasesOptions, command: Command) => run(command, (client, output) => cases(client, output, options)));
  program.command('case').argument('<case>', 'key of the case', keyArgument).description('where a case stands: its tasks, who has called it, and what it has called')
    .action((key: string, _options, command: Command) => run(command, (client, output) => showCase(client, output, key)));
  program.command('comment').argument('<case>', 'key of the case', keyArgument).argument('<text>', 'what you say').description('say something of a case; it stands on its record')
    .action((key: string, text: string, _options, command: Command) => run(command, (client, output) => comment(client, output, key, text)));
  program.command('cancel').argument('<case>', 'key of the case', keyArgument).description('end a case early')
    .action((key: string, _options, command: Command) => run(command, (client, output) => cancel(client, output, key)));
  program.command('close').argument('<case>', 'key of the case', keyArgument).description('end a case whose record is broken, which takes no other command')
    .requiredOption('--because <text>', 'why; stands in the record of the case')
    .action((key: string, { because }: { readonly because: string }, command: Command) => run(command, (client, output) => close(client, output, key, because)));
  program.command('erase').argument('<case>', 'key of the case', keyArgument).description('take away the values of a case that has ended; its records stand')
    .requiredOption('--because <text>', 'why; kept with the erasure')
    .action((key: string, { because }: { readonly because: string }, command: Command) => run(command, (client, output) => erase(client, output, key, because)));
  program.command('incidents').description('list what keeps cases from going on')
    .option('--case <key>', 'those of this case', keyArgument)
    .option(...limitOption)
    .action((options, command: Command) => run(command, (client, output) => incidents(client, output, options)));
  program.command('resolve').argument('<incident>', 'key of the incident', keyArgument).description('try again what an incident had stopped')
    .option('--retries <number>', 'that its job has at least from now on (default: 1)', wholeNumber)
    .action((key: string, options, command: Command) => run(command, (client, output) => resolve(client, output, key, options)));
};

const addCommandsOfRecord = (program: Command): void => {
  program.command('history').argument('<case-or-file>', 'key of the case, or a file of acta export', keyOrFileArgument).description('every step of a case, from the journal or from a file')
    .action((key: string, _options, command: Command) => run(command, (client, output) => history(client, output, key)));
  program.command('access').description('list who signed in, was refused, and looked at which case, the newest first')
    .option('--who <id>', 'only this person or client')
    .option('--act <act>', 'only signIn, signInFailed, refusal, view or more')
    .option('--case <key>', 'only what is about this case', keyArgument)
    .option('--since <date>', 'only from this date and time on, e.g. 2027-01-31 or 2027-01-31T08:00:00Z')
    .option(...limitOption)
    .action((options: AccessOptions, command: Command) => run(command, (client, output) => access(client, output, options)));
  program.command('export').argument('<case>', 'key of the case', keyArgument).description('write a case as one file')
    .option('--out <file>', 'where to write it (default: case-KEY.acta)')
    .option('--withhold <variable...>', 'leave out the values of these variables; * for all. The rest verifies')
    .option('--force', 'replace a file that is there')
    .action((key: string, options, command: Command) => run(command, (client, output) => exportCase(client, output, key, options)));
  program.command('verify').argument('[case-or-file]', 'key of the case, or a file of acta export', keyOrFileArgument).description('verify the record of a case and decide every step again; of a file also that nothing is missing and since when it stands, without a server')
    .option('--trust <file>', 'JSON that says whose keys, witnesses and time stamps count; never part of the file')
    .option('--head <hash>', 'a head that was written down earlier: the case must have it')
    .option('--all', 'the whole journal: cases, messages, signals, deployments, the directory, who came and the rest')
    .option('--from <stream>', 'with --all: go on after this stream', keyArgument)
    .action((keyOrFile: string | undefined, options: VerifyOptions, command: Command) => run(command, (client, output) => verify(client, output, keyOrFile, options)));
};
