/** Commands in a chat on a real terminal: an editor, the tab key, and every way in which a chat ends. */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { editor } from './chat-slash';
import { ctrlC, enter, json, startPlatform, Terminal } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
let open: Terminal | undefined;
beforeAll(async () => {
  platform = await startPlatform();
});
afterEach(() => {
  open?.kill();
  open = undefined;
});
afterAll(() => platform.server.close());

async function chatWith(name: string, env: Record<string, string> = {}) {
  const args = ['agents', 'create', '--name', name, '--instructions', 'Be brief.'];
  const { id } = await json<{ id: string }>(args, { env: platform.env });
  const terminal = new Terminal(['play', id], { env: { ...platform.env, ...env } });
  open = terminal;
  await terminal.shows('enter sends');
  return { id, terminal };
}

async function type(terminal: Terminal, line: string): Promise<void> {
  terminal.type(line);
  terminal.type(enter);
}

async function trialsLeft(): Promise<string[]> {
  const query = `data[?metadata.voicectl=='trial'].name`;
  const args = ['agents', 'list', '--all', '--query', query];
  return (await json(args, { env: platform.env })) as unknown as string[];
}

/** The changes that the last words name. */
function keptBy(terminal: Terminal): string {
  const [, file = ''] = / -f (\S+)/.exec(terminal.text.replace(/\r?\n(?!\S* )/g, '')) ?? [];
  return readFileSync(file, 'utf8');
}

const kinder = () => editor('echo "Be kind." > "$1"');
const stored = (id: string) => platform.mock.state.agents.get(id)?.agent;

describe('commands on a terminal', () => {
  it('are shown, and a slip is told with what was meant', async () => {
    const { terminal } = await chatWith('Helper');
    await type(terminal, '/help');
    await terminal.shows('/compare [batch streaming]');
    await type(terminal, '/hstory');
    await terminal.shows('Did you mean /history?');
    await type(terminal, '//etc is a folder');
    await terminal.shows('you › /etc is a folder');
    await type(terminal, '/quit');
    expect(await terminal.exit()).toBe(0);
  });

  it('are completed by the tab key', async () => {
    const { terminal } = await chatWith('Tab');
    terminal.type('/his\t');
    await terminal.shows('/history');
    await type(terminal, '');
    await terminal.shows('Nothing has been said yet.');
    // Names at once, and no quote that stands alone.
    terminal.type('/versus \t');
    await terminal.shows('/versus Tab');
    terminal.type(`${ctrlC}/context o\t`);
    await terminal.shows('/context on  /context off');
    await type(terminal, 'n');
    await terminal.shows('Context is on');
  });

  it('try other instructions, ask again, and give them to the agent when somebody agrees', async () => {
    const { id, terminal } = await chatWith('Editable', kinder());
    await type(terminal, 'Where is my order?');
    await terminal.shows('first token');
    await type(terminal, '/edit');
    await terminal.shows('Editable (edit 1) answers');
    await terminal.shows('you › Where is my order?');
    await terminal.shows('first token');
    await type(terminal, '/edit keep');
    await terminal.shows('Send these instructions to Editable (draft)?');
    expect(stored(id)).toMatchObject({ instructions: 'Be brief.' });
    await type(terminal, 'y');
    await terminal.shows('Sent to Editable (version 2).');
    await terminal.shows('Editable answers.');
    expect(stored(id)).toMatchObject({ instructions: 'Be kind.' });
    await type(terminal, '/quit');
    expect(await terminal.exit()).toBe(0);
    expect(await trialsLeft()).toEqual([]);
  });

  it('show two answers side by side', async () => {
    const { terminal } = await chatWith('Left hand');
    await json(['agents', 'create', '--name', 'Right hand', '--instructions', 'x'], {
      env: platform.env,
    });
    await type(terminal, '/versus "Right hand" Hello!');
    await terminal.shows('Left hand');
    await terminal.shows('Right hand');
    await terminal.shows('first token');
  });
});

describe('the end of a chat while instructions are tried', () => {
  const ends: readonly [string, number | undefined, (terminal: Terminal) => void][] = [
    ['/quit', 0, (terminal) => terminal.type(`/quit${enter}`)],
    ['Ctrl-C', 130, (terminal) => terminal.type(ctrlC)],
    ['SIGTERM', 130, (terminal) => terminal.signal('SIGTERM')],
    // With which code is a matter between the terminal, which goes away, and the process.
    ['SIGHUP', undefined, (terminal) => terminal.signal('SIGHUP')],
  ];

  it.each(ends)('by %s leaves no draft, and names the text', async (_, code, end) => {
    const { id, terminal } = await chatWith('Ending', kinder());
    await type(terminal, '/edit');
    await terminal.shows('Ending (edit 1) answers');
    end(terminal);
    const exit = await terminal.exit();
    if (code !== undefined) expect(exit).toBe(code);
    expect(await trialsLeft()).toEqual([]);
    expect(stored(id)).toMatchObject({ instructions: 'Be brief.' });
    expect(keptBy(terminal)).toBe('instructions: Be kind.\n');
  });

  it('says what it waits for, and names the draft where nobody waits for it', async () => {
    const { terminal } = await chatWith('Hurried', kinder());
    await type(terminal, '/edit');
    await terminal.shows('Hurried (edit 1) answers');
    const [trial] = [...platform.mock.state.agents.values()]
      .map(({ agent }) => agent)
      .filter(({ name }) => name === 'Hurried (edit 1)');
    platform.mock.faults.add({ operation: 'agents.delete', latency: 10_000 });
    terminal.type(ctrlC);
    await terminal.shows('Deleting Hurried (edit 1)…');
    terminal.signal('SIGINT');
    const again = setInterval(() => terminal.signal('SIGINT'), 100);
    expect(await terminal.exit()).toBe(130);
    clearInterval(again);
    platform.mock.faults.clear();
    expect(terminal.text.replace(/\r?\n/g, '')).toContain(
      `voicectl agents delete ${trial?.id} --yes`,
    );
  });
});
