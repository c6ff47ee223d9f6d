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
    expect(message).toBe('Change what?');
  });

  it('shows a goal as a table', async () => {
    const id = await create('Tabled');
    const { stdout } = await voicectl(['goals', 'get', id, '-o', 'table'], { env: platform.env });
    expect(stdout).toMatch(/^id +[0-9a-f-]{36}$/m);
    expect(stdout).toMatch(/^name +Tabled$/m);
  });
});
