/** A room of `voicectl play --web`, opened in Chromium with a microphone that says what a file holds. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { wavBytes } from '../../packages/cli/src/voice/play/wav-write';
import { WebRoom } from '../../packages/cli/test/chat-web-room';
import { newFolder, startPlatform, voicectl } from '../../packages/cli/test/voicectl';
import { browser } from '../chromium';

export const hasBrowser = browser !== undefined;

export interface Given {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What the agent says, whatever it is told. */
  readonly answer?: string;
  /** What the microphone hears once, at 16 kHz; without it, beeps. */
  readonly microphone?: Int16Array;
  readonly browser?: BrowserContextOptions;
  /** What the console may say. */
  readonly expected?: RegExp;
}

export interface Opened {
  readonly room: WebRoom;
  readonly page: Page;
  /** From then on, no agent answers. */
  endPlatform(): Promise<unknown>;
  /** On the same agent. */
  another(args: readonly string[]): Promise<WebRoom>;
}

export const story = [
  'Let me tell you a long story about the winter.',
  'All the lakes were frozen for three months.',
  'Nobody could find anything to eat in the forest.',
  'The birds returned from the south in the spring.',
  'The river was full of water again after the snow.',
].join(' ');

/** When the test is over, nothing may have been said on the console, and nothing foreign asked for. */
export async function open(given: Given = {}): Promise<Opened> {
  const { answer = story } = given;
  const platform = await startPlatform({
    brain: {
      answer: () => answer.split(/(?<= )/),
      countInput: () => 1,
      suggest: () => ({ name: 'Help', description: 'Help.', priority: 1 }),
    },
  });
  onTestFinished(() => platform.server.close());
  const env = { ...platform.env, ...given.env };
  const made = ['agents', 'create', '--name', 'Storyteller', '--instructions', 'Tell stories.'];
  const agent = (await voicectl([...made, '-o', 'id'], { env })).stdout.trim();
  const another = async (args: readonly string[]) => {
    const room = await WebRoom.open(env, agent, args);
    onTestFinished(() => room.close());
    return room;
  };
  const room = await another(given.args ?? []);
  const page = await visit(given, room.port);
  await page.goto(room.url);
  await page.getByText('Connected', { exact: true }).waitFor();
  return { room, page, another, endPlatform: () => platform.server.close() };
}

async function visit({ microphone, browser: options, expected }: Given, port: number) {
  const chrome = await chromium.launch({
    executablePath: browser ?? '',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      ...(microphone ? [`--use-file-for-fake-audio-capture=${fileOf(microphone)}%noloop`] : []),
    ],
  });
  onTestFinished(() => chrome.close());
  const context = await chrome.newContext({
    permissions: ['microphone'],
    viewport: { width: 1000, height: 1000 },
    ...options,
  });
  const problems: string[] = [];
  const foreign: string[] = [];
  const own = new RegExp(`^(http|ws)://(127\\.0\\.0\\.1|localhost):${port}/|^data:`);
  context.on('request', (request) => {
    if (!own.test(request.url())) foreign.push(request.url());
  });
  context.on('weberror', (error) => problems.push(error.error().message));
  context.on('console', (message) => {
    if (!expected?.test(message.text())) problems.push(message.text());
  });
  onTestFinished(() => {
    expect({ problems, foreign }).toEqual({ problems: [], foreign: [] });
  });
  return context.newPage();
}

/** As Chromium reads it, whatever rate its devices have. */
function fileOf(samples: Int16Array): string {
  const file = join(newFolder(), 'question.wav');
  writeFileSync(file, wavBytes([samples], 16_000));
  return file;
}

/** Where it is looked for when it has been installed at this place. */
export const cacheOf = (moonshine: string): Record<string, string> => ({
  XDG_CACHE_HOME: dirname(dirname(moonshine)),
});

/** Waits until it is so; fails with what it was. */
export const until = (what: () => unknown) => expect.poll(what, { timeout: 15_000 });

/** Waits until the canvas has drawn a sound, or silence. */
export async function sounds(page: Page, canvas: string, isLoud: boolean): Promise<void> {
  const level = () => page.locator(`#${canvas}`).getAttribute('data-level');
  await expect
    .poll(async () => Number(await level()) > 0.01, { timeout: 15_000, interval: 20 })
    .toBe(isLoud);
}
