/** Whatever is typed: a known exit code, words for a person or JSON for a script, and never a stack. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exitCodes } from '../src/failure';
import { binary, cleanEnv, newFolder, startPlatform } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.server.close());

const nouns = ['agents', 'goals', 'api', 'play', 'openapi', 'login', 'logout', 'whoami'];
const more = ['profile', 'config', 'doctor', 'completion', 'help', 'commands', 'mock', 'man'];
const verbs = ['list', 'get', 'create', 'update', 'delete', 'activate', 'archive', 'restore'];
const others = ['test', 'copy', 'attach', 'detach', 'generate', 'GET', '/agents', 'show', 'use'];
const flags = [
  '--all',
  '--status',
  '--limit',
  '--page',
  '--name',
  '--yes',
  '-f',
  '--set',
  '--unset',
];
const globals = [
  '-o',
  '--output',
  '--mock',
  '--query',
  '--columns',
  '--sort',
  '--wide',
  '--timeout',
];
const rest = [
  '--no-headers',
  '--profile',
  '--agents-url',
  '--dry-run',
  '--no-input',
  '--debug',
  '--',
];
const odd = [
  '',
  ' ',
  '-',
  '--',
  '---',
  '=',
  '\u001b[2J',
  'a\nb',
  '\u202e',
  '💥',
  '__proto__',
  '%s',
];
const values = ['json', 'table', 'jsn', 'draft', 'drft', '-1', '1e99', 'NaN', '{', '[[', '@nofile'];
const places = ['http://127.0.0.1:9', 'not a url', '550e8400-e29b-41d4-a716-446655440000', 'x=y'];
const long = 'x'.repeat(20_000);

const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...nouns, ...verbs) },
  { weight: 2, arbitrary: fc.constantFrom(...more, ...others) },
  { weight: 5, arbitrary: fc.constantFrom(...flags, ...globals, ...rest) },
  { weight: 3, arbitrary: fc.constantFrom(...odd, ...values, ...places, long) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\0', '')) },
);
const line = fc.tuple(
  fc.constantFrom(...nouns, ...nouns, ...more),
  fc.array(word, { maxLength: 6 }),
  fc.constantFrom([], ['-o', 'json'], ['-o', 'table']),
);

/** Words that make a command wait for the world, which is their purpose. */
const waits = /^(serve|exec|record|replay|journal|follow|--follow|--watch|mcp)$/;
const known = new Set<number | null>([...Object.values(exitCodes)]);

/** Everything that it could change or reach is the test's own. */
async function run(args: readonly string[]) {
  const home = newFolder();
  const child = spawn(process.execPath, [binary, ...args], {
    cwd: home,
    env: cleanEnv({
      ...platform.env,
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_CACHE_HOME: home,
      XDG_DATA_HOME: home,
      APPDATA: home,
      LOCALAPPDATA: home,
      VOICECTL_KEYCHAIN: 'off',
      VOICECTL_MAX_RETRIES: '0',
      CI: '1',
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

/** Pretty or a line each. */
function areJson(text: string): boolean {
  let pending = '';
  for (const each of text.split('\n')) {
    pending += each;
    if (pending.trim() === '') continue;
    try {
      JSON.parse(pending);
      pending = '';
    } catch {}
  }
  return pending.trim() === '';
}

it('150 command lines of known and unknown words end as they should', async () => {
  const lines = fc
    .sample(line, { numRuns: 150, seed: 20_260 })
    .map(([noun, words, format]) => [noun, ...words, ...format])
    .filter((words) => !words.some((each) => waits.test(each)));
  expect(lines.length).toBeGreaterThan(140);
  const next = lines.values();
  const work = async () => {
    for (const args of next) {
      const { code, stdout, stderr } = await run(args);
      const said = `${JSON.stringify(args).slice(0, 500)} -> ${code}\n${stderr.slice(0, 1_000)}`;
      expect(known.has(code), said).toBe(true);
      expect(stderr + stdout, said).not.toMatch(/^ {2,}at .+:\d+/m);
      expect(stderr, said).not.toMatch(/TypeError|Cannot read|unexpected/);
      if (code !== 0) expect(stderr, said).not.toBe('');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
      expect(stderr, said).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      const asked = args.at(-2) === '-o' && args.at(-1) === 'json' && !args.includes('--');
      const once = args.filter((each) => /^(-o|--output)/.test(each)).length === 1;
      // Of a noun alone the help is told, which is for a person.
      const isHelp = /^(Examples|Usage):/m.test(stderr);
      if (asked && once && !isHelp) expect(areJson(stderr), said).toBe(true);
    }
  };
  await Promise.all([work(), work(), work()]);
}, 180_000);
