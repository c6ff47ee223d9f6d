/** What a process has around it. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** Nobody is there to be asked, or to watch a spinner. */
export function isCi({ CI }: NodeJS.ProcessEnv): boolean {
  return Boolean(CI) && !/^(0|false)$/i.test(CI ?? '');
}
