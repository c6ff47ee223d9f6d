/** Bulk verbs with a person in front of them. */
import { describe, expect, it } from 'vitest';
import { idOf, idsOf, platformWith } from './bulk-world';
import { ctrlC, enter, newFolder, Terminal } from './voicectl';

const archiveDrafts = ['agents', 'archive', '--status', 'draft'];

describe('many on a terminal', () => {
  it('are shown, asked about, and done under a bar', async () => {
    await using platform = await platformWith({ draft: 25 }, [
      { operation: 'agents.archive', latency: 50 },
    ]);
    const { env, mock } = platform;
    const terminal = new Terminal([...archiveDrafts, '--search', 'draft'], { env });
    await terminal.shows('PLAN');
    await terminal.shows('draft 25');
    await terminal.shows('Archive 25 agents?');
    expect(mock.journal.calls('agents.archive')).toEqual([]);
    terminal.type(`y${enter}`);
    await terminal.shows('archiving [');
    await terminal.shows('/25');
    await terminal.shows('25 done, 0 skipped, 0 failed, 0 left');
    expect(await terminal.exit()).toBe(0);
    expect(idsOf(mock, 'archived')).toHaveLength(25);
  });

  it('are left alone on a bare enter', async () => {
    await using platform = await platformWith({ draft: 2 });
    const terminal = new Terminal(archiveDrafts, { env: platform.env });
    await terminal.shows('Archive 2 agents?');
    terminal.type(enter);
    await terminal.shows('not confirmed');
    expect(await terminal.exit()).toBe(0);
    expect(platform.mock.journal.calls('agents.archive')).toEqual([]);
  });

  it('are left alone at Ctrl-C, 130', async () => {
    await using platform = await platformWith({ draft: 2 });
    const terminal = new Terminal(archiveDrafts, { env: platform.env });
    await terminal.shows('Archive 2 agents?');
    terminal.type(ctrlC);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.text).not.toMatch(/^ +at /m);
    expect(platform.mock.journal.calls('agents.archive')).toEqual([]);
  });

  it('are picked from a list when nothing is named: only those that can be moved', async () => {
    await using platform = await platformWith({ draft: 2, archived: 1, active: 1 });
    const { env, mock } = platform;
    const terminal = new Terminal(['agents', 'activate'], { env });
    await terminal.shows('Which agents to activate?');
    await terminal.shows('draft 2 (draft)');
    expect(terminal.text).not.toContain('archived 1');
    // Both.
    terminal.type(`a${enter}`);
    await terminal.shows('Activate 2 agents?');
    terminal.type(`y${enter}`);
    expect(await terminal.exit()).toBe(0);
    expect(idsOf(mock, 'active')).toHaveLength(3);
  });

  it('say what is done at Ctrl-C in the middle, and how to go on', async () => {
    await using platform = await platformWith({ draft: 30 }, [
      { operation: 'agents.archive', latency: 250 },
    ]);
    const { env, mock } = platform;
    const args = [...archiveDrafts, '--yes', '--concurrency', '2'];
    const terminal = new Terminal(args, { env, cwd: newFolder(), columns: 160 });
    await terminal.shows('2/30');
    terminal.type(ctrlC);
    await terminal.shows('in flight may finish');
    await terminal.shows('error: Interrupted:');
    await terminal.shows('voicectl agents archive --resume');
    expect(await terminal.exit()).toBe(130);
    const [, done] = /(\d+) done, 0 skipped, 0 failed, \d+ left/.exec(terminal.text) ?? [];
    expect(idsOf(mock, 'archived')).toHaveLength(Number(done));
  });

  it.each([
    ['a terminal that can draw nothing', { TERM: 'dumb' }],
    ['CI', { CI: 'true' }],
  ])('are lines and no bar in %s', async (_, env) => {
    await using platform = await platformWith({ draft: 2 });
    const terminal = new Terminal([...archiveDrafts, '--yes'], {
      env: { ...platform.env, ...env },
    });
    expect(await terminal.exit()).toBe(0);
    expect(terminal.text).not.toContain('archiving [');
    expect(terminal.text).toMatch(/^archived \S+ "draft 1"/m);
  });

  it('have a bar without colours where none are wanted', async () => {
    await using platform = await platformWith({ draft: 9 }, [
      { operation: 'agents.archive', latency: 100 },
    ]);
    const env = { ...platform.env, NO_COLOR: '1' };
    const terminal = new Terminal([...archiveDrafts, '--yes'], { env });
    await terminal.shows('archiving [');
    expect(await terminal.exit()).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what must not be there
    expect(terminal.raw).not.toMatch(/\u001b\[[0-9;]*[1-9][0-9;]*m/);
  });

  it('fit a terminal of 40 columns', async () => {
    await using platform = await platformWith({ draft: 2 });
    const terminal = new Terminal(archiveDrafts, { env: platform.env, columns: 40 });
    await terminal.shows('Archive 2 agents?');
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.text).toContain(idOf(platform.mock, 'draft 1'));
  });
});

describe('one on a terminal', () => {
  it('is shown before it is deleted, with the goals that it has', async () => {
    await using platform = await platformWith({ active: 1 });
    const { env, mock } = platform;
    await mock.add({ goals: [{ name: 'Book a callback', agent: 'active 1' }] });
    const terminal = new Terminal(['agents', 'delete', 'active 1'], { env });
    await terminal.shows(idOf(mock, 'active 1'));
    await terminal.shows('version');
    await terminal.shows('Book a callback');
    await terminal.shows('Delete "active 1" (active)?');
    terminal.type(`y${enter}`);
    expect(await terminal.exit()).toBe(0);
    expect(idsOf(mock)).toEqual([]);
  });

  it('is shown without its goals where there is no goals API', async () => {
    await using platform = await platformWith({ active: 1 });
    const { VOICECTL_GOALS_URL: _, ...env } = platform.env;
    const terminal = new Terminal(['agents', 'delete', 'active 1'], { env });
    await terminal.shows('version');
    await terminal.shows('Delete "active 1" (active)?');
    terminal.type(enter);
    await terminal.shows('kept');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.text).not.toContain('goals');
  });

  it('is shown before a goal is deleted for good', async () => {
    await using platform = await platformWith({ active: 1 });
    const { env, mock } = platform;
    await mock.add({ goals: [{ name: 'Book a callback', agent: 'active 1', priority: 3 }] });
    const terminal = new Terminal(['goals', 'delete', 'Book a callback'], { env });
    await terminal.shows('priority');
    await terminal.shows('Delete the goal "Book a callback" for good?');
    terminal.type(`y${enter}`);
    expect(await terminal.exit()).toBe(0);
    expect([...mock.state.goals.values()]).toEqual([]);
  });
});
