/** CPU seconds of a process and its children, from /proc; where there is no /proc, NaN. */
import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

interface ProcessTimes {
  readonly parent: number;
  readonly seconds: number;
}

const readProcess = (pid: number): ProcessTimes | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; what follows it is regular.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
    return { parent: parent ?? 0, seconds: ((user ?? 0) + (system ?? 0)) / ticksPerSecond };
  } catch {
    return undefined;
  }
};

/** Without `children`: of the process alone. */
export const cpuSeconds = (root: number, children = true): number => {
  if (!children) return readProcess(root)?.seconds ?? Number.NaN;
  let names: string[];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return Number.NaN;
  }
  const processes = new Map(names.flatMap((name) => {
    const times = readProcess(Number(name));
    return times === undefined ? [] : [[Number(name), times] as const];
  }));
  const isBelow = (pid: number): boolean => {
    for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  return [...processes].reduce((sum, [pid, times]) => (isBelow(pid) ? sum + times.seconds : sum), 0);
};
