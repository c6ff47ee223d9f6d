/** `voicectl mcp` as an assistant meets it: which tools there are, and what they do. */
import { agentEndpoints, goalEndpoints } from '@voicectl/sdk/contract';
import { describe, expect, it } from 'vitest';
import { assistant, platform } from './assistant';
import { newFolder } from './voicectl';

const reads = ['agents_list', 'agents_get', 'goals_list', 'goals_get'];
const all = [...Object.values(agentEndpoints), ...Object.values(goalEndpoints)].map(
  ({ operation }) => operation.replace('.', '_'),
);

describe('the tools', () => {
  it('are those that read, and nothing that changes or costs', async () => {
    const it = await assistant(['--mock']);
    expect((await it.toolNames()).sort()).toEqual([...reads].sort());
  });

  it('are one for each call of the contract with --allow-writes', async () => {
    const it = await assistant(['--mock', '--allow-writes']);
    expect((await it.toolNames()).sort()).toEqual([...all].sort());
  });

  it.each(['legacy', 'auto'] as const)(
    'are there for a client of the %s handshake',
    async (revision) => {
      const it = await assistant(['--mock'], { revision });
      expect(it.client.getNegotiatedProtocolVersion()).toMatch(
        revision === 'legacy' ? /^2025-/ : /^2026-/,
      );
      expect(await it.toolNames()).toEqual(reads);
      expect(await it.call('agents_list')).toMatchObject({ isError: false, value: { data: [] } });
    },
  );

  it('tell what they do to the platform', async () => {
    const { client } = await assistant(['--mock', '--allow-writes']);
    const { tools } = await client.listTools();
    const hints = (name: string) => tools.find((tool) => tool.name === name)?.annotations;
    expect(
      tools.filter(({ annotations }) => annotations?.readOnlyHint).map(({ name }) => name),
    ).toEqual(reads);
    expect(hints('agents_get')).toMatchObject({ destructiveHint: false, idempotentHint: true });
    expect(hints('agents_create')).toMatchObject({ destructiveHint: false, idempotentHint: false });
    expect(hints('agents_update')).toMatchObject({ destructiveHint: true, idempotentHint: true });
    expect(hints('agents_delete')).toMatchObject({ destructiveHint: true, idempotentHint: false });
    expect(hints('agents_test')).toMatchObject({ readOnlyHint: false, destructiveHint: false });
    for (const tool of tools) expect(tool.title && tool.description, tool.name).toBeTruthy();
  });

  it('that are held back say who can let them through', async () => {
    const { env, mock } = await platform();
    const it = await assistant([], { env });
    for (const name of all.filter((tool) => !reads.includes(tool))) {
      const { isError, value } = await it.call(name, { id: 'x' });
      expect(isError).toBe(true);
      expect(value.error).toMatchObject({ code: 'WRITES_NOT_ALLOWED' });
      expect(value.error?.hint).toContain('--allow-writes');
    }
    expect(mock.journal.calls()).toEqual([]);
  });

  it('that do not exist are an error of the protocol, which names those that do', async () => {
    const it = await assistant(['--mock']);
    await expect(it.call('agents_destroy')).rejects.toThrow(
      /no tool "agents_destroy".*agents_list/,
    );
  });

  it('come with words about the platform, its lifecycle and what is allowed', async () => {
    const reader = (await assistant(['--mock'])).client.getInstructions();
    const writer = (await assistant(['--mock', '--allow-writes'])).client.getInstructions();
    for (const text of [reader, writer]) expect(text).toMatch(/draft to active.*archived/s);
    expect(reader).toContain('only reads');
    expect(writer).toContain('real callers');
  });
});

