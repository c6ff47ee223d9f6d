/** The inspector's agents, goals and worlds, as somebody with a browser uses them. */
import { describe, expect, test } from 'vitest';
import { call, hasBrowser, open, until } from './opened';

describe.skipIf(!hasBrowser)('agents in the inspector', { timeout: 60_000 }, () => {
  const contents = {
    agents: [
      { name: 'Front desk', instructions: 'Be kind.' },
      { name: 'Night line', instructions: 'Be quick.', status: 'active' as const },
      { name: 'Old survey', instructions: 'Ask.', status: 'archived' as const },
    ],
    goals: [{ name: 'Book a call', agent: 'Night line', attached: true }],
  };

  test('an empty world says what to do next, and what it says works', async () => {
    const { page, mock, root } = await open({ world: 'team-1' });
    await page.getByText('This world has no agents yet').waitFor();
    const curl = await page.locator('#agents-empty pre').first().textContent();
    const [, url = '', body = ''] = /curl (\S+) .*-d '(.*)'/s.exec(curl ?? '') ?? [];
    expect(url).toBe(`${root}/__voicectl/worlds/team-1/api/agents`);
    const made = await fetch(url, {
      method: 'POST',
      headers: { 'x-api-key': 'any', 'content-type': 'application/json' },
      body,
    });
    expect(made.status).toBe(201);
    await page.getByRole('button', { name: 'Support', exact: true }).waitFor();
    expect(await page.getByText('This world has no agents yet').isVisible()).toBe(false);
    expect([mock.world('team-1').state.agents.size, mock.state.agents.size]).toEqual([1, 0]);
  });

  test('stand in the column of their status, with counts, and move by the calls of the API', async () => {
    const { page, mock } = await open({ contents });
    const column = (name: string) => page.getByRole('region', { name });
    await column('Draft').getByRole('button', { name: 'Front desk', exact: true }).waitFor();
    expect(await column('Active').getByRole('heading').textContent()).toBe('Active 1');
    await column('Archived').getByRole('button', { name: 'Restore Old survey' }).waitFor();
    expect(await page.getByRole('button', { name: 'Activate Old survey' }).count()).toBe(0);

    await page.getByRole('button', { name: 'Activate Front desk' }).click();
    await column('Active').getByRole('button', { name: 'Front desk', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Archive Front desk' }).click();
    await column('Archived').getByRole('button', { name: 'Front desk', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Restore Old survey' }).click();
    await column('Active').getByRole('button', { name: 'Old survey', exact: true }).waitFor();

    await page.getByRole('button', { name: 'Delete Front desk' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Delete Front desk' }).click();
    await page.getByRole('button', { name: 'Delete agent' }).click();
    await until(() => page.getByRole('button', { name: 'Delete Front desk' }).count()).toBe(0);
    expect(mock.journal.calls().map(({ operation, status }) => `${operation} ${status}`)).toEqual([
      'agents.activate 200',
      'agents.archive 200',
      'agents.restore 200',
      'agents.delete 200',
    ]);
  });

  test('open as the whole of their JSON, are searched, and follow what others do', async () => {
    const { page, root, mock } = await open({ contents });
    await page.getByRole('button', { name: 'Night line', exact: true }).click();
    const record = page.getByRole('dialog', { name: 'Night line' });
    const shown = JSON.parse((await record.locator('pre').textContent()) ?? '');
    const [goal] = mock.state.goals.values();
    expect(shown).toMatchObject({
      agent: { name: 'Night line', status: 'active' },
      attachedGoal: goal?.id,
    });
    await page.keyboard.press('Escape');
    await until(() => record.isVisible()).toBe(false);

    await page.getByRole('searchbox', { name: 'Search' }).fill('desk');
    await page.getByText('No active agent matches.').waitFor();
    await page.getByRole('button', { name: 'Front desk', exact: true }).waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill('');

    await call(root, 'POST', '/agents', { name: 'Newcomer', instructions: 'Hello.' });
    await page.getByRole('button', { name: 'Newcomer', exact: true }).waitFor();
    // Not through the API: nobody tells the page, it looks.
    await mock.reset();
    await until(() => page.getByRole('button', { name: 'Newcomer', exact: true }).count(), {
      timeout: 15_000,
    }).toBe(0);
    // Looking left no trace.
    expect(mock.journal.calls()).toEqual([]);
  });

  test('many of them come in portions', async () => {
    const { page, mock } = await open({
      before: (mock) => mock.generate({ agents: 300, seed: 1 }),
    });
    const active = [...mock.state.agents.values()].filter(
      ({ agent, deletedAt }) => deletedAt === null && agent.status === 'active',
    ).length;
    const cards = page.getByRole('region', { name: 'Active' }).getByRole('listitem');
    await until(() => cards.count()).toBe(20);
    await page.getByRole('button', { name: /Show more active agents/ }).click();
    await until(() => cards.count()).toBe(100);
    await page.getByRole('button', { name: /Show more active agents/ }).click();
    await until(() => cards.count()).toBe(active);
  });

  test('a refusal is shown in the words of the mock, and a key of its own can be given', async () => {
    const { page, mock } = await open({ contents, apiKey: 'sesame' });
    await page.getByRole('button', { name: 'Activate Front desk' }).click();
    await page.getByRole('alert').getByText('401: Invalid credential').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByRole('button', { name: 'Credentials…' }).click();
    await page.getByLabel('API key (agents)').fill('sesame');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('button', { name: 'Activate Front desk' }).click();
    await page.getByRole('status').getByText('Front desk is active.').waitFor();
    expect(mock.journal.calls('agents.activate').map(({ status }) => status)).toEqual([401, 200]);
  });

  test('goals show whose they are and what they are attached to, and can be detached', async () => {
    const { page, mock } = await open({ contents, view: 'goals' });
    await page.getByText('Attached to Night line', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Detach Book a call from Night line' }).click();
    await page.getByText('Attached to no agent').waitFor();
    expect(mock.state.attachments.size).toBe(0);
    await page.getByRole('button', { name: 'Attach Book a call to Night line' }).click();
    await page.getByText('Attached to Night line', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Delete Book a call' }).click();
    await page.getByRole('button', { name: 'Delete goal' }).click();
    await page.getByText('This world has no goals yet.').waitFor();
    expect([mock.state.goals.size, mock.state.attachments.size]).toEqual([0, 0]);
  });
});
