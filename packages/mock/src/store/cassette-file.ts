/** A cassette in a file: read whole, written a line at a time, so that a crash loses nothing recorded. */
import { type FileHandle, open, readFile } from 'node:fs/promises';
import {
  type Cassette,
  type CassetteHeader,
  cassetteVersion,
  type Exchange,
} from '../cassette/cassette';
import { readCassette, writeLine } from '../cassette/lines';

/**
 * Reads a cassette.
 * @throws CassetteError naming the file, the line and what is wrong; the system's own error when it can't be read.
 */
export async function loadCassette(file: string): Promise<Cassette> {
  return readCassette(await readFile(file, 'utf8'), file);
}

/** What becomes of a file that is there: refused, replaced, or gone on with. */
export type WhenThere = 'refuse' | 'replace' | 'append';

/** A file that exchanges are added to. */
export interface CassetteFile {
  /** Resolves once the line is handed to the system. Lines never mix, however many are written at once. */
  add(exchange: Exchange): Promise<void>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

/**
 * Opens a file to record into; only its owner may read it.
 * @throws EEXIST when it is there and is to be refused; CassetteError when it is to be gone on with and is no cassette.
 */
export async function createCassette(
  file: string,
  targets: CassetteHeader['targets'],
  whenThere: WhenThere = 'refuse',
): Promise<CassetteFile> {
  const begun = whenThere === 'append' ? await wholeLines(file) : undefined;
  const handle = await open(file, flags[whenThere], 0o600);
  let size = 0;
  const write = async (text: string) => {
    try {
      await handle.appendFile(text);
      size += Buffer.byteLength(text);
    } catch (error) {
      // Half a line, as on a full disk, must not come before whole ones.
      await handle.truncate(size).catch(() => {});
      throw error;
    }
  };
  try {
    if (begun === undefined) {
      const recordedAt = new Date().toISOString();
      await handle.truncate(0);
      await write(
        writeLine({ voicectl: 'cassette', version: cassetteVersion, recordedAt, targets }),
      );
    } else {
      size = begun.bytes;
      await handle.truncate(size);
      if (begun.unended) await write('\n');
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  let last = Promise.resolve();
  return {
    add(exchange) {
      // One that could not be written must not keep the next one from being tried.
      last = last.catch(() => {}).then(() => write(writeLine(exchange)));
      return last;
    },
    async close() {
      await last.catch(() => {});
      await synced(handle);
    },
  };
}

const flags = { refuse: 'ax', replace: 'w', append: 'a' } as const;

/** What to keep of a file that is gone on with; nothing where there is none, or nothing in it. */
async function wholeLines(file: string): Promise<{ bytes: number; unended: boolean } | undefined> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const text = bytes.toString('utf8');
  if (text.trim() === '') return undefined;
  const { torn } = readCassette(text, file);
  if (torn !== undefined) return { bytes: beginOfLine(torn, bytes), unended: false };
  return { bytes: bytes.length, unended: bytes.at(-1) !== lineBreak };
}

const lineBreak = 0x0a;

/** Lines are counted from 1. */
function beginOfLine(line: number, bytes: Buffer): number {
  let begin = 0;
  for (let at = 1; at < line; at++) begin = bytes.indexOf(lineBreak, begin) + 1;
  return begin;
}

async function synced(handle: FileHandle): Promise<void> {
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
