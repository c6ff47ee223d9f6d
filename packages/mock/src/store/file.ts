/**
 * A mock whose state lives in a file, shared by every process that opens it.
 * @module file
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { fetchDoor } from '../doors/fetch';
import { transportDoor } from '../doors/transport';
import type { Handle, MockRequest, MockResponse } from '../exchange';
import type { Mock } from '../mock';
import { messageOf } from '../refusal';

/** The file holds something that is no state of the mock; it is left as it is. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}

/** The file can't be read, written or had to itself; nothing has been changed. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/**
 * Reads the file before each request and writes it after each change, one process at a time, by rename: a crash leaves
 * the old state or the new one, never half.
 * @throws DamagedFileError | StoreError from a request when the file can't be understood, or not be had.
 */
export function keepInFile(mock: Mock, file: string): Mock {
  let seen: string | undefined;

  async function load(): Promise<void> {
    const { changes } = mock.state;
    const version = await versionOf(file);
    if (version === seen) return;
    const text = version === undefined ? undefined : await readFile(file, 'utf8');
    // Another request of this mock was quicker; what it left in memory may be newer than the text.
    if (mock.state.changes !== changes) return load();
    if (text === undefined) mock.reset();
    else restore(text);
    seen = version;
  }

  function restore(text: string): void {
    try {
      mock.state.restore(JSON.parse(text));
    } catch (cause) {
      throw new DamagedFileError(`${file} is no state of the mock: ${messageOf(cause)}`, { cause });
    }
  }

  async function save(): Promise<void> {
    const text = JSON.stringify(mock.snapshot());
    try {
      await replace(file, text);
      seen = await versionOf(file);
    } catch (error) {
      seen = 'nothing that was read';
      throw error;
    }
  }

  async function answer(request: MockRequest): Promise<MockResponse> {
    if (changesNothing(request)) {
      await load();
      return mock.handle(request);
    }
    const release = await holdFile(file, request.signal);
    try {
      await load();
      const before = mock.state.changes;
      const response = await mock.handle(request);
      if (mock.state.changes !== before) await save();
      return response;
    } finally {
      await release();
    }
  }

  const handle: Handle = async (request) => {
    try {
      return await answer(request);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === undefined) throw cause;
      throw new StoreError(`Can't use ${file}: ${reasons[code] ?? messageOf(cause)}`, { cause });
    }
  };

  const transport = transportDoor(handle);
  return {
    ...mock,
    handle,
    transport,
    fetch: fetchDoor(handle),
    clientOptions: { ...mock.clientOptions, transport },
  };
}

/** Such a request needs no lock: an answer may take its time, and nobody has to wait for it. */
function changesNothing({ method, path }: MockRequest): boolean {
  return method === 'GET' || path.endsWith('/test');
}

/** Changes whenever the file is replaced; undefined while there is none. */
async function versionOf(file: string): Promise<string | undefined> {
  try {
    const { ino, mtimeNs, size } = await stat(file, { bigint: true });
    return `${ino}:${mtimeNs}:${size}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    const target = await open(draft, 'wx', 0o600);
    try {
      await target.writeFile(text);
      await target.sync();
    } finally {
      await target.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'it is on a disk that can only be read',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder',
  ELOCKED: 'another process has held it for too long',
};

/** Milliseconds that a request waits for others to be done with the file. */
const longestHold = 20_000;

/** Has the file to itself until released. @throws ELOCKED, or the signal's reason when it fires first. */
async function holdFile(
  file: string,
  signal: AbortSignal | undefined,
): Promise<() => Promise<void>> {
  await mkdir(dirname(file), { recursive: true });
  for (const until = Date.now() + longestHold; ; ) {
    signal?.throwIfAborted();
    try {
      const release = await lock(file, { realpath: false, stale: 10_000 });
      if (!signal?.aborted) return release;
      await release();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED' || Date.now() > until) throw error;
      await setTimeout(10 + Math.random() * 40);
    }
  }
}
