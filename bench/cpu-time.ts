/** CPU time of a process and everything below it, from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ, the unit of /proc/PID/stat: 100 on every architecture of Linux that Node runs on. */
const ticksPerSecond = 100;

interface Times {
  readonly parent: number;
  /** User and system, its own and that of the children it has waited for. */
  readonly ticks: number;
}

const timesOf = (pid: number): Times | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; what follows it is regular: state, ppid, …, utime, stime, cutime, cstime.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
    return { parent: fields[1] ?? 0, ticks: fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) };
  } catch {
    return undefined;
  }
};

const processIds = (): number[] => {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch (error) {
    throw new Error('Expected /proc to tell the CPU time of processes, but this system has none', { cause: error });
  }
};

/**
 * User and system seconds of the tree of processes below `root`, itself included. What a child has used
 * passes to its parent when it has ended and was waited for, so nothing is lost of a tree whose root lives.
 */
export const cpuSecondsOfTree = (root: number): number => {
  const processes = new Map(processIds().flatMap((pid) => {
    const times = timesOf(pid);
    return times === undefined ? [] : [[pid, times] as const];
  }));
  if (!processes.has(root)) throw new Error(`Expected process ${root} to run while it is measured, but it has ended`);
  const isBelow = (pid: number): boolean => {
    for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  const ticks = [...processes].reduce((sum, [pid, times]) => (isBelow(pid) ? sum + times.ticks : sum), 0);
  return ticks / ticksPerSecond;
};
