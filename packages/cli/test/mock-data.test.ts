/** A served mock that keeps what it is told. */
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { serveMock, stopMocks } from './mock-process';
import { failure, json, newFolder, packageRoot } from './voicectl';

afterEach(stopMocks);

const example = join(packageRoot, '..', '..', 'examples', 'worlds', 'support-team.yaml');
const create = ['agents', 'create', '--name', 'Kept', '--instructions', 'B'];

interface Page {
  readonly data: { readonly name: string }[];
}

describe('mock serve --data', () => {
  it('holds what was acknowledged, whatever ends it', async () => {
    const file = join(newFolder(), 'platform.json');
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const served = await serveMock(['--data', file]);
      await json(create, { env: served.env });
      served.process.kill(signal);
      await once(served.process, 'exit');
    }
    const { env } = await serveMock(['--data', file]);
    expect(await json(['agents', 'list'], { env })).toMatchObject({
      data: [{ name: 'Kept' }, { name: 'Kept' }],
    });
  });

  it('begins as a file says only where there is nothing yet', async () => {
    const file = join(newFolder(), 'platform.json');
    const flags = ['--data', file, '--seed-file', example];
    const first = await serveMock(flags);
    await json(create, { env: first.env });
    first.process.kill();
    await once(first.process, 'exit');
    const second = await serveMock(flags);
    const { data } = await json<Page>(['agents', 'list'], { env: second.env });
    expect(data).toHaveLength(5);
  });

  it.each([
    ['--seed-file', example],
    ['--seed-agents', '3'],
  ])('keeps what %s says although it was only read', async (...seed) => {
    const file = join(newFolder(), 'platform.json');
    const first = await serveMock(['--data', file, ...seed, '--seed', 'kept']);
    const before = await json<Page>(['agents', 'list'], { env: first.env });
    expect(before.data.length).toBeGreaterThan(0);
    const clock = await json(['mock', 'clock'], { env: first.env });
    first.process.kill();
    await once(first.process, 'exit');
    const second = await serveMock(['--data', file]);
    expect(await json(['agents', 'list'], { env: second.env })).toEqual(before);
    expect(await json(['mock', 'clock'], { env: second.env })).toEqual(clock);
  });

  it('keeps the time of a seed although nothing was asked', async () => {
    const file = join(newFolder(), 'platform.json');
    const first = await serveMock(['--data', file, '--seed', 'kept']);
    first.process.kill();
    await once(first.process, 'exit');
    const { env } = await serveMock(['--data', file]);
    expect(await json(['mock', 'clock'], { env })).toMatchObject({
      now: '2026-01-01T00:00:00.000Z',
    });
  });

  it('writes nothing before there is something to keep', async () => {
    const file = join(newFolder(), 'platform.json');
    await serveMock(['--data', file]);
    expect(existsSync(file)).toBe(false);
  });

  it('is shared by several, worlds and all', async () => {
    const file = join(newFolder(), 'platform.json');
    const [one, two] = [await serveMock(['--data', file]), await serveMock(['--data', file])];
    await json(create, { env: one.env });
    expect(await json(['agents', 'list'], { env: two.env })).toMatchObject({
      data: [{ name: 'Kept' }],
    });
    await json(['mock', 'generate', '3', '--world', 'other'], { env: one.env });
    const worlds = await json<{ name: string }[]>(['mock', 'worlds'], { env: two.env });
    expect(worlds.map(({ name }) => name)).toEqual(['default', 'other']);
  });

  it('says what is wrong with the place, and serves nothing', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'words'), 'no state of a mock');
    mkdirSync(join(folder, 'folder'));
    const serve = (place: string, code: number) =>
      failure(['mock', 'serve', '--port', '0', '--data', place], code);
    expect((await serve(join(folder, 'words'), 2)).code).toBe('DAMAGED_FILE');
    expect((await serve(join(folder, 'folder'), 1)).message).toContain('folder');
    expect((await serve('s3://bucket', 1)).message).toContain('s3://');
    expect((await serve('', 2)).message).toBe('--data must not be empty');
  });

  it('lets go of it when it can not serve', async () => {
    const file = join(newFolder(), 'platform.json');
    const { port } = await serveMock();
    const args = ['mock', 'serve', '--data', file, '--port', String(port)];
    expect((await failure(args, 2)).message).toBe(`Port ${port} is taken`);
  });
});
