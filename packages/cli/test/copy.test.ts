import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyOf } from '../src/commands/agents/copy';
import { failure, json, startPlatform, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.server.close());

const run = (...args: string[]) => voicectl(args, { env: platform.env });
const printed = async (...args: string[]) => JSON.parse((await run(...args)).stdout);

async function original(extra: object = {}): Promise<Record<string, unknown>> {
  const input = JSON.stringify({ name: 'Support', instructions: 'Be brief.', ...extra });
  return json(['agents', 'create', '-f', '-'], { env: platform.env, input });
}

describe('agents copy', () => {
  it('makes a draft that is like the original, of which nothing changes', async () => {
    const agent = await original({
      policy: 'P',
      modelConfig: { model: 'openai/gpt-4o', modelSettings: { topP: 0.5 } },
      voiceConfig: { pipelineMode: 'batch' },
      metadata: { scope: 'tests' },
    });
    await run('agents', 'activate', String(agent.id));
    const copy = await printed('agents', 'copy', String(agent.id));
    expect(copy).toEqual({
      ...agent,
      name: 'Copy of Support',
      id: expect.not.stringContaining(String(agent.id)),
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    const after = await printed('agents', 'get', String(agent.id));
    expect(after).toMatchObject({ name: 'Support', status: 'active' });
  });

  it('is another one where it is told so', async () => {
    const { id } = await original({ policy: 'P', modelConfig: { model: 'openai/gpt-4o' } });
    const copy = await printed(
      ...['agents', 'copy', String(id), '--name', 'Colder', '--unset', 'policy'],
      ...['--set', 'modelConfig.modelSettings.temperature=0.2'],
    );
    expect(copy).toMatchObject({
      name: 'Colder',
      policy: null,
      modelConfig: { model: 'openai/gpt-4o', modelSettings: { temperature: 0.2 } },
    });
  });

  it('says that it has no resolution criteria, unless it is given some', async () => {
    const { id } = await original({ resolutionCriteria: [{ label: 'L', description: 'D' }] });
    const { stderr } = await run('agents', 'copy', String(id), '-o', 'table');
    expect(stderr).toContain("warning: Resolution criteria can't be read, so the copy has none");
    const criteria = 'resolutionCriteria=[{"label":"L","description":"D"}]';
    const told = await run('agents', 'copy', String(id), '--set', criteria, '-o', 'table');
    expect(told.stderr).not.toContain('warning');
  });

  it('sends nothing with --dry-run', async () => {
    const { id } = await original({ name: 'Dry' });
    const preview = await printed('agents', 'copy', String(id), '--dry-run');
    expect(preview).toMatchObject({ method: 'POST', body: { name: 'Copy of Dry' } });
    const copies = await printed('agents', 'list', '--search', 'Copy of Dry');
    expect(copies.data).toEqual([]);
  });

  it('of nobody is not found', async () => {
    await failure(['agents', 'copy', 'nobody'], 3, { env: platform.env });
  });

  it.each([
    ['Support', 'Copy of Support'],
    ['x'.repeat(128), `Copy of ${'x'.repeat(120)}`],
    [`${'x'.repeat(119)}😀`, `Copy of ${'x'.repeat(119)}`],
  ])('of %s has a name that is short enough', (name, copy) => {
    expect(copyOf(name)).toBe(copy);
  });
});
