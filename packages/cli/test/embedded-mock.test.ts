import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleAgent, failure, json, newFolder, voicectl } from './voicectl';

describe('--mock', () => {
  it('needs no server, no account and no setting, and remembers', async () => {
    const cwd = newFolder();
    const { id } = await json(['agents', 'create', '-f', exampleAgent, '--mock'], { cwd });
    expect(existsSync(join(cwd, '.voicectl', 'mock.json'))).toBe(true);
    expect(await json(['agents', 'activate', String(id), '--mock'], { cwd })).toMatchObject({
      status: 'active',
    });
    const goal = await json(
      ['goals', 'create', '--name', 'G', '--agent-id', String(id), '--mock'],
      { cwd },
    );
    expect(await json(['goals', 'list', '--mock'], { cwd })).toMatchObject({
      items: [{ id: goal.id }],
    });
  });

  it('stands before or after the command', async () => {
    const cwd = newFolder();
    expect(await json(['--mock', 'agents', 'list'], { cwd })).toMatchObject({ data: [] });
    expect(await json(['agents', '--mock', 'list'], { cwd })).toMatchObject({ data: [] });
  });

  it('keeps the agents of one folder out of another', async () => {
    await json(['agents', 'create', '-f', exampleAgent, '--mock'], { cwd: newFolder() });
    expect(await json(['agents', 'list', '--mock'], { cwd: newFolder() })).toMatchObject({
      data: [],
    });
  });

  it('loses nothing when many commands write at once', async () => {
    const cwd = newFolder();
    const names = Array.from({ length: 12 }, (_, index) => `Agent ${index}`);
    const runs = names.map((name) =>
      json(['agents', 'create', '--name', name, '--instructions', 'B', '--mock'], { cwd }),
    );
    await Promise.all(runs);
    const { data } = await json<{ data: { name: string }[] }>(['agents', 'list', '--mock'], {
      cwd,
    });
    expect(data.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(readdirSync(join(cwd, '.voicectl'))).toEqual(['mock.json']);
  });

  it.each(['{"half": ', '{"version": 99}', 'null'])(
    'leaves a damaged file %j alone and says so',
    async (content) => {
      const cwd = newFolder();
      await json(['agents', 'create', '-f', exampleAgent, '--mock'], { cwd });
      const file = join(cwd, '.voicectl', 'mock.json');
      writeFileSync(file, content);
      for (const args of [
        ['agents', 'list', '--mock'],
        ['agents', 'create', '-f', exampleAgent, '--mock'],
      ]) {
        const error = await failure(args, 2, { cwd });
        expect(error).toMatchObject({
          code: 'DAMAGED_FILE',
          hint: expect.stringContaining('move it away'),
        });
        expect(error.message).toContain(file);
      }
      expect(readFileSync(file, 'utf8')).toBe(content);
    },
  );

  it('outranks the environment', async () => {
    const env = { VOICECTL_AGENTS_URL: 'http://127.0.0.1:9', VOICECTL_AGENTS_API_KEY: 'k' };
    expect(await voicectl(['agents', 'list', '--mock'], { env })).toMatchObject({ code: 0 });
  });
});
