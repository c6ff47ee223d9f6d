/** `voicectl voice install`: says what comes, from whom and how much; asks; brings it. */
import type { Context } from '../../context';
import { confirm } from '../../input/prompt';
import { isCi } from '../../streams';
import type { Engine } from '../../voice/install/engines';
import { install } from '../../voice/install/install';
import { stateOf } from '../../voice/install/installed';
import type { NpmPackage } from '../../voice/install/npm-packages';
import { sizeText } from '../../voice/install/size-text';
import { engineNamed } from './engine-named';
import { engineView } from './view';

export interface InstallFlags {
  readonly yes?: true;
  readonly portable?: true;
  readonly again?: true;
}

export async function installEngine(
  word: string,
  flags: InstallFlags,
  context: Context,
): Promise<void> {
  const engine = engineNamed(word);
  const folder = engine.folder(context.streams);
  const packages = engine.packages({ portable: flags.portable === true });
  const plan = planOf(engine, packages, folder);
  if (context.flags.dryRun) {
    return context.out.show(plan, () => ({ fields: Object.entries(plan) }));
  }
  const isThere = stateOf(folder).state === 'whole' && !flags.again && !flags.portable;
  // What is there is only checked: nobody needs to be asked.
  if (!isThere) {
    for (const line of linesOf(engine, packages)) context.out.say(line);
    const question = async () =>
      `Bring ${plan.download} by npm (${plan.licences}) to ${plan.place}?`;
    if (!(await confirm(context, flags.yes, question))) return context.out.say('nothing installed');
  }
  const { streams, signal, out } = context;
  await using bar = await startProgress(context);
  const { wasThere } = await install({
    engine,
    folder,
    env: streams.env,
    cwd: streams.cwd,
    signal,
    portable: flags.portable,
    anew: flags.again,
    progress: bar.show,
  });
  bar.stop();
  const view = engineView(engine, context);
  await out.show(view, () => ({
    fields: Object.entries({ ...view, bytes: sizeText(view.bytes ?? 0) }),
  }));
  out.say(wasThere ? `${engine.name} was there, and is whole` : `${engine.name} is installed`);
}

function planOf({ name }: Engine, packages: readonly NpmPackage[], place: string) {
  return {
    engine: name,
    packages: packages.map((each) => `${each.name}@${each.version}`).join(', '),
    licences: licencesOf(packages),
    download: sizeText(packages.reduce((sum, { bytes }) => sum + bytes, 0)),
    place,
  };
}

function linesOf({ name, does }: Engine, packages: readonly NpmPackage[]): readonly string[] {
  const each = packages.map(
    ({ name: title, version, bytes, licence }) =>
      `${title} ${version}: ${licence}, ${sizeText(bytes)}`,
  );
  return [`${name} ${does}. It is made of:`, ...each];
}

function licencesOf(packages: readonly NpmPackage[]): string {
  return [...new Set(packages.map(({ licence }) => licence))].join(', ');
}

/** Only a person sees it. */
async function startProgress({ streams }: Context) {
  const { stderr, env } = streams;
  const isSeen = stderr.isTTY && !isCi(env) && env.TERM !== 'dumb';
  const bar = isSeen ? (await import('../../output/bar')).startBar(stderr, 'starting') : undefined;
  const stop = () => bar?.stop();
  return {
    show: bar && ((text: string) => bar.show(text)),
    stop,
    [Symbol.asyncDispose]: async () => stop(),
  };
}