describe('an assistant with --allow-writes', () => {
  it('leads an agent from a draft to its end, and a goal with it', async () => {
    const { env, mock } = await platform();
    const it = await assistant(['--allow-writes'], { env });
    // Knowing the tools, the client checks each result against its schema.
    await it.client.listTools();
    const used = new Set<string>();
    const done = async (name: string, args: Record<string, unknown>) => {
      used.add(name);
      const result = await it.call(name, args);
      expect(result, name).toMatchObject({ isError: false, words: [] });
      expect(JSON.parse(result.texts[0] ?? '')).toEqual(result.value);
      return result.value;
    };

    const { id } = await done('agents_create', { name: 'Ann', instructions: 'Be brief.' });
    expect(await done('agents_get', { id })).toMatchObject({ name: 'Ann', status: 'draft' });
    const changes = { policy: 'No refunds.', metadata: { team: 'a' } };
    expect(await done('agents_update', { id, ...changes })).toMatchObject({
      version: 2,
      ...changes,
    });
    expect(await done('agents_activate', { id })).toMatchObject({ status: 'active' });
    expect(await done('agents_list', { search: 'ann', status: 'active', limit: 1 })).toMatchObject({
      data: [{ id }],
      meta: { total: 1, limit: 1 },
    });
    expect(await done('agents_test', { id, message: 'Hi' })).toHaveProperty('response');

    const description = 'Get a number to call back';
    const { name } = await done('goals_generate', { description });
    const goal = await done('goals_create', { name, description, agent_id: id });
    expect(await done('goals_get', { id: goal.id })).toMatchObject({ name, agent_id: id });
    expect(await done('goals_update', { id: goal.id, priority: 2 })).toMatchObject({ priority: 2 });
    expect(await done('goals_list', { agentId: id })).toMatchObject({
      count: 1,
      items: [{ name }],
    });
    await done('goals_attach', { goalId: goal.id, agentId: id });
    await done('goals_detach', { agentId: id });
    await done('goals_delete', { id: goal.id });

    expect(await done('agents_archive', { id })).toMatchObject({ status: 'archived' });
    expect(await done('agents_restore', { id })).toMatchObject({ status: 'active' });
    expect(await done('agents_delete', { id })).toEqual({ id, deleted: true });

    expect([...used].sort()).toEqual([...all].sort());
    expect(mock.journal.calls().every(({ status }) => status < 400)).toBe(true);
    expect(it.stderr).toBe('');
  });

  it('works on the embedded platform, which the command line then shows', async () => {
    const cwd = newFolder();
    const first = await assistant(['--mock', '--allow-writes'], { cwd });
    await first.call('agents_create', { name: 'Kept', instructions: 'x' });
    await first.close();
    const second = await assistant(['--mock'], { cwd });
    expect(await second.call('agents_list')).toMatchObject({ value: { data: [{ name: 'Kept' }] } });
  });

  it('is shown what would be sent with --dry-run, and nothing is', async () => {
    const { env, mock } = await platform();
    const it = await assistant(['--allow-writes', '--dry-run'], { env });
    const { isError, value, words } = await it.call('agents_delete', { id: 'a1' });
    expect(isError).toBe(false);
    expect(value).toMatchObject({ method: 'DELETE', url: `${env.VOICECTL_AGENTS_URL}/agents/a1` });
    expect(words.join()).toContain('Nothing was sent');
    expect(JSON.stringify(value)).not.toContain(env.VOICECTL_AGENTS_API_KEY);
    expect(mock.journal.calls()).toEqual([]);
  });

  it('is told of keys that the contract does not know, which are sent all the same', async () => {
    const { env, mock } = await platform();
    const it = await assistant(['--allow-writes'], { env });
    const input = {
      name: 'A',
      instructions: 'x',
      id: 'mine',
      modelConfig: { model: 'openai/x', temprature: 1 },
    };
    const { isError, words } = await it.call('agents_create', input);
    expect(isError).toBe(false);
    expect(words.join()).toContain('id, modelConfig.temprature');
    expect(mock.journal.calls().at(-1)?.body).toEqual(input);
  });

  it('may look at the goals of others, where the token may', async () => {
    const { env, mock } = await platform({
      seedAgents: 3,
      seed: 'goals',
      adminToken: 'test-token',
    });
    const it = await assistant([], { env });
    const { value } = await it.call<{ items: { id: string }[] }>('goals_list', { adminMode: true });
    const id = value.items[0]?.id;
    const goal = await it.call('goals_get', { id, adminMode: true });
    expect(goal).toMatchObject({
      isError: false,
      value: { id, owner: { id: expect.any(String) } },
    });
    await it.call('goals_get', { id });
    const [first, second] = mock.journal.calls('goals.get').map(({ body }) => body);
    expect(first).toMatchObject({ id, data: { adminMode: true } });
    expect(second).not.toHaveProperty('data');
  });

  it('is refused arguments that lead nowhere', async () => {
    const it = await assistant(['--mock', '--allow-writes']);
    const { value } = await it.call('agents_delete', { id: 'a1', soft: true });
    expect(value.error).toMatchObject({ code: 'INVALID_INPUT', problems: [{ path: 'soft' }] });
  });
});
