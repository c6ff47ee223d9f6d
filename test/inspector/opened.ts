/** The inspector of a mock that listens, opened in Chromium, with an eye on what must never happen in it. */
import { existsSync } from 'node:fs';
import { createMock, type Mock, type MockOptions } from '@voicectl/mock';
import { serve } from '@voicectl/mock/node';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, expect, onTestFinished } from 'vitest';

const executablePath = [
  process.env.CHROME_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => existsSync(path));

export const hasBrowser = executablePath !== undefined;

let chrome: Promise<Browser> | undefined;
afterAll(async () => (await chrome)?.close());

function browser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-component-update'];
  chrome ??= chromium.launch({ executablePath: executablePath ?? '', args });
  return chrome;
}

export interface Opened {
  readonly mock: Mock;
  readonly page: Page;
  /** Address of the mock. */
  readonly root: string;
  readonly port: number;
  /** Stops listening; the port may then be listened on again. */
  close(): Promise<void>;
}

export interface Given extends MockOptions {
  readonly view?: string;
  readonly world?: string;
  readonly browser?: BrowserContextOptions;
  /** Told of the mock before the page is opened. */
  readonly before?: (mock: Mock) => Promise<void> | void;
}

/** When the test is over, nothing may have been said on the console, and nothing may have been blocked. */
export async function open(given: Given = {}): Promise<Opened> {
  const {
    view = 'agents',
    world = 'default',
    browser: options = {},
    before,
    ...mockOptions
  } = given;
  const mock = createMock(mockOptions);
  await before?.(mock);
  const server = await serve(mock, { port: 0 });
  onTestFinished(() => server.close());
  const root = `http://127.0.0.1:${server.port}`;
  const context = await (await browser()).newContext(options);
  const problems: string[] = [];
  const foreign: string[] = [];
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(root) && !url.startsWith('data:')) foreign.push(url);
  });
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    // What Chromium says of any answer from 400 on, and of a connection that breaks, is no doing of the page.
    if (!message.text().startsWith('Failed to load resource')) problems.push(message.text());
  });
  onTestFinished(async () => {
    await context.close();
    expect({ problems, foreign }).toEqual({ problems: [], foreign: [] });
  });
  await page.goto(`${root}/__voicectl#/${world}/${view}`);
  await page.getByText('Live', { exact: true }).waitFor();
  return { mock, page, root, port: server.port, close: () => server.close() };
}

export const headers = { 'x-api-key': 'any', 'content-type': 'application/json' };

/** Calls the agents API as some program would. */
export function call(root: string, method: string, path: string, body?: unknown, more = {}) {
  return fetch(`${root}/api${path}`, {
    method,
    headers: { ...headers, ...more },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** Waits until it is so; fails with what it was. */
export const until = expect.poll;
