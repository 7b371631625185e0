/**
 * The command `acta`. `serve`, `work`, `migrate` and `rebuild` are processes over a database of their own, `check` needs none; every other
 * command speaks to a running server. What processes are made of is imported when one is wanted: loading
 * databases, queues and servers takes longer than most commands.
 */
import { CommanderError, type Command } from 'commander';
import { wholeNumber } from './arguments.ts';
import { productVersion } from '../runtime/package-root.ts';
import { RequestError } from './client.ts';
import { createOutput } from './output.ts';
import type { UserOptions } from './process/user.ts';
import type { RebuildOptions } from './process/rebuild.ts';
import type { ServeOptions } from './process/serve.ts';
import type { WorkOptions } from './process/work.ts';
import { connectionOf, createProgram } from './program.ts';
import { runUntilStopped } from './shutdown.ts';

const addProcesses = (program: Command): void => {
  const collect = (file: string, files: readonly string[] = []): string[] => [...files, file];
  const handlers = ['--handlers <file>', 'module with handlers for service jobs (may be repeated)', collect] as const;
  program
    .command('serve')
    .description('run the server; with DATABASE_URL and REDIS_URL over these, else everything in this process')
    .option(...handlers)
    .option('--no-workers', "leave jobs, timers and messages to processes of 'acta work'")
    .action((options: ServeOptions) => runUntilStopped(async (shutdown) => (await import('./process/serve.ts')).serve(options, shutdown)));
  program
    .command('work')
    .description('run workers over DATABASE_URL and REDIS_URL')
    .option(...handlers)
    .action((options: WorkOptions) => runUntilStopped(async (shutdown) => (await import('./process/work.ts')).work(options, shutdown)));
  program
    .command('check <file-or-folder...>')
    .description('compile files without deploying them: all that is wrong or doubtful, with the place')
    .action(async (paths: string[]) => (await import('./process/check.ts')).check(createOutput(program.opts()['json'] === true), paths));
  program
    .command('migrate')
    .description('bring the Postgres of ACTA_MIGRATE_URL up to date, as its owner')
    .action(async () => (await import('./process/migrate.ts')).migrate(createOutput(program.opts()['json'] === true)));
  program
    .command('user <name>')
    .description('create a user, or give one a new password and a role, in the database of ACTA_DATA or DATABASE_URL; the password is read from ACTA_PASSWORD')
    .option('--role <role...>', 'admin, owner, employee, auditor, operator or worker')
    .action(async (name: string, options: UserOptions) => (await import('./process/user.ts')).user(createOutput(program.opts()['json'] === true), name, options));
  program
    .command('witness')
    .description('follow the log of a server and cosign what is consistent with what was signed before; for a machine of somebody else')
    .requiredOption('--trust <key...>', 'public keys of the log, as its operator has given them')
    .requiredOption('--name <name>', 'of this witness, e.g. audit.example/w1')
    .option('--folder <folder>', 'its key, and the newest checkpoint that it has signed', './witness')
    .option('--every <seconds>', 'how often it looks', wholeNumber, 30)
    .action((options: { readonly trust: string[]; readonly name: string; readonly folder: string; readonly every: number }, command: Command) => {
      const { client, output } = connectionOf(command);
      return runUntilStopped(async (shutdown) => (await import('./process/witness.ts')).witness(output, client, { ...options, everySeconds: Math.max(1, options.every) }, shutdown));
    });
  const keys = program
    .command('keys')
    .description('the keys that sign the log, with their fingerprints, as they stand on the record')
    .action(async (_options, command: Command) => {
      const { client, output } = connectionOf(command);
      await (await import('./process/keys.ts')).keys(output, client);
    });
  keys.command('add').description('make another key in ACTA_LOG_FOLDER, which signs beside the others')
    .action(async (_options, command: Command) => {
      const { client, output } = connectionOf(command);
      await (await import('./process/keys.ts')).addKey(output, client);
    });
  keys.command('retire <id>').description('let a key of ACTA_LOG_FOLDER sign no more')
    .action(async (id: string, _options, command: Command) => {
      const { client, output } = connectionOf(command);
      await (await import('./process/keys.ts')).retireKey(output, client, id);
    });
  program
    .command('rebuild')
    .description('make what searches read again from the journal, in the database of ACTA_DATA or DATABASE_URL')
    .option('--check', 'change nothing: compare what searches read with the journal, and name what differs')
    .action(async (options: RebuildOptions) => (await import('./process/rebuild.ts')).rebuild(createOutput(program.opts()['json'] === true), options));
};

/** Our own errors say what was expected; any other is a bug, of ours or of a library, and shows where. */
const explain = (error: unknown, asJson: boolean): string => {
  if (asJson && error instanceof RequestError) return JSON.stringify(error.problem ?? { detail: error.message });
  if (!(error instanceof Error)) return String(error);
  const isForPeople = error instanceof RequestError || error.message.startsWith('Expected ');
  return isForPeople ? error.message : (error.stack ?? error.message);
};

/** Whoever reads the output may stop reading: `acta history KEY | head`. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const program = createProgram(productVersion());
addProcesses(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) process.stderr.write(`${explain(error, program.opts()['json'] === true)}\n`);
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
}
