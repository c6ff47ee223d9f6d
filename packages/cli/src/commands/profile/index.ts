/** `voicectl profile`: which accounts and addresses there are, and which of them is in use. */

import type { Command } from 'commander';
import { askedBy } from '../../config/asked';
import { type Check, profileName } from '../../config/checks';
import { forgetKeys, type StoredKey } from '../../config/keys';
import { userFilePlace } from '../../config/places';
import {
  existingProfile,
  profileIn,
  profileNames,
  withoutProfile,
  withProfile,
  withRenamed,
} from '../../config/profiles';
import { rules, secrets } from '../../config/rules';
import { readFiles, settingsFrom } from '../../config/settings';
import { type Content, readUserFile } from '../../config/user-file';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import type { GlobalFlags } from '../../input/global-flags';
import { confirm } from '../../input/prompt';
import { isRecord } from '../../is-record';
import type { Verb } from '../verb';
import { type ShownProfile, shownProfile } from './shown';

export function register(profile: Verb, context: Context): void {
  profile
    .command('list')
    .description('All profiles, and which is in use')
    .examples('voicectl profile list', 'voicectl profile list -o json')
    .previews()
    .action(() => list(context));
  profile
    .command('show [name]')
    .description('One profile; default: the one in use')
    .examples('voicectl profile show', 'voicectl profile show staging')
    .previews()
    .action((name?: string) => show(name, context));
  profile
    .command('use <name>')
    .description('Use it from now on, where no flag, variable or project says otherwise')
    .examples('voicectl profile use staging')
    .action((name: string) => use(name, context));
  profile
    .command('add <name>')
    .description('A profile without a key: addresses by --agents-url and --goals-url')
    .examples(
      'voicectl profile add local --agents-url http://127.0.0.1:4010/api --goals-url http://127.0.0.1:4010/v1',
    )
    .action((name: string, _: object, command: Command) =>
      add(name, command.optsWithGlobals<GlobalFlags>(), context),
    );
  profile
    .command('rename <name> <new-name>')
    .description('Give it another name; its keys stay')
    .examples('voicectl profile rename default work')
    .action((from: string, to: string) => rename(from, to, context));
  profile
    .command('remove <name>')
    .description('Remove it with its keys')
    .examples('voicectl profile remove staging', 'voicectl profile remove staging --yes')
    .option('--yes', "don't ask")
    .action((name: string, { yes }: { yes?: boolean }) => remove(name, yes, context));
}

async function list(context: Context): Promise<void> {
  const { content } = fileOf(context);
  const all = Object.entries(content.profiles ?? {}).map(([name, profile]) =>
    shownProfile(content, name, profile),
  );
  await context.out.show(all, () => ({
    rows: all,
    columns: [
      { title: 'profile', value: ({ name }: ShownProfile) => name, whole: true },
      { title: 'in use', value: ({ current }: ShownProfile) => (current ? 'yes' : '') },
      { title: 'agents url', value: ({ agentsUrl }: ShownProfile) => agentsUrl },
      { title: 'key', value: ({ agentsKey }: ShownProfile) => agentsKey },
      { title: 'goals url', value: ({ goalsUrl }: ShownProfile) => goalsUrl },
      { title: 'token', value: ({ goalsToken }: ShownProfile) => goalsToken },
    ],
  }));
  if (all.length === 0) context.out.say('No profiles yet: voicectl login makes one.');
}

async function show(name: string | undefined, context: Context): Promise<void> {
  const asked = askedBy(context);
  const files = await readFiles(asked);
  const wanted = name ?? (await settingsFrom(asked, files)).profile.value ?? 'default';
  const { content } = files.user;
  await display(content, wanted, context);
}

async function use(name: string, context: Context): Promise<void> {
  const content = await change(context, (before) => {
    existingProfile(before, name);
    return before.profile === name ? before : { ...before, profile: name };
  });
  await display(content, name, context);
  const { profile } = await settingsFrom(
    { ...askedBy(context), profileMayBeNew: true },
    await readFiles(askedBy(context)),
  );
  if (profile.value !== name) {
    context.out.warn(`Here, ${profile.source.where} still says ${profile.value}`);
  }
}

async function add(name: string, flags: GlobalFlags, context: Context): Promise<void> {
  named(name);
  const given = (['agentsUrl', 'goalsUrl', 'timeout'] as const).map((each) => {
    const value = flags[each];
    const check: Check<unknown> = rules[each].check;
    return [each, value === undefined ? undefined : sound(`${rules[each].flag}`, check, value)];
  });
  const content = await change(context, (before) => {
    if (profileIn(before, name) !== undefined) throw taken(name);
    return withProfile(before, name, Object.fromEntries(given));
  });
  await display(content, name, context);
  context.out.say(`Next: voicectl login --profile ${name}`);
}

async function rename(from: string, to: string, context: Context): Promise<void> {
  named(to);
  const content = await change(context, (before) => {
    if (from !== to && profileIn(before, to) !== undefined) throw taken(to);
    return withRenamed(before, from, to);
  });
  await display(content, to, context);
}

async function remove(name: string, yes: boolean | undefined, context: Context): Promise<void> {
  const before = shownOf(fileOf(context).content, name);
  const keys = [before.agentsKey, before.goalsToken].filter((key) => key !== null);
  const lost =
    keys.length === 0 ? '' : ` and its ${keys.length === 1 ? 'key' : 'keys'} ${keys.join(', ')}`;
  if (!(await confirm(context, yes, async () => `Remove profile ${name}${lost}?`))) {
    return context.out.say(`kept  ${name}`);
  }
  const stored: StoredKey[] = [];
  await change(context, (content) => {
    const profile = existingProfile(content, name);
    stored.push(
      ...secrets.flatMap((each) => (isRecord(profile[each]) ? [profile[each] as StoredKey] : [])),
    );
    return withoutProfile(content, name);
  });
  const why = await forgetKeys(stored, context.streams.env);
  if (why !== undefined) context.out.warn(`The keychain still holds its keys: ${why}`);
  const removed = { removed: name };
  await context.out.show(removed, () => ({ fields: Object.entries(removed) }));
}

async function change({ streams }: Context, how: (content: Content) => Content): Promise<Content> {
  const { changeUserFile } = await import('../../config/user-file-write');
  return changeUserFile(userFilePlace(streams), how);
}

function fileOf({ streams }: Context) {
  return readUserFile(userFilePlace(streams));
}

function shownOf(content: Content, name: string): ShownProfile {
  const isEmptyDefault = name === rules.profile.fallback && profileNames(content).length === 0;
  return shownProfile(content, name, isEmptyDefault ? {} : existingProfile(content, name));
}

async function display(content: Content, name: string, { out }: Context): Promise<void> {
  const shown = shownOf(content, name);
  await out.show(shown, () => ({ fields: Object.entries(shown) }));
}

function named(name: string): void {
  sound(`The name ${JSON.stringify(name)}`, profileName, name);
}

function taken(name: string): UsageError {
  return new UsageError(
    `There is a profile ${name} already`,
    `voicectl config set NAME VALUE --profile ${name} changes it.`,
  );
}

function sound<T>(what: string, check: Check<T>, given: unknown): T {
  const { value, problem } = check(given);
  if (problem !== undefined) throw new UsageError(`${what} ${problem}`);
  return value as T;
}
