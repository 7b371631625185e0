/**
 * What FEEL costs: a typical condition compiled, parsing and compiling it, typical larger texts, and the
 * memory of a compiled text. Run with `node --expose-gc --import tsx bench/feel.ts` to see the memory.
 */
import { BUILTIN_NAMES } from '../engine/feel/builtin/index.ts';
import type { Json } from '../engine/json/json.ts';
import { feelEngine, type FeelProgram } from '../engine/feel/index.ts';
import { parse } from '../engine/feel/parser.ts';
import { programOf } from '../engine/feel/program.ts';

const CONDITION = 'amount > 10000 and department = "sales"';
const CONTEXT = { now: 1_700_000_000_000 };
const VARIABLES: Readonly<Record<string, Json>> = {
  amount: 12_000.5,
  department: 'sales',
  order: { items: Array.from({ length: 1000 }, (_, index) => ({ sku: `S${index}`, price: index % 97, quantity: 2 })) },
};
const SCOPE = { get: (name: string) => VARIABLES[name] };

function compiled(text: string): FeelProgram {
  const compilation = feelEngine.compile(text);
  if (!compilation.ok) throw new Error(`Expected '${text}' to compile, but: ${compilation.errors[0]?.message}`);
  return compilation.program;
}

/** Microseconds of CPU time per operation, the best of five rounds. */
function measure(operation: () => unknown, times: number): number {
  for (let i = 0; i < times / 5; i += 1) operation();
  const rounds = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    for (let i = 0; i < times; i += 1) operation();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / times;
  });
  return Math.min(...rounds);
}

function report(name: string, microseconds: number, most?: number): void {
  const verdict = most === undefined ? '' : microseconds <= most ? `  (at most ${most}: met)` : `  (at most ${most}: MISSED)`;
  console.log(`${name.padEnd(58)} ${microseconds.toFixed(3).padStart(10)} µs${verdict}`);
}

function parsedAndCompiled(text: string): FeelProgram {
  return programOf(text, 'expression', parse(text, 'expression', [BUILTIN_NAMES]));
}

const run = (text: string): (() => unknown) => {
  const program = compiled(text);
  return () => program.run(SCOPE, CONTEXT);
};

report(`run: ${CONDITION}`, measure(run(CONDITION), 100_000), 3);
const many = Array.from({ length: 1_000 }, (_, index) => compiled(`amount > ${index} and department = "sales ${index}"`));
let turn = 0;
report('run: a thousand such conditions in turn', measure(() => many[(turn += 1) % many.length]?.run(SCOPE, CONTEXT), 100_000), 3);
report('run: amount * 1.19 + 5', measure(run('amount * 1.19 + 5'), 50_000));
report('run: order.items[3].price', measure(run('order.items[3].price'), 500));
report('run: count(order.items[price > 50]) over 1000 items', measure(run('count(order.items[price > 50])'), 200));
report('run: sum(for i in order.items return …) over 1000 items', measure(run('sum(for i in order.items return i.price * i.quantity)'), 200));
report('run: date("2024-02-29") + duration("P1M") > today()', measure(run('date("2024-02-29") + duration("P1M") > today()'), 20_000));
report(`parse and compile: ${CONDITION}`, measure(() => parsedAndCompiled(CONDITION), 10_000), 150);
const LONG = `if ${CONDITION} then {level: "high", approvers: for a in order.items[price > 90] return a.sku} else null`;
report(`parse and compile: ${LONG.length} characters`, measure(() => parsedAndCompiled(LONG), 5_000));
report('compile from the cache', measure(() => feelEngine.compile(CONDITION), 50_000));

if (globalThis.gc) {
  const kept: FeelProgram[] = [];
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 10_000; i += 1) kept.push(parsedAndCompiled(`amount > ${i} and department = "sales ${i}"`));
  globalThis.gc();
  console.log(`memory per compiled condition: ${Math.round((process.memoryUsage().heapUsed - before) / kept.length)} bytes`);
}
