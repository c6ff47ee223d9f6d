/** What to do after a failure, as whole command lines: the first one is the likeliest. */
import { relative } from 'node:path';
import type { ApiError, VoicectlError } from '@voicectl/sdk';
import { lineOf, quote } from '../command-line';
import {
  AmbiguousError,
  exitCodes,
  type Failure,
  NeedsFlagError,
  NoSuchRecordError,
} from './errors';
import { afterConflict } from './lifecycle';
import { again, commandOf, helpOf, other, type Scene } from './scene';
import { causes } from './table';

type Advice = Pick<Failure, 'next'> & Partial<Pick<Failure, 'message' | 'hint'>>;

export async function nextFor(error: unknown, failure: Failure, scene: Scene): Promise<Advice> {
  if (error instanceof AmbiguousError) return { next: withEach(error, scene) };
  if (error instanceof NoSuchRecordError) return { next: afterNoRecord(error, scene) };
  if (error instanceof NeedsFlagError) return { next: again(scene, error.flag) };
  const { code, exit } = failure;
  if (code === 'DAMAGED_FILE') return { next: withoutFile(error, scene) };
  if (exit === exitCodes.conflict) return afterConflict(scene);
  if (code === 'MISSING_SETTING' && exit === exitCodes.notAllowed) return withheld(failure, scene);
  if (Object.hasOwn(byCode, code)) return { next: byCode[code]?.(scene, failure) ?? [] };
  const { retryable = false, retryAfter } = error as Partial<ApiError & VoicectlError>;
  if (failure.status === 429) return { next: later(scene, retryAfter) };
  if (code === 'TIMEOUT' && retryable) return { next: [...patiently(scene), ...doctor(scene)] };
  return { next: byExit(scene, exit, retryable) };
}

const byCode: Readonly<Record<string, (scene: Scene, failure: Failure) => string[]>> = {
  USAGE: helpOf,
  INVALID_INPUT: helpOf,
  MISSING_SETTING: afterMissing,
  UNEXPECTED: (scene) => again(scene, '--debug'),
  UNEXPECTED_RESPONSE: doctor,
  WEB_PAGE: doctor,
  INTERRUPTED: () => [],
};

function byExit(scene: Scene, exit: number, retryable: boolean): string[] {
  switch (exit) {
    case exitCodes.notFound:
      return [...lists(scene)];
    case exitCodes.notAllowed:
      return [...login(scene), ...other(scene, 'whoami')];
    case exitCodes.tryAgain:
      return [...doctor(scene), ...again(scene)];
    case exitCodes.wrongUse:
      return helpOf(scene);
    default:
      return retryable ? again(scene) : afterLoss(scene);
  }
}

/** Only the mock begins anew without its file. */
function withoutFile(error: unknown, scene: Scene): string[] {
  const file = error instanceof Error ? causes(error).map(fileOf).find(Boolean) : undefined;
  if (file === undefined) return [];
  const inside = relative(scene.context.streams.cwd, file);
  const place = inside.startsWith('..') ? file : inside;
  return [`mv ${quote(place)} ${quote(`${place}.damaged`)}`, ...again(scene)];
}

function fileOf(error: Error): string | undefined {
  const { file } = error as { file?: unknown };
  return error.name === 'DamagedFileError' && typeof file === 'string' ? file : undefined;
}

/** The same line with each of the ids that a word fits. */
function withEach({ word, ids }: AmbiguousError, { typed }: Scene): string[] {
  const at = typed.indexOf(word);
  if (at < 0) return [];
  return ids.slice(0, 5).flatMap((id) => lineOf(typed.toSpliced(at, 1, id)) ?? []);
}

function afterNoRecord({ kind, word, meant }: NoSuchRecordError, scene: Scene): string[] {
  const at = scene.typed.indexOf(word);
  const corrected =
    meant === undefined || at < 0 ? undefined : lineOf(scene.typed.toSpliced(at, 1, meant));
  return [
    ...(corrected === undefined ? [] : [corrected]),
    ...(kind === 'agent' && word.length <= 100
      ? other(scene, 'agents', 'list', '--search', word)
      : other(scene, `${kind}s`, 'list')),
  ];
}

/** Ids say nothing to a search, so that a list is what helps. */
function lists(scene: Scene): string[] {
  const [noun = 'agents', verb] = commandOf(scene);
  if (noun === 'goals' && (verb === 'attach' || verb === 'detach')) {
    return [...other(scene, 'goals', 'list'), ...other(scene, 'agents', 'list')];
  }
  return noun === 'goals' ? other(scene, 'goals', 'list') : other(scene, 'agents', 'list');
}

function afterMissing(scene: Scene, { hint = '' }: Failure): string[] {
  const variable = /VOICECTL_\w+/.exec(hint)?.[0];
  if (variable === undefined) return login(scene);
  const isKey = /KEY|TOKEN/.test(variable);
  return [
    ...login(scene),
    `export ${variable}=${isKey ? '...' : 'https://...'}`,
    ...again(scene, '--mock'),
  ];
}

/** A key that was saved, but is not for here, is not just missing. */
async function withheld(failure: Failure, scene: Scene): Promise<Advice> {
  const next = afterMissing(scene, failure);
  const { whyNoKey } = await import('../config/connection');
  const api = failure.hint?.includes('VOICECTL_GOALS') ? 'goals' : 'agents';
  const why = whyNoKey(await scene.context.settings(), api);
  return why === undefined ? { next } : { message: why.reason, hint: why.hint, next };
}

function login(scene: Scene): string[] {
  const { profile } = scene.context.flags;
  const isGoals = commandOf(scene).includes('goals');
  const words = [
    'login',
    ...(isGoals ? ['--api', 'goals'] : []),
    ...(profile === undefined ? [] : ['--profile', profile]),
  ];
  return [lineOf(words) ?? 'voicectl login'];
}

function later(scene: Scene, retryAfter: number | undefined): string[] {
  const seconds = Math.max(1, Math.ceil(retryAfter ?? 30));
  return again(scene).map((line) => `sleep ${seconds} && ${line}`);
}

function patiently(scene: Scene): string[] {
  const { typed, context } = scene;
  const twice = String(2 * (context.flags.timeout ?? 60_000));
  const at = typed.indexOf('--timeout');
  if (at < 0) return again(scene, '--timeout', twice);
  const line = lineOf(typed.toSpliced(at + 1, 1, twice));
  return line === undefined ? [] : [line];
}

/** Nobody knows whether the server has acted: looking comes first. */
function afterLoss(scene: Scene): string[] {
  const [noun] = commandOf(scene);
  return noun === 'agents' || noun === 'goals' ? other(scene, noun, 'list') : [];
}

function doctor(scene: Scene): string[] {
  return other(scene, 'doctor');
}
