/** Files of settings: where they are, who may read them, and what follows from them. */
import { statSync } from 'node:fs';
import { askedBy } from '../../config/asked';
import { homeOf, userFilePlace } from '../../config/places';
import { findProjectFile, readProjectFile } from '../../config/project-file';
import { isSecret, names } from '../../config/rules';
import { resolveSettings, type Settings } from '../../config/settings';
import { briefly } from '../../config/shown-place';
import { readUserFile } from '../../config/user-file';
import type { Context } from '../../context';
import { failureOf } from '../../failure';
import { type Finding, fail, ok } from './finding';

export function checkUserFile({ streams }: Context): Promise<Finding> {
  return guarded('your file', async () => {
    const path = userFilePlace(streams);
    if (!readUserFile(path).isThere) return ok('your file', `${path}, not there yet`);
    const mode = (statSync(path).mode & 0o777).toString(8).padStart(4, '0');
    return ok('your file', process.platform === 'win32' ? path : `${path}, ${mode}`);
  });
}

export function checkProjectFile({ streams: { cwd, env } }: Context): Promise<Finding> {
  return guarded('project file', async () => {
    const path = findProjectFile(cwd, homeOf(env));
    if (path === undefined) return ok('project file', 'none');
    const { values } = await readProjectFile(path);
    return ok('project file', `${path}: ${Object.keys(values).join(', ') || 'nothing set'}`);
  });
}

/** Nothing in place of settings that can't be had. */
export async function checkSettings(
  context: Context,
): Promise<{ readonly finding: Finding; readonly settings?: Settings }> {
  try {
    const settings = await resolveSettings({ ...askedBy(context), openKeys: true });
    return { finding: ok('settings', settingsInWords(settings, context.streams)), settings };
  } catch (error) {
    const { message, hint } = failureOf(error);
    return { finding: fail('settings', message, hint, failureOf(error).exit) };
  }
}

/** Each place once, with all that it says; where the user's file is stands above. */
function settingsInWords(settings: Settings, streams: Context['streams']): string {
  const file = userFilePlace(streams);
  const home = homeOf(streams.env);
  const places = new Map<string, string[]>();
  for (const name of names) {
    const { source } = settings[name];
    if (source.kind === 'default') continue;
    const place = briefly(source, file, home);
    places.set(place, [...(places.get(place) ?? []), name]);
  }
  const words = [...places].map(([place, said]) => `${said.join(', ')} from ${place}`);
  return words.join('; ') || 'all as they are by default';
}

/** For programs: where each value comes from, but of secrets no value. */
export function sourcesOf(settings: Settings) {
  return names.map((name) => ({
    name,
    value: isSecret(name) ? undefined : (settings[name].value ?? null),
    source: settings[name].source.where,
  }));
}

async function guarded(check: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    const { message, hint, exit } = failureOf(error);
    return fail(check, message, hint, exit);
  }
}
