import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ctrlC, enter, json, startPlatform, Terminal } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.server.close());

async function newAgent() {
  const args = ['agents', 'create', '--name', 'Doomed', '--instructions', 'Be brief.'];
  return String((await json(args, { env: platform.env })).id);
}

describe('delete on a terminal', () => {
  it('asks, naming what it would delete, and does it on yes', async () => {
    const id = await newAgent();
    const terminal = new Terminal(['agents', 'delete', id], { env: platform.env });
    await terminal.shows('Delete "Doomed" (draft)?');
    terminal.type(`y${enter}`);
    expect(await terminal.exit()).toBe(0);
    expect(platform.mock.state.agents.get(id)?.deletedAt).not.toBeNull();
  });

  it('does nothing on a bare enter', async () => {
    const id = await newAgent();
    const terminal = new Terminal(['agents', 'delete', id], { env: platform.env });
    await terminal.shows('(y/N)');
    terminal.type(enter);
    await terminal.shows(`kept  ${id}`);
    expect(await terminal.exit()).toBe(0);
    expect(platform.mock.state.agents.get(id)?.deletedAt).toBeNull();
  });

  it('does nothing at Ctrl-C, exit code 130, no stack trace', async () => {
    const id = await newAgent();
    const terminal = new Terminal(['agents', 'delete', id], { env: platform.env });
    await terminal.shows('(y/N)');
    terminal.type(ctrlC);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.text).not.toMatch(/^ +at /m);
    expect(platform.mock.state.agents.get(id)?.deletedAt).toBeNull();
  });

  it.each([
    ['in CI', { CI: 'true' }, []],
    ['with --no-input', {}, ['--no-input']],
  ])('never asks %s', async (_, env, flags) => {
    const id = await newAgent();
    const terminal = new Terminal(['agents', 'delete', id, ...flags], {
      env: { ...platform.env, ...env },
    });
    expect(await terminal.exit()).toBe(2);
    expect(terminal.text).toContain('Add --yes');
  });
});
