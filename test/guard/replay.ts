/** Plays a recording again and tells where what happens is not what was recorded. */
import type { GuardApp } from './open-app.ts';
import { firstDifference } from './outcome.ts';
import { Play } from './play.ts';
import { playTogether } from './play-together.ts';
import type { Command, Recording, Script } from './recording.ts';

const described = (command: Command): string => {
  if ('wait' in command) return `wait ${command.wait} s`;
  return 'deploy' in command ? `deploy ${command.deploy.join(', ')}` : command.request;
};

/** The first difference of the play from its script, as far as it has come. */
const differenceOf = ({ name, steps, verified }: Script, play: Play): string | undefined => {
  for (const [index, { do: command, gives }] of steps.entries()) {
    const played = play.steps[index];
    if (played === undefined) break;
    const difference = firstDifference(gives, played.gives);
    if (difference !== undefined) return `Script '${name}', command ${index + 1} (${described(command)}): ${difference}`;
  }
  if (play.steps.length < steps.length) return undefined;
  const difference = firstDifference(verified, play.verified, 'verified');
  return difference === undefined ? undefined : `Script '${name}', when its journals are verified: ${difference}`;
};

/** The first difference of each script that has one. A script that has gone another way is not followed further. */
export const differencesOf = async (app: GuardApp, { files, scripts }: Recording): Promise<readonly string[]> => {
  const plays = scripts.map((script) => {
    const next = (play: Play): Command | undefined => {
      const before = play.steps.length - 1;
      const astray = before >= 0 && firstDifference(script.steps[before]?.gives, play.steps[before]?.gives) !== undefined;
      return astray ? undefined : script.steps[before + 1]?.do;
    };
    return [script, new Play(script, files, next)] as const;
  });
  await playTogether(app, plays.map(([, play]) => play));
  return plays.flatMap(([script, play]) => differenceOf(script, play) ?? []);
};
