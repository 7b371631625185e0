/**
 * `npx tsx test/guard/compose.ts [NAME …]`: makes recordings from the material anew, scripts and models included.
 * What is recorded is what the engine does now: look at the difference before you commit it.
 */
import { ok } from 'node:assert/strict';
import { materials } from './material/index.ts';
import { openApp } from './open-app.ts';
import { Play, scriptOf } from './play.ts';
import { playTogether } from './play-together.ts';
import { writeRecording } from './recording.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(materials, name));
ok(unknown === undefined, `Expected one of ${Object.keys(materials).join(', ')}, but it is '${unknown}'`);

for (const [name, material] of Object.entries(materials)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { title, files, scripts, scriptMax = Infinity } = await material();
  const app = await openApp();
  const plays = scripts.map(({ choose, ...start }) => new Play(start, files, choose));
  await playTogether(app, plays);
  await app.close();
  const kept = plays.filter(({ steps }) => JSON.stringify(steps).length <= scriptMax);
  const deployed = new Set(kept.flatMap(({ steps }) => steps.flatMap(({ do: command }) => ('deploy' in command ? command.deploy : []))));
  writeRecording(name, { title, files: Object.fromEntries(Object.entries(files).filter(([file]) => deployed.has(file))), scripts: kept.map(scriptOf) });
  console.log(`${name}: ${kept.length} of ${plays.length} scripts, ${kept.reduce((sum, { steps }) => sum + steps.length, 0)} commands`);
}
