/** The project's file: found from a folder upwards. It comes with somebody's repository, so it is not trusted. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../failure';
import { nearest } from '../nearest';
import { exists } from './exists';
import { type Name, names, rules } from './rules';

export interface ProjectFile {
  readonly path: string;
  readonly values: Readonly<Partial<Record<Name, unknown>>>;
}

const fileNames = ['voicectl.config.yaml', 'voicectl.config.yml', 'voicectl.config.json'];

/** Bytes: more than anybody writes by hand. */
const largest = 1_000_000;

/** The nearest one, looked for as far as the top of the repository, or home. @throws UsageError for two side by side. */
export function findProjectFile(from: string, home: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const found = fileNames.map((name) => join(folder, name)).filter((path) => exists(path));
    const [first, second] = found;
    if (first !== undefined && second !== undefined) {
      throw new UsageError(`${first} and ${second} are both there`, 'Keep one of them.');
    }
    if (first !== undefined) return first;
    const top = folder === dirname(folder) || folder === resolve(home);
    if (top || exists(join(folder, '.git'))) return undefined;
  }
}

/** @throws UsageError naming the file, the key and the way out. */
export async function readProjectFile(path: string): Promise<ProjectFile> {
  const value = await parse(path, sourceOf(path));
  if (value === null || value === undefined) return { path, values: {} };
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new UsageError(`${path} should hold one object of settings`, `Known: ${known}.`);
  }
  for (const [key, each] of Object.entries(value)) refuse(path, key, each);
  const settings = Object.entries(value).filter(([key]) => key !== '$schema');
  return { path, values: Object.fromEntries(settings) };
}

function sourceOf(path: string): string {
  const stats = statSync(path);
  // Reading a pipe would wait for ever.
  if (!stats.isFile()) throw new UsageError(`${path} is no file`);
  if (stats.size > largest) throw new UsageError(`${path} is too large for a file of settings`);
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UsageError(`Can't read ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
}

async function parse(path: string, source: string): Promise<unknown> {
  if (path.endsWith('.json')) {
    try {
      return JSON.parse(source) as unknown;
    } catch (error) {
      throw new UsageError(`${path} is not valid JSON: ${(error as Error).message}`);
    }
  }
  const { parseYaml } = await import('../input/yaml');
  return parseYaml(source, path);
}

const ofProjects: readonly string[] = names.filter((name) => rules[name].project);
const known = ofProjects.join(', ');

/** A slip in a name would send commands to another server than the one that was meant, so it is no mere warning. */
function refuse(path: string, key: string, value: unknown): void {
  if (key === '$schema') return;
  if (/key|token|secret|passw/i.test(key)) {
    throw new UsageError(
      `${path} holds ${key}: a project's file is shared, so it holds no secrets`,
      'Take it out, and change that secret if others have seen it. voicectl login keeps one safely.',
    );
  }
  if ((names as readonly string[]).includes(key) && !ofProjects.includes(key)) {
    throw new UsageError(
      `${path}: ${key} is no setting of a project`,
      `voicectl config set ${key} sets it for you alone.`,
    );
  }
  if (!ofProjects.includes(key)) {
    const meant = nearest(key, ofProjects);
    throw new UsageError(
      `${path}: there is no setting ${JSON.stringify(key)}`,
      meant === undefined ? `Known: ${known}.` : `Did you mean ${meant}?`,
    );
  }
  const { problem } = rules[key as Name].check(value);
  if (problem !== undefined) throw new UsageError(`${path}: ${key} ${problem}`);
}
