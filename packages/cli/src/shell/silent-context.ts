/** A context that nothing can be heard of, and that nobody can be asked by. */
import { Writable } from 'node:stream';
import { type Context, createContext } from '../context';
import type { GlobalFlags } from '../input/global-flags';
import type { Streams } from '../streams';

export function silentContext(env: NodeJS.ProcessEnv, cwd: string, flags: GlobalFlags): Context {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const streams = {
    env: { ...env, CI: '1', NO_COLOR: '1', FORCE_COLOR: '' },
    cwd,
    stdin: { isTTY: false },
    stdout: nowhere,
    stderr: nowhere,
  };
  return createContext(streams as unknown as Streams, () => flags, new AbortController().signal);
}
