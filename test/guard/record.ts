/**
 * `npm run guard:record [-- NAME …]`: plays the stored scripts and records anew what happens now. Use it when behaviour
 * is meant to change, and look at the difference: every line of it is a change that a client can see.
 */
import { openApp } from './open-app.ts';
import { Play, scriptOf } from './play.ts';
import { playTogether } from './play-together.ts';
import { readRecording, recordingNames, writeRecording } from './recording.ts';

const names = process.argv.length > 2 ? process.argv.slice(2) : recordingNames();

for (const name of names) {
  const recording = readRecording(name);
  const app = await openApp();
  const plays = recording.scripts.map((script) => new Play(script, recording.files, ({ steps }) => script.steps[steps.length]?.do));
  await playTogether(app, plays);
  await app.close();
  writeRecording(name, { ...recording, scripts: plays.map(scriptOf) });
  console.log(`${name}: ${plays.length} scripts, ${plays.reduce((sum, { steps }) => sum + steps.length, 0)} commands`);
}
