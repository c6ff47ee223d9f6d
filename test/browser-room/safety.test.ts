/** The room in the browser for everybody, whatever an agent says: who gets in, what is run, how it is used. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasBrowser, open, sounds, until } from './opened';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What Chromium says of a socket that is not answered. */
const lost = /WebSocket connection to 'ws:/;

describe.skipIf(!hasBrowser)('the page of a room', { timeout: 60_000 }, () => {
  test('forgets the link, comes back when it is loaded again, and nobody else does', async () => {
    const { room, page } = await open();
    expect(page.url()).toBe(`http://127.0.0.1:${room.port}/`);
    await page.getByLabel('Message').fill('Hello');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await until(() => room.of('turn.ended').length).toBe(1);
    await page.reload();
    await page.getByText('Connected', { exact: true }).waitFor();
    await page.locator('.question', { hasText: 'Hello' }).waitFor();
    const stranger = await page.context().newPage();
    await stranger.goto(room.url);
    await stranger.getByText('This link has been used').waitFor();
    expect(await stranger.getByLabel('Message').isVisible()).toBe(false);
    expect(await page.getByText('Connected', { exact: true }).isVisible()).toBe(true);
  });

  test('cut off in mid-answer, the answer is; closed for good, the room is', async () => {
    const { room, page } = await open();
    await page.getByLabel('Message').fill('Tell me a story');
    await page.keyboard.press('Enter');
    await sounds(page, 'wave-answer', true);
    await page.close({ runBeforeUnload: true });
    await until(() => room.of('turn.ended')[0]?.stopped).toBe(true);
    expect(await room.ended()).toBe(0);
  });

  test('says that voicectl is gone, and lets nobody in by an old key when it is back', async () => {
    const { room, page, another } = await open({ expected: lost });
    await page.getByLabel('Message').fill('Tell me a story');
    await page.keyboard.press('Enter');
    await sounds(page, 'wave-answer', true);
    await room.close();
    await page.getByText('voicectl does not answer').waitFor();
    await sounds(page, 'wave-answer', false);
    await another(['--port', String(room.port)]);
    await page.getByText('This link has been used').waitFor();
  });

  test('says what to do when voicectl is gone, and takes a new link where it is', async () => {
    const { room, page, another } = await open({ expected: lost });
    await room.close();
    await page.getByText('voicectl play --web begins another').waitFor();
    expect(await page.locator('#talk-hint').textContent()).toBe('');
    const next = await another(['--port', String(room.port)]);
    await page.getByText('This link has been used').waitFor();
    await page.goto(next.url);
    await page.getByText('Connected', { exact: true }).waitFor();
    expect(await page.getByText('voicectl play --web begins another').isVisible()).toBe(false);
  });

  test('is no page of another site, nor part of one', async () => {
    const { room, page } = await open({ expected: /.*/ });
    const foreign = await page.context().newPage();
    // Another site, as far as a browser knows.
    await foreign.goto(`http://localhost:${room.port}/`);
    await foreign.getByText('This link has been used').waitFor();
    const opened = await foreign.evaluate(`new Promise((resolve) => {
      const socket = new WebSocket('ws://127.0.0.1:${room.port}/talk');
      socket.onopen = () => resolve(true);
      socket.onerror = () => resolve(false);
    })`);
    expect(opened).toBe(false);
  });

  test('shows markup in answers and messages as what it is: text', async () => {
    const markup = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
    const { room, page } = await open();
    await page.getByLabel('Message').fill(markup);
    await page.keyboard.press('Enter');
    await page.locator('.question').getByText(markup).waitFor();
    await until(() => room.of('token').length).toBeGreaterThan(0);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(1);
  });

  test('shows nothing that turns round what is written, and no control characters', async () => {
    const { room, page } = await open({ answer: 'A \u202eb\u202c\u001b[31m\u0000c.' });
    await page.getByLabel('Message').fill('Hello');
    await page.keyboard.press('Enter');
    await until(() => room.of('turn.ended').length).toBe(1);
    await until(() => page.locator('.answer').textContent()).toBe('A b[31mc.');
  });

  test.each(['light', 'dark'] as const)(
    'can be used by everybody, when it is %s',
    async (colorScheme) => {
      const { room, page } = await open({ browser: { colorScheme } });
      expect(await violationsOf(page)).toEqual([]);
      await page.getByLabel('Message').fill('Tell me a story');
      await page.keyboard.press('Enter');
      await sounds(page, 'wave-answer', true);
      expect(await violationsOf(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await until(() => room.of('turn.ended').length).toBe(1);
      await page.getByText('Stopped.').waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'End', exact: true }).click();
      await page.getByText('The conversation is over').waitFor();
      expect(await violationsOf(page)).toEqual([]);
    },
  );

  test('fits a telephone', async () => {
    const { page } = await open({ browser: { viewport: { width: 360, height: 640 } } });
    await page.getByLabel('Message').fill('word'.repeat(200));
    await page.keyboard.press('Enter');
    await page.locator('.question').waitFor();
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
    expect(widths).toEqual([360, 360]);
  });

  test('is used by keyboard alone', async () => {
    const { room, page } = await open();
    const focused = () => page.evaluate('document.activeElement?.id');
    const order: unknown[] = [];
    for (let step = 0; step < 8; step++) {
      await page.keyboard.press('Tab');
      order.push(await focused());
    }
    expect(order.slice(0, 6)).toEqual(['end', 'log', 'message', 'send', 'mode', 'voice']);
    await page.getByLabel('Message').focus();
    await page.keyboard.type('a b');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until(() => room.of('turn.started')[0]?.message).toBe('a b');
  });
});

async function violationsOf(page: Page): Promise<unknown[]> {
  // The page lets no script in; a debugger may.
  await page.evaluate(await readFile(axe, 'utf8'));
  const { violations } = (await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  )) as { violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] };
  return violations.map(({ id, nodes }) => [id, nodes.map(({ failureSummary }) => failureSummary)]);
}
