/** A file on a disk: what it is now, its bytes, and writing that holds after a crash. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Which file it is, and how it was: another one, or a changed one, differs. */
export interface Look {
  readonly ino: bigint;
  readonly mtimeNs: bigint;
  readonly size: bigint;
  readonly mode: bigint;
}

/** Undefined while there is none. */
export async function look(file: string): Promise<Look | undefined> {
  try {
    return await stat(file, { bigint: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function isSame(a: Look | undefined, b: Look | undefined): boolean {
  return a?.ino === b?.ino && a?.size === b?.size && a?.mtimeNs === b?.mtimeNs;
}

/** Bytes of an open file, from one place up to another. */
export async function bytesOf(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(to - from);
  let filled = 0;
  while (filled < bytes.length) {
    const length = Math.min(bytes.length - filled, 2 ** 30);
    const { bytesRead } = await handle.read(bytes, filled, length, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/**
 * Writes at the end of what is good in a file; what a crash left behind it is cut off. When that fails, the file is as
 * it was.
 */
export async function writeBehind(file: string, end: number, bytes: Buffer): Promise<Look> {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    if (size > end) await handle.truncate(end);
    try {
      await writeAll(handle, bytes, end);
      await handle.datasync();
    } catch (error) {
      await handle.truncate(end).catch(() => {});
      throw error;
    }
    return await handle.stat({ bigint: true });
  } finally {
    await handle.close();
  }
}

/** Puts a new file in the place of one, or of none: whoever looks sees the old one or the new one, never half. */
export async function replace(
  file: string,
  pieces: Iterable<string>,
  mode: number,
): Promise<{ readonly look: Look; readonly tail: Buffer }> {
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(draft, 'wx', mode);
    let tail: Buffer = Buffer.alloc(0);
    let end = 0;
    try {
      for (const piece of pieces) {
        tail = Buffer.from(piece);
        await writeAll(handle, tail, end);
        end += tail.length;
      }
      await handle.sync();
      await rename(draft, file);
      await syncFolder(file);
      return { look: await handle.stat({ bigint: true }), tail };
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, from: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const length = Math.min(bytes.length - written, 2 ** 30);
    written += (await handle.write(bytes, written, length, from + written)).bytesWritten;
  }
}

/** So that the new name outlives a power cut; not every system can do so. */
async function syncFolder(file: string): Promise<void> {
  try {
    const folder = await open(dirname(file), 'r');
    await folder.sync().finally(() => folder.close());
  } catch {
    // Windows has no such thing, and needs none.
  }
}
