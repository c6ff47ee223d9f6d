/** Completing in real shells: what arrives at the program after a tab and Enter. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInstalled, Shell, type ShellName } from './completion-shell';
import { startPlatform } from './voicectl';

/** Names that would do something, were they ever taken for more than text. Each begins with letters of its own. */
const hostile = [
  'Alpha $(touch PWNED) $HOME',
  'Bravo `touch PWNED`',
  `Charlie "q" 'r' \\ back`,
  'Delta: colon=eq@at',
  'Echo ; touch PWNED & true | cat > PWNED',
  'Foxtrot !hist *glob? [x] {a,b} ~ # %F{red}',
  'Golf ünïcödé 日本 مرحبا',
  '"; touch PWNED; "',
];

let platform: Awaited<ReturnType<typeof startPlatform>>;
let first = '';

beforeAll(async () => {
  platform = await startPlatform();
  for (const name of hostile) {
    const response = await fetch(`${platform.env.VOICECTL_AGENTS_URL}/agents`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
      body: JSON.stringify({ name, instructions: 'Be brief.' }),
    });
    const { id } = (await response.json()) as { id: string };
    first ||= id;
  }
});
afterAll(() => platform.server.close());

describe.each<ShellName>(['bash', 'zsh', 'fish'])('%s', (shell) => {
  const test = it.skipIf(!isInstalled(shell));
  const started = async () => {
    const running = new Shell(shell, platform.env);
    await running.ready();
    return running;
  };

  test('completes nouns, verbs, flags and values', { timeout: 60_000 }, async () => {
    using running = await started();
    expect(await running.completed('voicectl agen')).toEqual(['agents']);
    expect(await running.completed('voicectl agents activ')).toEqual(['agents', 'activate']);
    expect(await running.completed('voicectl agents list --stat')).toEqual([
      'agents',
      'list',
      '--status',
    ]);
    expect(await running.completed('voicectl agents list --status arch')).toEqual([
      'agents',
      'list',
      '--status',
      'archived',
    ]);
    expect(await running.completed('voicectl agents list --status=arch')).toEqual([
      'agents',
      'list',
      '--status=archived',
    ]);
    expect(await running.completed('voicectl help lifec')).toEqual(['help', 'lifecycle']);
  });

  test('completes files, also after = and @', { timeout: 60_000 }, async () => {
    using running = await started();
    writeFileSync(join(running.folder, 'agent one.yaml'), '');
    expect(await running.completed('voicectl agents create -f agen')).toEqual([
      'agents',
      'create',
      '-f',
      'agent one.yaml',
    ]);
    expect(await running.completed('voicectl agents create --file=agen')).toEqual([
      'agents',
      'create',
      '--file=agent one.yaml',
    ]);
    expect(await running.completed('voicectl agents create --instructions @agen')).toEqual([
      'agents',
      'create',
      '--instructions',
      '@agent one.yaml',
    ]);
  });

  test('completes an id, and a name as one word, whatever is in it', {
    timeout: 120_000,
  }, async () => {
    using running = await started();
    expect(await running.completed(`voicectl agents get ${first.slice(0, 8)}`)).toEqual([
      'agents',
      'get',
      first,
    ]);
    for (const name of hostile.filter((each) => /^[A-Z]/.test(each))) {
      expect(await running.completed(`voicectl agents get ${name.slice(0, 4)}`)).toEqual([
        'agents',
        'get',
        name,
      ]);
    }
    expect(readdirSync(running.folder)).toEqual([]);
  });

  test('lists ids with their names, and runs nothing of them', { timeout: 60_000 }, async () => {
    using running = await started();
    await running.lists('voicectl agents get ', 'touch PWNED');
    expect(readdirSync(running.folder)).toEqual([]);
  });
});
