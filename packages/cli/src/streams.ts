/** What a process has around it. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** What is begun is finished, even when nobody reads standard output any more; until it is disposed of. */
  keepGoing(): Disposable;
}

/** Nobody is there to be asked, or to watch a spinner. */
export function isCi({ CI }: NodeJS.ProcessEnv): boolean {
  return Boolean(CI) && !/^(0|false)$/i.test(CI ?? '');
}
