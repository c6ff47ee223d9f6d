/** Each setting, from the nearest place that says it: flag, environment, project, profile, default. */
import { UsageError } from '../failure';
import { type Key, keyFor } from './key-for';
import { openKeys, storedKey } from './keys';
import { homeOf, type Surroundings, userFilePlace } from './places';
import { existingProfile, profileIn } from './profiles';
import { findProjectFile, type ProjectFile, readProjectFile } from './project-file';
import { apis, isSecret, type Name, names, type Rule, rules, secrets, type ValueOf } from './rules';
import { type Profile, readUserFile, type UserFile } from './user-file';

export interface Source {
  readonly kind: 'flag' | 'env' | 'project' | 'profile' | 'default';
  /** As a person would look for it: `--agents-url`, `VOICECTL_AGENTS_URL`, `profile work in /path/config.json`. */
  readonly where: string;
}

export interface Setting<T> {
  readonly value: T | undefined;
  readonly source: Source;
}

type Plain = Exclude<Name, (typeof secrets)[number]>;

export type Settings = { readonly [N in Plain]: Setting<ValueOf<N>> } & {
  readonly agentsKey: Key;
  readonly goalsToken: Key;
};

export interface Asked extends Surroundings {
  /** By the names of settings, as commander has them. */
  readonly flags: object;
  /** Fetches keys from a keychain at once, not only when they are needed. */
  readonly openKeys?: boolean | undefined;
  /** Whether a profile may be named that is not there yet. */
  readonly profileMayBeNew?: boolean | undefined;
}

/** The files, and which profile of theirs is meant. */
export interface Files {
  readonly project: ProjectFile | undefined;
  readonly user: UserFile;
}

/** @throws UsageError naming the place, the problem and the way out. */
export async function resolveSettings(asked: Asked): Promise<Settings> {
  return settingsFrom(asked, await readFiles(asked));
}

export async function readFiles(asked: Surroundings): Promise<Files> {
  const found = findProjectFile(asked.cwd, asked.home ?? homeOf(asked.env));
  return {
    project: found === undefined ? undefined : await readProjectFile(found),
    user: readUserFile(userFilePlace(asked), asked.platform),
  };
}

export async function settingsFrom(asked: Asked, files: Files): Promise<Settings> {
  const profile = pick('profile', layersOf(asked, files, topLevel(files.user)));
  const name = profile.value ?? '';
  const own = profileOf(files.user, name, profile.source, asked.profileMayBeNew);
  const where = `profile ${name} in ${files.user.path}`;
  const layers = layersOf(asked, files, { values: own, where });
  const plain = Object.fromEntries(
    names
      .filter((each) => !isSecret(each))
      .map((each) => [each, each === 'profile' ? profile : pick(each, layers)]),
  ) as Omit<Settings, 'agentsKey' | 'goalsToken'>;
  const stored = secrets.map((each) =>
    storedKey(own, each, { path: files.user.path, profile: name }),
  );
  let opened: ReturnType<typeof openKeys> | undefined;
  const keys = Object.values(apis).map((api, index) =>
    keyFor({
      env: asked.env,
      variable: rules[api.key].env,
      url: plain[api.url],
      profile: { name, where },
      stored: stored[index],
      // One question for all of them.
      fetch: async () => {
        opened ??= openKeys(stored, asked.env);
        return (await opened)[index] ?? {};
      },
      content: files.user.content,
    }),
  );
  if (asked.openKeys) await Promise.all(keys.map((key) => key.open()));
  const [agentsKey, goalsToken] = keys;
  return { ...plain, agentsKey, goalsToken } as Settings;
}

/** A place that may say something, and what it says. */
interface Layer {
  readonly kind: Source['kind'];
  readonly says: (name: Name) => { readonly given: unknown; readonly where: string };
}

/** Nearest first. */
function layersOf(
  { flags, env }: Asked,
  { project }: Files,
  profile: { readonly values: Profile; readonly where: string },
): readonly Layer[] {
  const of = (values: object | undefined, name: Name): unknown =>
    values && Object.hasOwn(values, name) ? values[name as never] : undefined;
  return [
    {
      kind: 'flag',
      // A place without a flag has no such attribute, but other flags of a command may be called the same.
      says: (name) => ({
        given: rules[name].flag === undefined ? undefined : of(flags, name),
        where: rules[name].flag ?? '',
      }),
    },
    {
      kind: 'env',
      says: (name) => ({ given: env[rules[name].env] || undefined, where: rules[name].env }),
    },
    {
      kind: 'project',
      says: (name) => ({ given: of(project?.values, name), where: project?.path ?? '' }),
    },
    {
      kind: 'profile',
      says: (name) => ({ given: of(profile.values, name), where: profile.where }),
    },
  ];
}

function pick<N extends Plain>(name: N, layers: readonly Layer[]): Setting<ValueOf<N>> {
  const rule = rules[name] as Rule<unknown>;
  for (const { kind, says } of layers) {
    const { given, where } = says(name);
    if (given === undefined) continue;
    const { value, problem } = rule.check(given);
    if (problem === undefined) return { value: value as ValueOf<N>, source: { kind, where } };
    const place = kind === 'flag' || kind === 'env' ? where : `${name} of ${where}`;
    throw new UsageError(`${place} ${problem}`);
  }
  const where = rule.fallback === undefined ? 'not set' : 'default';
  return { value: rule.fallback as ValueOf<N> | undefined, source: { kind: 'default', where } };
}

/** Which profile is in use stands above all profiles. */
function topLevel({ path, content: { profile } }: UserFile) {
  return { values: profile === undefined ? {} : { profile }, where: path };
}

/** The default one need not be there; any other that somebody names is meant. */
function profileOf(
  { content }: UserFile,
  name: string,
  { kind }: Source,
  mayBeNew: boolean | undefined,
): Profile {
  if (kind === 'default' || name === rules.profile.fallback || mayBeNew) {
    return profileIn(content, name) ?? {};
  }
  return existingProfile(content, name);
}
