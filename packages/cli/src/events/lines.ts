/** Lines at the end of a file that several processes may share: each in one write. */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { cleanJson } from '../output/clean';

export interface Lines {
  write(value: unknown): void;
  /** Why it can't be written, once. */
  trouble(): string | undefined;
  close(): void;
}

/** Never throws: a record that can't be kept must not change what is recorded. */
export function openLines(path: string): Lines {
  let file: number | undefined;
  let trouble: string | undefined;
  const fail = (error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    trouble = `VOICECTL_EVENTS_FILE: can't write ${path} (${code ?? message}); this command is not recorded there any further`;
    close();
  };
  const close = () => {
    const open = file;
    file = undefined;
    try {
      if (open !== undefined) closeSync(open);
    } catch {}
  };
  try {
    const { O_APPEND, O_CREAT, O_WRONLY, O_NONBLOCK = 0 } = constants;
    // A pipe that nobody reads would hold the command up for ever.
    file = openSync(path, O_APPEND | O_CREAT | O_WRONLY | O_NONBLOCK, 0o600);
  } catch (error) {
    fail(error);
  }
  return {
    write(value) {
      if (file === undefined) return;
      const line = Buffer.from(`${cleanJson(value)}\n`);
      try {
        if (writeSync(file, line) < line.length) throw new Error('it is full');
      } catch (error) {
        fail(error);
      }
    },
    trouble() {
      const told = trouble;
      trouble = undefined;
      return told;
    },
    close,
  };
}
