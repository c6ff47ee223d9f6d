/** `voicectl doctor`: what could be wrong between here and the platform, each with its mend. */
import { apis } from '../../config/rules';
import type { Settings } from '../../config/settings';
import type { Context } from '../../context';
import { Exit, exitCodes } from '../../failure';
import { cleanLine } from '../../output/clean';
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
  const colours = { ok: out.paint.green, warn: out.paint.yellow, fail: out.paint.red };
  await out.show(answer, () => ({
    text: `${findings.map((each) => line(each, colours[each.status])).join('\n')}\n`,
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
    checkTerminal(streams, out.paint.red('x') !== 'x'),
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

function line({ check, status, found, mend }: Finding, paint: (text: string) => string): string {
  const first = `${paint(status.padEnd(4))}  ${check.padEnd(18)}  ${cleanLine(found)}`;
  return mend === undefined ? first : `${first}\n${' '.repeat(26)}${cleanLine(mend)}`;
}

/** A refused key and a server that can't be reached have their own codes, where they are all that is wrong. */
function exitOf(failed: readonly Finding[]): number {
  const codes = new Set(failed.map(({ exit = exitCodes.failed }) => exit));
  const [only = exitCodes.failed] = codes;
  const isTelling = only === exitCodes.notAllowed || only === exitCodes.tryAgain;
  return codes.size === 1 && isTelling ? only : exitCodes.failed;
}
