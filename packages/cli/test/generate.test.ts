import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestOf } from '../src/commands/goals/suggestion';
import {
  ctrlC,
  enter,
  failure,
  json,
  newFolder,
  type RunOptions,
  startPlatform,
  Terminal,
  voicectl,
} from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
let agentId: string;
beforeAll(async () => {
  platform = await startPlatform();
  const agent = await data(['agents', 'create', '--name', 'Owner', '--instructions', 'Be brief.']);
  agentId = String(agent.id);
});
afterAll(() => platform.server.close());

const idea = 'Collect name and email, to call back';
const down = '\u001b[B';
const data = (args: string[], options: RunOptions = {}) =>
  json(args, { ...options, env: platform.env });
const goals = () => [...platform.mock.state.goals.values()];
const generated = () => platform.mock.journal.calls('goals.generate').length;

function editor(script: string): Record<string, string> {
  const folder = newFolder();
  const file = join(folder, 'editor.sh');
  writeFileSync(file, script);
  return { ...platform.env, TMPDIR: folder, VISUAL: `sh ${file}` };
}

describe('goals generate', () => {
  it('takes the description from a file or from standard input', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'idea.txt'), `\uFEFF${idea}\r\n`);
    const suggested = await data(['goals', 'generate', idea]);
    expect(await data(['goals', 'generate', '@idea.txt'], { cwd })).toEqual(suggested);
    expect(await data(['goals', 'generate', '-'], { input: `${idea}\n` })).toEqual(suggested);
    expect((await failure(['goals', 'generate', '-'], 2, { env: platform.env })).message).toContain(
      'standard input is empty',
    );
  });

  it('saves unattended, and prints the goal', async () => {
    const goal = await data(['goals', 'generate', idea, '--save', '--agent', 'Owner', '--attach']);
    expect(goal).toMatchObject({
      agent_id: agentId,
      lead_info_fields: [{ name: 'name' }, { name: 'email', type: 'email' }],
    });
    expect(platform.mock.state.attachments.get(agentId)).toBe(goal.id);
  });

  it.each([
    [['--save'], 2],
    [['--agent', 'Owner'], 2],
    [['--attach'], 2],
    [['--save', '--agent', 'Nobody'], 3],
  ])('with %j asks for nothing that it could not use', async (flags, code) => {
    const before = generated();
    await failure(['goals', 'generate', idea, ...flags], code, { env: platform.env });
    expect(generated()).toBe(before);
  });

  it('keeps what was suggested when it can not be saved', async () => {
    platform.mock.faults.add({ operation: 'goals.create', status: 500, times: 10 });
    const args = ['goals', 'generate', idea, '--save', '--agent', agentId];
    const { code, stderr } = await voicectl([...args, '-o', 'table'], { env: platform.env });
    platform.mock.faults.clear();
    expect(code).toBe(1);
    const file = / -f (\S+)/.exec(stderr)?.[1] ?? '';
    const goal = await data(['goals', 'create', '--agent-id', agentId, '-f', file]);
    expect(goal).toMatchObject({ lead_info_fields: [{ name: 'name' }, { name: 'email' }] });
  });

  it('prints the goal that is saved, also when it can not be attached', async () => {
    platform.mock.faults.add({ operation: 'goals.attach', status: 500, times: 10 });
    const args = ['goals', 'generate', idea, '--save', '--agent', agentId, '--attach'];
    const { code, stdout, stderr } = await voicectl(args, { env: platform.env });
    platform.mock.faults.clear();
    expect(code).toBe(1);
    const { id } = JSON.parse(stdout);
    expect(stderr).toContain(`voicectl goals attach ${id} ${agentId}`);
    expect(stderr).not.toContain('is kept');
  });

  it('with --dry-run shows what would be asked', async () => {
    const before = generated();
    const args = ['goals', 'generate', idea, '--save', '--agent', agentId, '--dry-run'];
    expect(await data(args)).toMatchObject({ body: { action: 'generate' } });
    expect(generated()).toBe(before);
  });
});

describe('goals generate on a terminal', () => {
  const open = (env: Record<string, string>, ...flags: string[]) =>
    new Terminal(['goals', 'generate', idea, ...flags], { env });

  it('saves for an agent that is picked', async () => {
    const before = goals().length;
    const terminal = open(platform.env);
    await terminal.shows('field email');
    await terminal.shows('What about this goal?');
    terminal.type(enter);
    await terminal.shows('Which agent?');
    terminal.type(enter);
    await terminal.shows('Saved. Next: voicectl goals attach');
    expect(await terminal.exit()).toBe(0);
    expect(goals()).toHaveLength(before + 1);
  });

  it('lets it be edited first, and shows what was', async () => {
    const script = `echo 'Name?'; read name; sed -i "s/^name: .*/name: $name/" "$1"`;
    const terminal = open(editor(script), '--agent', agentId);
    await terminal.shows('What about this goal?');
    terminal.type(`${down}${enter}`);
    await terminal.shows('Name?');
    terminal.type(`Typed${enter}`);
    await terminal.shows('+ name: Typed');
    await terminal.shows('What about this goal?');
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect(goals().at(-1)).toMatchObject({ name: 'Typed', agent_id: agentId });
  });

  it('asks again when the editor fails', async () => {
    const before = goals().length;
    const terminal = open(editor('exit 1'));
    await terminal.shows('What about this goal?');
    terminal.type(`${down}${enter}`);
    await terminal.shows('failed (exit code 1)');
    await terminal.shows('What about this goal?');
    terminal.type(`${down}${down}${enter}`);
    await terminal.shows('Nothing was saved.');
    expect(await terminal.exit()).toBe(0);
    expect(goals()).toHaveLength(before);
  });

  it('keeps the goal at Ctrl-C', async () => {
    const env = editor('');
    const terminal = open(env);
    await terminal.shows('What about this goal?');
    terminal.type(ctrlC);
    expect(await terminal.exit()).toBe(130);
    const file = / -f (\S+goal\.yaml)/.exec(terminal.text.replace(/\s+/g, ' '))?.[1] ?? '';
    expect(readFileSync(file, 'utf8')).toContain('lead_info_fields:');
  });
});

describe('a suggestion', () => {
  it.each([
    [
      { name: 'N', priority: 1 },
      { name: 'N', priority: 1 },
    ],
    [{ name: 'N', description: null, priority: null, fields: [] }, { name: 'N' }],
    [{ description: 'D' }, { name: 'First line', description: 'D' }],
    [{ name: '', other: 1 }, { name: 'First line' }],
  ])('%j is the goal %j', (suggestion, goal) => {
    expect(requestOf(suggestion, '  First line\nSecond line')).toEqual(goal);
  });
});
