/** `voicectl config`: every setting, where it comes from, and what the profile in use says. */
import { askedBy } from '../config/asked';
import { exists } from '../config/exists';
import { homeOf, userFilePlace } from '../config/places';
import { existingProfile, profileIn, withProfile } from '../config/profiles';
import { findProjectFile } from '../config/project-file';
import { isSecret, type Name, names, type Rule, rules } from '../config/rules';
import { readFiles, type Settings, settingsFrom } from '../config/settings';
import { briefly, withTilde } from '../config/shown-place';
import type { Content } from '../config/user-file';
import type { Context } from '../context';
import { UsageError } from '../failure';
import { nearest } from '../nearest';
import { shownKey } from './profile/shown';
import type { Verb } from './verb';

export function register(config: Verb, context: Context): void {
  config
    .command('list')
    .description('Every setting, its value, and where that comes from')
    .examples('voicectl config list', 'voicectl config list --profile staging -o json')
    .previews()
    .action(() => list(context));
  config
    .command('get <name>')
    .description('The value of one setting, alone; of a secret no more than its last characters')
    .examples('voicectl config get agents-url', 'voicectl config get timeout -o json')
    .previews()
    .action((name: string) => get(name, context));
  config
    .command('set <name> <value>')
    .description('Write it to the profile in use, or that of --profile')
    .examples(
      'voicectl config set timeout 10000',
      'voicectl config set goals-url https://example.com/goals --profile staging',
    )
    .action((name: string, value: string) => set(name, value, context));
  config
    .command('unset <name>')
    .description('Take it out of the profile')
    .examples('voicectl config unset timeout')
    .action((name: string) => set(name, undefined, context));
  config
    .command('path')
    .description("Where your file is, and the project's, if there is one")
    .examples('voicectl config path')
    .previews()
    .action(() => path(context));
}

interface Shown {
  readonly name: Name;
  readonly value: unknown;
  readonly kind: string;
  readonly source: string;
  readonly summary: string;
}

async function list(context: Context): Promise<void> {
  const settings = await settingsOf(context);
  const all = names.map((name) => shown(name, settings));
  const { file, home } = placesOf(context);
  await context.out.show(all, () => ({
    rows: all,
    columns: [
      { title: 'setting', value: ({ name }: Shown) => name, whole: true },
      { title: 'value', value: ({ value }: Shown) => value, whole: true },
      {
        title: 'from',
        value: ({ name }: Shown) => briefly(settings[name].source, file, home),
        raw: ({ source }: Shown) => source,
        whole: true,
      },
    ],
  }));
  context.out.say(`Your file: ${withTilde(file, home)}`);
}

async function get(typed: string, context: Context): Promise<void> {
  const name = nameOf(typed);
  const settings = await settingsOf(context);
  const { value } = shown(name, settings);
  const isAsked = settings.output.value !== undefined || context.flags.query !== undefined;
  // In a pipe too: what a script puts into a variable should have no quotes around it.
  if (isAsked) await context.out.show(value);
  else context.out.text(value === null ? '' : `${value}\n`);
  if (value === null) context.out.say(`${name} is not set`);
}

async function set(typed: string, given: string | undefined, context: Context): Promise<void> {
  const name = nameOf(typed);
  if (isSecret(name)) throw noSecret(name, given);
  const value = given === undefined ? undefined : checked(name, given);
  const asked = askedBy(context);
  const { profile } = await settingsFrom(asked, await readFiles(asked));
  const { changeUserFile } = await import('../config/user-file-write');
  await changeUserFile(userFilePlace(context.streams), (content) =>
    name === 'profile'
      ? withCurrent(content, value as string | undefined)
      : changed(content, profile.value ?? 'default', name, value),
  );
  const after = await settingsOf(context);
  const one = shown(name, after);
  const { file, home } = placesOf(context);
  await context.out.show(one, () => ({
    fields: [
      ['setting', name],
      ['value', one.value],
      ['from', briefly(after[name].source, file, home)],
    ],
  }));
  const where = `${name === 'profile' ? '' : `profile ${profile.value} in `}${withTilde(file, home)}`;
  context.out.say(value === undefined ? `Not in ${where} any more` : `Saved in ${where}`);
  const isNearer = ['flag', 'env', 'project'].includes(one.kind);
  if (isNearer) context.out.warn(`${one.source} outranks what was written`);
}

function withCurrent(content: Content, name: string | undefined): Content {
  const { profile: _, ...others } = content;
  if (name === undefined) return others;
  existingProfile(content, name);
  return { ...content, profile: name };
}

/** Nothing is made for the sake of taking something out. */
function changed(content: Content, profile: string, name: Name, value: unknown): Content {
  const isThere = profileIn(content, profile)?.[name] !== undefined;
  return value === undefined && !isThere
    ? content
    : withProfile(content, profile, { [name]: value });
}

async function path({ streams, out }: Context): Promise<void> {
  const file = userFilePlace(streams);
  const project = findProjectFile(streams.cwd, homeOf(streams.env)) ?? null;
  const places = { file, exists: exists(file), project };
  await out.show(places, () => ({
    fields: [
      ['yours', places.exists ? file : `${file} (not there yet)`],
      ['project', project],
    ],
  }));
}

function placesOf({ streams }: Context): { readonly file: string; readonly home: string } {
  return { file: userFilePlace(streams), home: homeOf(streams.env) };
}

async function settingsOf(context: Context): Promise<Settings> {
  const asked = askedBy(context);
  return settingsFrom(asked, await readFiles(asked));
}

function shown(name: Name, settings: Settings): Shown {
  const { value, source } = settings[name];
  return {
    name,
    value: isSecret(name) ? secretShown(settings[name]) : (value ?? null),
    kind: source.kind,
    source: source.where,
    summary: rules[name].summary,
  };
}

function secretShown({ source, ending }: Settings['agentsKey']): string | null {
  return source.kind === 'default' ? null : shownKey(ending);
}

/** `agents-url` and `agentsUrl` are the same. @throws UsageError with a guess. */
function nameOf(typed: string): Name {
  const plain = (text: string) => text.replace(/[-_.]/g, '').toLowerCase();
  const name = names.find((each) => plain(each) === plain(typed));
  if (name !== undefined) return name;
  const meant = nearest(typed, names);
  throw new UsageError(
    `There is no setting ${JSON.stringify(typed)}`,
    meant === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${meant}?`,
  );
}

function checked(name: Name, given: string): unknown {
  const { value, problem } = (rules[name] as Rule<unknown>).check(given);
  if (problem !== undefined) throw new UsageError(`${name} ${problem}`);
  return value;
}

function noSecret(name: Name, given: string | undefined): UsageError {
  const api = name === 'agentsKey' ? 'agents' : 'goals';
  if (given === undefined) {
    return new UsageError(
      `${name} is a secret, and not unset by hand`,
      'voicectl logout forgets it.',
    );
  }
  return new UsageError(
    `${name} is a secret: on a command line, others could read it, and your shell keeps it in its history`,
    `voicectl login --api ${api} asks for it. What you have just typed may be best replaced by a new key.`,
  );
}
