/** What a run has not done, kept in a file for the next one. */
import { quote, samePlatform } from '../command-line';
import type { Context } from '../context';
import { usualConcurrency, type Wishes } from './flags';
import type { Outcome } from './outcome';
import type { BulkResult } from './result';
import { putAway, removeResumeFile, usualFile, writeResumeFile } from './resume-file';
import type { Work } from './work';

export class Leftovers {
  readonly #context: Context;
  readonly #work: Work;
  readonly #wishes: Wishes;
  readonly #file: string;
  #kept: Promise<string | undefined> = Promise.resolve(undefined);

  constructor(context: Context, work: Work, wishes: Wishes) {
    this.#context = context;
    this.#work = work;
    this.#wishes = wishes;
    const { name, records } = work;
    const { resume, resumeFile } = wishes;
    this.#file = resumeFile ?? resume ?? usualFile(name, records.kind, new Date(), process.pid);
  }

  /** Meanwhile: what is still in flight may yet be done. */
  keep(open: readonly Outcome[]): void {
    this.#kept = this.#write(open);
    const { out } = this.#context;
    // Who ends it at once hears no more of it.
    void this.#kept.then((file) => {
      if (file) out.warn(`Interrupted; if it is ended at once, go on with: ${this.#command(file)}`);
    });
  }

  /** In the end. @returns where it is and how to go on, if anything is left. */
  async settle(open: readonly Outcome[]): Promise<BulkResult['resume']> {
    const before = await this.#kept;
    const file = open.length === 0 ? undefined : await this.#write(open);
    const { resume } = this.#wishes;
    const isKnown = open.length === 0 || file !== undefined;
    if (isKnown && resume !== undefined && resume !== file) await this.#putAway(resume);
    if (isKnown && before !== undefined && before !== resume && before !== file) {
      await removeResumeFile(before, this.#context.streams.cwd);
    }
    return file === undefined ? undefined : { file, command: this.#command(file) };
  }

  /** Nobody is to do again what has been done. */
  async #putAway(file: string): Promise<void> {
    const { out, streams } = this.#context;
    try {
      const place = await putAway(file, streams.cwd);
      if (place !== undefined) out.say(`Finished: ${file} is now ${place}`);
    } catch (error) {
      out.warn(`${file} is finished, but could not be put away: ${(error as Error).message}`);
    }
  }

  async #write(open: readonly Outcome[]): Promise<string | undefined> {
    const { out, streams } = this.#context;
    try {
      const targets = open.map(({ target }) => target);
      return await writeResumeFile(this.#file, streams.cwd, targets);
    } catch (error) {
      out.warn(`What is left could not be written: ${(error as Error).message}`);
      return undefined;
    }
  }

  #command(file: string): string {
    const { yes, failFast, concurrency } = this.#wishes;
    const { name, records } = this.#work;
    const words = [
      ...['voicectl', `${records.kind}s`, name, '--resume', file],
      ...(yes ? ['--yes'] : []),
      ...(failFast ? ['--fail-fast'] : []),
      ...(concurrency === usualConcurrency ? [] : ['--concurrency', String(concurrency)]),
      ...samePlatform(this.#context.flags),
    ];
    return words.map(quote).join(' ');
  }
}
