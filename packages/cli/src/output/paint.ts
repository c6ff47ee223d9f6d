/** Colours for each of the two streams by itself; without any, chalk is never loaded. */
import type { Streams } from '../streams';

const styles = [
  'bold',
  'dim',
  'underline',
  'inverse',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'gray',
] as const;

/** What is left of chalk when there may be no colour, too. */
export type Paint = Readonly<Record<(typeof styles)[number], (text: string) => string>>;

export interface Paints {
  readonly stdout: Paint;
  readonly stderr: Paint;
}

const plain = Object.fromEntries(styles.map((style) => [style, (text: string) => text])) as Paint;

export const plainPaints: Paints = { stdout: plain, stderr: plain };

export async function loadPaints({ stdout, stderr, env }: Streams): Promise<Paints> {
  const [out, words] = [isColoured(stdout, env), isColoured(stderr, env)];
  if (!out && !words) return plainPaints;
  const { chalkFor } = await import('./chalk');
  return {
    stdout: out ? chalkFor('stdout', isForced(env)) : plain,
    stderr: words ? chalkFor('stderr', isForced(env)) : plain,
  };
}

/** Whether that stream shows colours; the other one has no say in it. */
export function isColoured(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  if (isForced(env)) return true;
  if (isSet(env.NO_COLOR) || env.FORCE_COLOR !== undefined || env.CLICOLOR === '0') return false;
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** FORCE_COLOR outranks NO_COLOR, as in Node itself; CLICOLOR_FORCE does not. */
function isForced({ FORCE_COLOR, CLICOLOR_FORCE, NO_COLOR }: NodeJS.ProcessEnv): boolean {
  if (FORCE_COLOR !== undefined && !(FORCE_COLOR === '' && isSet(NO_COLOR))) {
    return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  }
  return isSet(CLICOLOR_FORCE) && CLICOLOR_FORCE !== '0' && !isSet(NO_COLOR);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
