import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { cpuSecondsOfTree } from './cpu-time.ts';

/** Uses 0.3 s of CPU, however long that takes. */
const burn = `while (process.cpuUsage().user < 300_000);`;

/** A shell that has waited for its child, says so, and stays until its input ends. */
const shellAfter = async (command: string) => {
  const shell = spawn('/bin/sh', ['-c', `${command}; echo over; read word`], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(shell.stdout, 'data');
  return { pid: shell.pid!, end: () => { shell.stdin.end(); return once(shell, 'exit'); } };
};

describe('CPU time of a tree of processes', () => {
  it('holds what a child has used that has ended', async () => {
    const shell = await shellAfter(`"${process.execPath}" -e '${burn}'`);

    const seconds = cpuSecondsOfTree(shell.pid);

    await shell.end();
    expect(seconds).toBeGreaterThanOrEqual(0.3);
  });

  it('holds what a grandchild has used that still runs', async () => {
    const program = `${burn} console.log('over'); process.stdin.resume();`;
    const shell = spawn('/bin/sh', ['-c', `"${process.execPath}" -e "${program}"; exit`], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(shell.stdout, 'data');

    const seconds = cpuSecondsOfTree(shell.pid!);

    shell.stdin.end();
    await once(shell, 'exit');
    expect(seconds).toBeGreaterThanOrEqual(0.3);
  });

  it('holds nothing of others', async () => {
    const [busy, idle] = await Promise.all([shellAfter(`"${process.execPath}" -e '${burn}'`), shellAfter(':')]);

    const seconds = cpuSecondsOfTree(idle.pid);

    await Promise.all([busy.end(), idle.end()]);
    expect(seconds).toBeLessThan(0.3);
  });

  it('is not that of a process that has ended', async () => {
    const shell = await shellAfter(':');
    await shell.end();

    expect(() => cpuSecondsOfTree(shell.pid)).toThrow(`Expected process ${shell.pid} to run while it is measured, but it has ended`);
  });
});
