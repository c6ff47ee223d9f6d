import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure, json, startPlatform, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
let agentId: string;
beforeAll(async () => {
  platform = await startPlatform();
  const agent = await data('agents', 'create', '--name', 'Owner', '--instructions', 'Be brief.');
  agentId = String(agent.id);
});
afterAll(() => platform.server.close());

const data = (...args: string[]) => json(args, { env: platform.env });
const create = async (name: string) =>
  String((await data('goals', 'create', '--name', name, '--agent-id', agentId)).id);

describe('voicectl goals', () => {
  it('creates, reads, changes and deletes', async () => {
    const id = await create('Book a callback');
    expect(await data('goals', 'get', id)).toMatchObject({ agent_id: agentId, status: 'active' });
    const changed = await data('goals', 'update', id, '--priority', '2', '--description', 'Soon');
    expect(changed).toMatchObject({ priority: 2, description: 'Soon', name: 'Book a callback' });
    await data('goals', 'delete', id, '--yes');
    expect(await failure(['goals', 'get', id], 3, { env: platform.env })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('lists with filters, newest first', async () => {
    const first = await create('First');
    const second = await create('Second');
    const { items } = await data('goals', 'list', '--agent-id', agentId, '--limit', '2');
    expect((items as { id: string }[]).map(({ id }) => id)).toEqual([second, first]);
  });

  it('attaches, replaces and detaches', async () => {
    const [first, second] = [await create('One'), await create('Two')];
    await data('goals', 'attach', first, agentId);
    expect(await data('goals', 'attach', second, agentId)).toMatchObject({ replaced: first });
    expect(await data('goals', 'detach', agentId)).toMatchObject({ goalId: second });
    await failure(['goals', 'detach', agentId], 3, { env: platform.env });
  });

  it('takes an agent by its name where it is attached', async () => {
    const goal = await create('By name');
    expect(await data('goals', 'attach', goal, 'Owner')).toMatchObject({ agentId });
    expect(await data('goals', 'detach', 'Owner')).toMatchObject({ goalId: goal });
  });

  it.each(['--agent-id', '--agent'])('takes the name of its agent at %s', async (flag) => {
    const other = await data('agents', 'create', '--name', `By ${flag}`, '--instructions', 'B');
    const made = await data('goals', 'create', '--name', 'Named', flag, `By ${flag}`);
    expect(made).toMatchObject({ agent_id: other.id });
    expect((await data('goals', 'list', flag, `By ${flag}`)).items).toEqual([made]);
    const moved = await data('goals', 'update', String(made.id), flag, 'Owner');
    expect(moved).toMatchObject({ agent_id: agentId });
    const missing = await failure(['goals', 'list', flag, 'Nobody at all'], 3, {
      env: platform.env,
    });
    expect(missing.message).toContain('No agent has the id or name "Nobody at all"');
  });

  it('asks for no agent to find out what its id is', async () => {
    const before = platform.mock.journal.calls().length;
    await data('goals', 'list', '--agent-id', agentId);
    const asked = platform.mock.journal.calls().slice(before);
    expect(asked.map(({ operation }) => operation)).toEqual(['goals.list']);
  });

  it('refuses two agents for one goal, and a goal of nobody, by their flags', async () => {
    const { env } = platform;
    const both = ['goals', 'list', '--agent', 'Owner', '--agent-id', agentId];
    expect((await failure(both, 2, { env })).message).toMatch(/--agent and --agent-id/);
    const nobody = await failure(['goals', 'create', '--name', 'Lost'], 2, { env });
    expect(nobody.message).toBe('A goal needs --agent-id');
    expect(nobody.problems).toEqual([{ path: 'agent_id', message: 'is required: --agent-id' }]);
  });

  it('says so when the goal and its agent change places', async () => {
    const { env } = platform;
    const goal = await create('In its place');
    for (const args of [
      ['Owner', 'In its place'],
      [agentId, goal],
    ] as const) {
      const { message, hint } = await failure(['goals', 'attach', ...args], 2, { env });
      expect(message).toContain('is an agent, and');
      expect(hint).toContain('voicectl goals attach');
    }
    await failure(['goals', 'attach', 'Owner', 'Nothing of that name'], 3, { env });
    await failure(['goals', 'attach', goal, goal], 3, { env });
  });

  it('says that nothing is attached where no goal was named', async () => {
    const { env } = platform;
    const nothing = await failure(['goals', 'detach', agentId], 3, { env });
    expect(nothing).toMatchObject({
      code: 'NOT_FOUND',
      message: 'Nothing is attached to agent "Owner"',
      status: 404,
    });
    const named = await failure(['goals', 'detach', agentId, '--goal-id', agentId], 3, { env });
    expect(named.message).toContain('No such goal is attached');
    const nobody = '550e8400-e29b-41d4-a716-446655440000';
    expect((await failure(['goals', 'detach', nobody], 3, { env })).message).toContain(nobody);
  });

  it('says that a change was saved, to a person', async () => {
    const id = await create('Saved');
    const args = ['goals', 'update', id, '--priority', '3', '-o', 'table'];
    expect(await voicectl(args, { env: platform.env })).toMatchObject({ stderr: 'Saved.\n' });
  });

  it('suggests typed fields from a description and saves nothing', async () => {
    const before = await data('goals', 'list');
    const suggestion = await data('goals', 'generate', 'Collect name and email to call back');
    expect(suggestion.fields).toMatchObject([{ type: 'string' }, { type: 'email' }]);
    expect(await data('goals', 'list')).toEqual(before);
  });

  it('takes a goal from a file', async () => {
    const input = JSON.stringify({
      name: 'From JSON',
      agent_id: agentId,
      lead_info_fields: [{ name: 'email' }],
    });
    const goal = await json(['goals', 'create', '-f', '-'], { env: platform.env, input });
    expect(goal).toMatchObject({ lead_info_fields: [{ name: 'email' }] });
  });

  it('refuses an empty change before anything is sent', async () => {
    const id = await create('Unchanged');
    const { message } = await failure(['goals', 'update', id], 2, { env: platform.env });
    expect(message).toBe('Nothing to change was given');
  });

  it('shows a goal as a table', async () => {
    const id = await create('Tabled');
    const { stdout } = await voicectl(['goals', 'get', id, '-o', 'table'], { env: platform.env });
    expect(stdout).toMatch(/^id +[0-9a-f-]{36}$/m);
    expect(stdout).toMatch(/^name +Tabled$/m);
  });
});
