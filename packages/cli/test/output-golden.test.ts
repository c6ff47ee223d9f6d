/**
 * What a person sees, at several widths, as files in test/golden. After a change that is wanted:
 * `npx vitest run --project cli output-golden -u`, and read the difference.
 */
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agents, goals, startHardPlatform } from './golden/platform';
import { Terminal, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startHardPlatform>>;
beforeAll(async () => {
  platform = await startHardPlatform();
});
afterAll(() => platform.close());

const widths = [40, 80, 120, 200];
const long = String(agents[8]?.id);
const arabic = String(agents[3]?.id);
const hostile = String(goals[3]?.id);

const commands: readonly (readonly [string, readonly string[]])[] = [
  ['agents-list', ['agents', 'list']],
  ['agents-list-wide', ['agents', 'list', '--wide']],
  ['agents-get-long', ['agents', 'get', long]],
  ['agents-get-arabic', ['agents', 'get', arabic]],
  ['goals-list', ['goals', 'list']],
  ['goals-get-hostile', ['goals', 'get', hostile]],
];

/** Words are no part of it; what they say is tested elsewhere. */
const warnings = /^warning: .*\n/gm;

/** What the terminal was given, without colours, which would hide what is compared. */
async function screen(args: readonly string[], columns: number): Promise<string> {
  const terminal = new Terminal(args, { columns, env: { ...platform.env, NO_COLOR: '1' } });
  expect(await terminal.exit()).toBe(0);
  return terminal.raw.replaceAll('\r\n', '\n').replace(warnings, '');
}

describe.each(commands)('%s', (name, args) => {
  it.each(widths)('looks right in %i columns', async (columns) => {
    const shown = await screen(args, columns);
    await expect(shown).toMatchFileSnapshot(`golden/${name}-${columns}.txt`);
    if (name.endsWith('-wide')) return;
    const lines = shown.split('\n');
    expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([]);
  });
});

describe('every format', () => {
  it.each(['json', 'yaml', 'ndjson', 'csv', 'name', 'id', 'table'])('%s', async (format) => {
    // Agents that have a name, since one without it can not be named.
    const args = ['agents', 'list', '-o', format];
    if (format === 'name') args.push('--query', 'data[?name]');
    const { code, stdout } = await voicectl(args, { env: platform.env });
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(`golden/agents-list.${format}.txt`);
  });
});
