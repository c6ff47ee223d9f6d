/**
 * `voicectl __complete SHELL WORDS...`: what a shell's script asks for, with the word that is being typed as the last one.
 * Silent whatever happens: a prompt is no place for errors.
 */
import type { GlobalFlags } from '../input/global-flags';
import { fileLines, recordCandidates, wordLines } from './candidates';
import { flagsOf, type Position, positionOf } from './position';
import type { CommandNode } from './tree';
import { tree } from './tree.at-build';
import { unquoted } from './typed';
import { type Asked, type Candidate, wantedAt } from './wanted';

/** Milliseconds from the start of the process; what a shell itself needs comes on top. */
const usualLimit = 260;

/** @returns what to print. */
export async function complete(
  asked: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<string> {
  try {
    return await completed(asked, env, cwd);
  } catch {
    return '';
  }
}

async function completed(
  [shell = '', ...words]: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<string> {
  const typed = typedIn(shell, words, env);
  const isHelp = typed.length > 1 && typed[0] === 'help';
  const root = await tree;
  const position = positionOf(root, isHelp ? typed.slice(1) : typed);
  const asked = isHelp ? helpAsked(position) : wantedAt(position, root);
  const { wanted } = asked;
  if (wanted.kind === 'files' || wanted.kind === 'folders') return fileLines(asked, wanted.kind);
  if (wanted.kind === 'words') {
    const topics = isHelp && position.command === root ? await topicWords() : [];
    return wordLines(asked, [...wanted.words, ...topics]);
  }
  if (wanted.kind === 'topics') return wordLines(asked, await topicWords());
  if (wanted.kind === 'profiles') return wordLines(asked, await profileWords(env, cwd));
  const { silentContext } = await import('./silent-context');
  const context = silentContext(env, cwd, flagsIn(position, root));
  const left = limitIn(env) - performance.now();
  if (wanted.kind === 'worlds') {
    const { worldsFor } = await import('./worlds');
    return wordLines(asked, await worldsFor(context, left));
  }
  const { recordsFor } = await import('./live');
  const records = await recordsFor(wanted, context, left);
  return wordLines(asked, recordCandidates(records, asked.typed, wanted.except));
}

/** For who has a slow server and would rather wait. */
function limitIn({ VOICECTL_COMPLETION_TIMEOUT: wish = '' }: NodeJS.ProcessEnv): number {
  return /^\d{1,5}$/.test(wish) ? Number(wish) : usualLimit;
}

/** Of a word after `help`: no flags, no arguments. */
function helpAsked({ command, current }: Position): Asked {
  const words = command.commands.map(({ name, summary }) => ({ value: name, about: summary }));
  return { wanted: { kind: 'words', words }, prefix: '', typed: current };
}

async function topicWords(): Promise<readonly Candidate[]> {
  const { topics } = await import('./topics/index');
  const words = topics.map(({ name, summary }) => ({ value: name, about: summary }));
  return [{ value: 'topics', about: 'what else there is to read' }, ...words];
}

async function profileWords(env: NodeJS.ProcessEnv, cwd: string): Promise<readonly Candidate[]> {
  const [{ readUserFile }, { profileNames }, { userFilePlace }] = await Promise.all([
    import('../config/user-file'),
    import('../config/profiles'),
    import('../config/places'),
  ]);
  const { content } = readUserFile(userFilePlace({ env, cwd }));
  return profileNames(content).map((value) => ({ value }));
}

/** Windows PowerShell loses quotes and empty words on their way into arguments; its script sends them as one variable. */
function typedIn(shell: string, words: readonly string[], env: NodeJS.ProcessEnv): string[] {
  if (shell === 'powershell') return (env.VOICECTL_COMPLETE ?? '').split('\n');
  const typed = words.length === 0 ? [''] : [...words];
  if (shell !== 'bash' && shell !== 'fish') return typed;
  return shell === 'bash'
    ? typed.map(unquoted)
    : [...typed.slice(0, -1), unquoted(typed.at(-1) ?? '')];
}

/** What was typed of the flags that say where to ask. */
function flagsIn({ used, command }: Position, root: CommandNode): GlobalFlags {
  const values = flagsOf(command, root).flatMap((flag) => {
    const given = used.get(flag);
    if (given === undefined) return [];
    const name = flag.long.replace(/^--/, '').replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    return [[name, flag.value ? given.at(-1) : true] as const];
  });
  const { profile, mock, agentsUrl, goalsUrl, url, world } = Object.fromEntries(values);
  return { profile, mock, agentsUrl, goalsUrl, ...{ url, world } } as GlobalFlags;
}
