/** A failure with all that helps: what to do next, and nothing in it that must stay secret. Loaded when there is one. */
import { CommanderError } from 'commander';
import type { Failure } from './errors';
import { mistyped } from './mistyped';
import { nextFor } from './next';
import type { Scene } from './scene';
import { hiding } from './secrets';
import { failureOf } from './table';

/** Never throws: an explanation that fails must not hide what is explained. */
export async function explain(error: unknown, scene: Scene): Promise<Failure> {
  const failure = failureOf(error);
  const advice = await adviceFor(error, failure, scene).catch(() => undefined);
  const stack =
    failure.code === 'UNEXPECTED' && scene.context.flags.debug && error instanceof Error
      ? { stack: error.stack }
      : {};
  const { context, typed } = scene;
  return withoutSecrets(
    { ...failure, ...advice, next: failure.next ?? advice?.next ?? [], ...stack },
    hiding(typed, context.streams.env),
  );
}

async function adviceFor(
  error: unknown,
  failure: Failure,
  scene: Scene,
): Promise<Partial<Failure>> {
  if (error instanceof CommanderError) return mistyped(error, scene);
  return nextFor(error, failure, scene);
}

function withoutSecrets(failure: Failure, hide: (text: string) => string): Failure {
  const { problems } = failure;
  return {
    ...failure,
    message: hide(failure.message),
    hint: failure.hint === undefined ? undefined : hide(failure.hint),
    next: failure.next?.map(hide),
    problems: problems?.map(({ path, message }) => ({ path: hide(path), message: hide(message) })),
    ...(failure.stack !== undefined && { stack: hide(failure.stack) }),
  };
}
