/** The inspector for everybody, whatever the data holds: what it may load, how it is read, by keyboard, in any light. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { call, hasBrowser, open, until } from './opened';

const views = ['agents', 'goals', 'journal', 'faults', 'chat', 'contents'];
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe.skipIf(!hasBrowser)('the inspector', { timeout: 120_000 }, () => {
  const contents = {
    agents: [
      { name: 'Front desk', instructions: 'Be kind.' },
      { name: 'Night line', instructions: 'Be quick.', status: 'active' as const },
    ],
    goals: [{ name: 'Book a call', agent: 'Night line', attached: true }],
  };

  test('is one small document that may load nothing else', async () => {
    const { root } = await open();
    const response = await fetch(`${root}/__voicectl`);
    const policy = response.headers.get('content-security-policy')?.split('; ') ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(
      policy.filter((rule) => /^(script|style)-src '(sha256-[\w+/=]+)'$/.test(rule)),
    ).toHaveLength(2);
    const text = await response.text();
    const bytes = gzipSync(text).length;
    expect(bytes, `${text.length} bytes, ${bytes} on the wire`).toBeLessThan(20_000);
    expect(text.match(/https?:\/\/[^'" ]+/g)).toEqual(['http://www.w3.org/2000/svg']);
  });

  test('shows markup in names, paths, bodies and errors as what it is: text', async () => {
    const markup = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
    const name = `${markup}&amp;`;
    const { page, root } = await open({
      contents: {
        agents: [{ name, instructions: markup }],
        goals: [{ name: markup, agent: name, status: markup, attached: true }],
      },
      faults: [{ operation: 'goals.list', status: 503, body: markup }],
    });
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('dialog', { name }).waitFor();
    await page.keyboard.press('Escape');
    await fetch(`${root}/api/agents/${encodeURIComponent(markup)}`, {
      headers: { 'x-api-key': 'k' },
    });
    await call(root, 'POST', '/agents', { name: markup.repeat(9), [markup]: markup });
    for (const view of views) {
      await page.goto(`${root}/__voicectl#/default/${view}`);
      await page.locator(`#${view}`).waitFor();
    }
    await page.goto(`${root}/__voicectl#/default/goals`);
    await page.locator('#goals-list').getByText(markup).first().waitFor();
    await page.goto(`${root}/__voicectl#/default/journal`);
    for (const operation of ['agents.get', 'agents.create']) {
      await page.locator('#journal-list summary', { hasText: operation }).click();
    }
    await page.locator('#journal-list pre').getByText('onerror').waitFor();
    await page.goto(`${root}/__voicectl#/default/chat`);
    await page.getByLabel('Message', { exact: true }).fill(markup);
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Answered.').waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
  });

  test('is used by keyboard alone, from switching a fault on to reading what it did', async () => {
    const { page, mock } = await open({ contents });
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () =>
      page.evaluate(`
      (() => {
        const { id, tagName, textContent, ariaLabel } = document.activeElement;
        return id || ariaLabel || textContent || tagName;
      })()
    `);
    const tabTo = async (what: string) => {
      for (let steps = 0; steps < 80; steps++) {
        if ((await focused()) === what) return;
        await press('Tab');
        const outline = await page.evaluate(
          'getComputedStyle(document.activeElement).outlineStyle',
        );
        expect(outline, `${await focused()} shows that it has the focus`).not.toBe('none');
      }
      throw new Error(`Tab does not lead to ${what}`);
    };
    await page.getByRole('button', { name: 'Activate Front desk' }).waitFor();

    await tabTo('skip');
    await press('Enter', 'Tab');
    expect(await focused()).toBe('agents-search');
    await tabTo('Activate Front desk');
    await press('Enter');
    // The card has moved to another column, and the focus with it.
    await page.getByRole('region', { name: 'Active' }).getByText('Front desk').waitFor();
    await until(focused).toBe('Front desk');
    await press('Enter');
    await page.getByRole('dialog', { name: 'Front desk' }).waitFor();
    await press('Escape');
    await until(() => page.getByRole('dialog').count()).toBe(0);
    await until(focused).toBe('Front desk');

    await press('Shift+Tab');
    for (let steps = 0; (await focused()) !== 'Faults 0' && steps < 30; steps++)
      await press('Shift+Tab');
    await press('Enter');
    await page.getByRole('heading', { name: 'Switch a fault on' }).waitFor();
    await tabTo('fault-choice');
    await page.keyboard.type('503');
    await tabTo('fault-operation');
    await page.keyboard.type('agents.test');
    await tabTo('Switch on');
    await press('Enter');
    await page.getByText('fault-1', { exact: true }).waitFor();

    for (let steps = 0; (await focused()) !== 'Chat' && steps < 30; steps++)
      await press('Shift+Tab');
    await press('Enter');
    // Tab would leave the page where the view has not come yet.
    await page.locator('#chat-agent').waitFor();
    await tabTo('chat-agent');
    await page.keyboard.type('Night');
    await tabTo('chat-message');
    await page.keyboard.type('Hello?');
    await press('Enter');
    await page.getByRole('status').getByText('Not answered.').waitFor();
    expect(await focused()).toBe('chat-message');

    for (let steps = 0; (await focused()) !== 'Journal' && steps < 30; steps++)
      await press('Shift+Tab');
    await press('Enter');
    await page.locator('#journal-list summary').nth(1).waitFor();
    await tabTo('journal-clear');
    await press('Tab');
    expect(await focused()).toContain('agents.test');
    await press('ArrowUp');
    expect(await focused()).toContain('agents.activate');
    await press('End', 'Enter');
    await page.locator('#journal-list dd').getByText('fault-1').waitFor();
    expect(mock.journal.calls().map(({ operation }) => operation)).toEqual([
      'agents.activate',
      'agents.test',
    ]);
  });

  test.each(['light', 'dark'] as const)(
    'has no barrier that axe finds, in %s',
    async (colorScheme) => {
      const { page, root } = await open({
        before: (mock) => mock.add(contents),
        browser: { colorScheme, viewport: { width: 1280, height: 800 } },
        faults: [{ operation: 'agents.get', status: 503 }],
      });
      await call(root, 'GET', '/agents/x');
      await call(root, 'GET', '/agents');
      await call(root, 'GET', '/nowhere');
      const source = await readFile(axe, 'utf8');
      await page.evaluate(source);
      for (const view of views) {
        await page.goto(`${root}/__voicectl#/default/${view}`);
        await page.locator(`#${view}`).waitFor();
        if (view === 'journal') await page.locator('#journal-list summary').first().click();
        expect(await barriers(page), view).toEqual([]);
      }
      await page.goto(`${root}/__voicectl#/default/agents`);
      await page.getByRole('button', { name: 'Delete Front desk' }).click();
      expect(await barriers(page), 'a question').toEqual([]);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.goto(`${root}/__voicectl#/empty/agents`);
      await page.getByText('This world has no agents yet.').waitFor();
      expect(await barriers(page), 'nothing yet').toEqual([]);
    },
  );

  test.each(['light', 'dark'] as const)('text has at least 4.5:1 in %s', async (colorScheme) => {
    const { page, root } = await open({ contents, browser: { colorScheme } });
    await call(root, 'GET', '/agents/nobody');
    await call(root, 'GET', '/agents', undefined, { 'x-voicectl-fault': 'status=503' });
    const page0 = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(page0).toBe(colorScheme === 'dark' ? 'rgb(16, 19, 24)' : 'rgb(245, 246, 248)');
    for (const view of views) {
      await page.goto(`${root}/__voicectl#/default/${view}`);
      await page.locator(`#${view}`).waitFor();
      if (view === 'journal') await page.locator('#journal-list summary').nth(1).waitFor();
      const ratios = (await page.evaluate(contrasts)) as { text: string; ratio: number }[];
      expect(ratios.length).toBeGreaterThan(5);
      expect(ratios.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    }
  });

  test.each([
    ['400 pixels wide', { width: 400, height: 700 }],
    ['at 200%, which is half the room', { width: 640, height: 400 }],
  ])('needs no scrolling sideways %s', async (_, viewport) => {
    const { page, root } = await open({
      browser: { viewport },
      before: (mock) => mock.generate({ agents: 30, seed: 3 }),
    });
    await call(root, 'GET', `/agents/${'long'.repeat(60)}`);
    for (const view of views) {
      await page.goto(`${root}/__voicectl#/default/${view}`);
      await page.locator(`#${view}`).waitFor();
      const [width, room] = (await page.evaluate(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      )) as number[];
      expect(width, view).toBe(room);
    }
  });

  test('moves nothing for those who want less motion', async () => {
    const { page } = await open({
      contents,
      view: 'chat',
      pace: { token: 60_000 },
      browser: { reducedMotion: 'reduce' },
    });
    await page.getByLabel('Message', { exact: true }).fill('Hello?');
    await page.keyboard.press('Enter');
    await page.locator('.answering').waitFor();
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  });
});

async function barriers(page: Page): Promise<string[]> {
  const { violations } = (await page.evaluate('axe.run()')) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** Of each text that shows, against the first background behind it that is one. */
const contrasts = `(() => {
  const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = color.map((part) => {
      const c = part / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = rgb(getComputedStyle(each).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color.slice(0, 3);
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('body *')]
    .filter((each) => each.checkVisibility() && !each.disabled)
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((each) => {
      const [a, b] = [light(rgb(getComputedStyle(each).color).slice(0, 3)), light(behind(each))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return { text: each.textContent.trim().slice(0, 40), ratio: Math.round(ratio * 100) / 100 };
    });
})()`;
