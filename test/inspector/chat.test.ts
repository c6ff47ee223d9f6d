/** The inspector's chat: answers as they come, and as they break. */
import { createKnowledge } from '@voicectl/mock/knowledge';
import { describe, expect, test } from 'vitest';
import { hasBrowser, open, until } from './opened';

describe.skipIf(!hasBrowser)('the chat in the inspector', { timeout: 60_000 }, () => {
  const contents = { agents: [{ name: 'Front desk', instructions: 'Be kind.' }] };
  const ask = 'When do you open?';

  test('streams an answer token by token, with its usage and times', async () => {
    const { page, mock } = await open({ contents, pace: { firstToken: 20, token: 20 } });
    await page.getByRole('button', { name: 'Chat with Front desk' }).click();
    await page.evaluate(`
      globalThis.lengths = new Set();
      new MutationObserver(() => lengths.add(document.querySelector('.answer').textContent.length))
        .observe(document.getElementById('chat-log'), { childList: true, subtree: true });
    `);
    await page.getByLabel('Message', { exact: true }).fill(ask);
    await page.keyboard.press('Enter');
    await page.getByText(/\d+ tokens in, \d+ out · first token after .* in all/).waitFor();
    expect(await page.evaluate('lengths.size')).toBeGreaterThan(3);
    await page.getByRole('log').getByText(ask).waitFor();
    expect(mock.journal.calls('agents.test')).toMatchObject([
      { status: 200, body: { message: ask } },
    ]);
    expect(await page.getByRole('status').getByText('Answered.').count()).toBe(1);
  });

  test('shows what an answer was made from', async () => {
    const text = 'We open at nine and close at six.';
    const knowledgeBaseConfig = { knowledgeBaseId: '550e8400-e29b-41d4-a716-446655440000' };
    const { page } = await open({
      view: 'chat',
      contents: { agents: [{ name: 'Front desk', instructions: 'Be kind.', knowledgeBaseConfig }] },
      knowledge: createKnowledge([{ group: 'hours', name: 'hours/open.md', text }]),
    });
    await page.getByLabel('Message', { exact: true }).fill(ask);
    await page.keyboard.press('Enter');
    await page.getByText('1 source', { exact: true }).click();
    await page.getByText(`hours/open.md: ${text}`).waitFor();
    await page.getByRole('link', { name: 'Journal' }).click();
    await page.locator('#journal-list summary', { hasText: 'agents.test' }).click();
    await page.locator('#journal-list pre').getByText('hours/open.md').waitFor();
  });

  test('is stopped, and goes on', async () => {
    const { page, mock } = await open({ contents, view: 'chat', pace: { token: 60_000 } });
    await page.getByLabel('Message', { exact: true }).fill(ask);
    await page.getByRole('button', { name: 'Send' }).click();
    await until(() => page.locator('.answer').textContent()).not.toBe('');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('log').getByText('Stopped.').waitFor();
    await until(() => mock.journal.calls('agents.test')).toHaveLength(1);
    expect(await page.getByRole('button', { name: 'Send' }).isEnabled()).toBe(true);
  });

  test.each([
    [{ status: 503 }, '503:'],
    [{ drop: 2 }, 'The connection broke before the answer was done'],
    [{ drop: { tokens: 2, by: 'end' as const } }, 'The stream ended before the answer was done'],
    [{ html: true as const }, 'the body is no JSON'],
    [{ reset: 'before' as const }, 'The connection broke before an answer came'],
  ])('an answer that breaks by %j says so', async (fault, words) => {
    const { page } = await open({ contents, view: 'chat', faults: [fault] });
    await page.getByLabel('Message', { exact: true }).fill(ask);
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText(words).waitFor();
    await page.getByRole('status').getByText('Not answered.').waitFor();
  });

  test('a world without agents says how to get one', async () => {
    const { page } = await open({ view: 'chat' });
    await page.getByText('There is no agent to talk to yet.').waitFor();
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  });
});
