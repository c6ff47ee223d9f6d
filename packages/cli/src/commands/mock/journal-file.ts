/** A journal in a file, a line of JSON a request. */
import { type FileHandle, open } from 'node:fs/promises';
import type { JournalEntry } from '@voicectl/mock';
import { cantWrite, reasonOf } from '../../failure/cant-write';
import { cleanJson } from '../../output/clean';

export class JournalFile {
  readonly #name: string;
  readonly #handle: FileHandle;
  #written: Promise<unknown> = Promise.resolve();
  #problem: string | undefined;

  private constructor(name: string, handle: FileHandle) {
    this.#name = name;
    this.#handle = handle;
  }

  /** Begins it anew. @throws UsageError when it can't be written. */
  static async open(name: string): Promise<JournalFile> {
    try {
      return new JournalFile(name, await open(name, 'w'));
    } catch (error) {
      throw cantWrite(name, error);
    }
  }

  /** Lines stay in order; what can't be written is told at the end. */
  add(entry: JournalEntry): void {
    this.#written = this.#written
      .then(() => this.#handle.appendFile(`${cleanJson(entry)}\n`))
      .catch((error: unknown) => this.#fail(error));
  }

  /** @returns what could not be written, and why. */
  async close(): Promise<string | undefined> {
    await this.#written;
    await this.#handle.close().catch((error: unknown) => this.#fail(error));
    return this.#problem;
  }

  #fail(error: unknown): void {
    this.#problem ??= `${this.#name} is not complete: ${reasonOf(error)}`;
  }
}
