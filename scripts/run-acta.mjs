import { ensureBuilt } from './ensure-built.mjs';

/**
 * Runs the command `acta` in this process, so that signals reach it directly; builds it first when needed.
 *
 * @param {readonly string[]} parameters the command line after `acta`
 */
export async function runActa(parameters) {
  try {
    await ensureBuilt({ web: parameters[0] === 'serve' });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
    return;
  }
  const main = new URL('../dist/cli/main.js', import.meta.url);
  process.argv = [process.argv[0], 'acta', ...parameters];
  await import(main.href);
}
