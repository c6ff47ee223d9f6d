/** What only scripts and the program itself start: `__complete` for a shell, `__check-for-update` for the notice. */
import { complete } from './complete';

/** @returns what to print. It never fails. */
export async function unseen(
  [name, ...args]: readonly string[],
  { env, cwd }: Pick<NodeJS.Process, 'env' | 'cwd'>,
): Promise<string> {
  if (name === '__complete') return complete(args, env, cwd());
  if (name === '__check-for-update') {
    const { checkForUpdate } = await import('../notice/check');
    await checkForUpdate(env);
  }
  return '';
}
