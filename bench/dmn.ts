/** How long decision tables take: `npx tsx bench/dmn.ts`. Prints microseconds of CPU time per evaluation. */
import { decisionXml, definitionsXml, tableXml, type TableFixture } from '../test/harness/decision-xml.ts';
import { compileDecisions, evaluateDecision } from '../engine/dmn/index.ts';
import type { Json } from '../engine/json/json.ts';
import { feelEngine } from '../engine/feel/index.ts';

const NOW = 1_750_000_000_000;

/** 30 rules over text, two numbers and a boolean; the last rule matches, so every rule is looked at. */
const thirtyRules: TableFixture = {
  hitPolicy: 'UNIQUE',
  inputs: [
    { text: 'department', type: 'string' },
    { text: 'amount', type: 'number' },
    { text: 'risk', type: 'number' },
    { text: 'approved', type: 'boolean' },
  ],
  outputs: [{ name: 'route', type: 'string' }],
  rules: Array.from({ length: 30 }, (_unused, index) => [
    `"dept${index % 5}","sales"`, `[${index * 100}..${index * 100 + 100})`, `> ${index % 7}`, index % 2 === 0 ? '-' : 'true', `"route ${index}"`,
  ]),
};

/** 1,000 rules that ask for one of 500 products and one of two countries. */
const thousandRules: TableFixture = {
  hitPolicy: 'FIRST',
  inputs: [{ text: 'product', type: 'string' }, { text: 'country', type: 'string' }, { text: 'quantity', type: 'number' }],
  outputs: [{ name: 'price', type: 'number' }],
  rules: Array.from({ length: 1_000 }, (_unused, index) => [`"product ${index >> 1}"`, index % 2 === 0 ? '"CN"' : '"DE"', '>= 1', String(index)]),
};

function measure(name: string, table: TableFixture, inputs: { readonly [name: string]: Json }): void {
  const xml = definitionsXml(decisionXml('decision', tableXml(table)));
  const started = process.cpuUsage();
  const compilation = compileDecisions(xml, feelEngine);
  const compiled = process.cpuUsage(started);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
  const { model } = compilation;
  const run = (times: number): void => {
    for (let time = 0; time < times; time += 1) evaluateDecision(model, 'decision', inputs, { now: NOW });
  };
  const { output, failure } = evaluateDecision(model, 'decision', inputs, { now: NOW });
  if (output === null) throw new Error(`Expected '${name}' to match, but it does not: ${failure?.message ?? ''}`);
  run(5_000);
  const samples = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    run(5_000);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 5_000;
  });
  const best = Math.min(...samples);
  const compileMs = (compiled.user + compiled.system) / 1_000;
  const worst = Math.max(...samples);
  console.log(`${name.padEnd(34)} ${best.toFixed(1)} µs per evaluation (${worst.toFixed(1)} at worst), compiled in ${compileMs.toFixed(1)} ms`);
}

measure('30 rules, 4 inputs', thirtyRules, { department: 'sales', amount: 2_950, risk: 9, approved: true });
measure('1,000 rules, 3 inputs, indexed', thousandRules, { product: 'product 499', country: 'DE', quantity: 3 });
