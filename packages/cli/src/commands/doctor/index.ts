/** `voicectl doctor`: what could be wrong between here and the platform, and how to put it right. */

import { homeOf } from '../../config/places';
import { apis } from '../../config/rules';
import type { Settings } from '../../config/settings';
import { withTilde } from '../../config/shown-place';
import type { Context } from '../../context';
import { Exit, exitCodes } from '../../failure';
import { cleanLine } from '../../output/clean';
import type { Paint } from '../../output/index';
import type { Verb } from '../verb';
import { checkApi, checkMock } from './apis';
import { checkProjectFile, checkSettings, checkUserFile, sourcesOf } from './files';
import type { Finding } from './finding';
import { checkAudio, checkKeychain, checkTerminal, checkVersions } from './machine';
import { checkProxy } from './proxy';

export function register(command: Verb, context: Context): void {
  command.action(() => doctor(context));
}

async function doctor(context: Context): Promise<void> {
  const { out, streams } = context;
  const { findings, settings } = await out.wait('Looking', examine(context));
  const failed = findings.filter(({ status }) => status === 'fail');
  const answer = {
    ok: failed.length === 0,
    checks: findings.map(({ exit: _, ...shown }) => shown),
    settings: settings === undefined ? [] : sourcesOf(settings),
  };
  const home = homeOf(streams.env);
  await out.show(answer, () => ({
    record: answer,
    fields: findings.map(
      (each) => [each.check, inWords(each, home), paintStatus(each, out.paint)] as const,
    ),
  }));
  if (failed.length > 0) throw new Exit(exitOf(failed));
  if (streams.stdout.isTTY) out.say('Nothing stands in the way.');
}

/** All at once, in the order in which they are shown. */
async function examine(context: Context) {
  const { streams, out } = context;
  const keychain = checkKeychain(streams);
  const files = Promise.all([checkUserFile(context), checkProjectFile(context)]);
  const { finding, settings } = await checkSettings(context);
  const findings = [
    checkVersions(),
    ...(await files),
    finding,
    ...(settings === undefined ? [] : await platform(settings, context)),
    checkTerminal(streams, out.paint.red('x') !== 'x', out.format),
    checkAudio(streams),
    await keychain,
  ];
  return { findings, settings };
}

async function platform(settings: Settings, context: Context): Promise<readonly Finding[]> {
  if (settings.mock.value) return checkMock(context);
  const urls = Object.values(apis).flatMap(({ url }) => {
    const { value } = settings[url];
    return value === undefined ? [] : [new URL(value)];
  });
  const [agents, goals] = await Promise.all([
    checkApi('agents', settings, context),
    checkApi('goals', settings, context),
  ]);
  return [...agents, ...goals, checkProxy(urls, context.streams.env)];
}

/** A word of four letters, two spaces, and the rest: nothing else in it has two spaces in a row. */
function inWords({ status, found, mend }: Finding, home: string): string {
  const first = `${status.padEnd(4)}  ${cleanLine(withTilde(found, home))}`;
  return mend === undefined ? first : `${first}\nfix:  ${cleanLine(mend)}`;
}

/** Only where a line begins with it: colours come after the cleaning, which would take them out. */
function paintStatus({ status }: Finding, paint: Paint): (line: string) => string {
  const colour = { ok: paint.green, warn: paint.yellow, fail: paint.red }[status];
  const word = `${status.padEnd(4)}  `;
  return (line) => (line.startsWith(word) ? colour(status) + line.slice(status.length) : line);
}

/** A refused key and a server that can't be reached have their own codes, where they are all that is wrong. */
function exitOf(failed: readonly Finding[]): number {
  const codes = new Set(failed.map(({ exit = exitCodes.failed }) => exit));
  const [only = exitCodes.failed] = codes;
  const isTelling = only === exitCodes.notAllowed || only === exitCodes.tryAgain;
  return codes.size === 1 && isTelling ? only : exitCodes.failed;
}
