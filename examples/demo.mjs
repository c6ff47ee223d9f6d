// The whole street: an agent file becomes a draft, turns active, gets a goal, answers in a streaming chat, is archived
// and restored. A mock platform listens on a real socket; the built command line talks to it as to the real one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const voicectl = join(root, 'packages', 'cli', 'dist', 'bin.js');
// A table on a terminal is the default; elsewhere the demo asks for one, since people read it there too.
const asTable = process.stdout.isTTY ? [] : ['-o', 'table'];

const platform = await startMock();
try {
  await demo();
} finally {
  platform.child.kill('SIGTERM');
  await once(platform.child, 'exit');
}

async function demo() {
  const name = 'Customer Support Agent';

  title('A file becomes a draft');
  const file = 'examples/agents/customer-support.json';
  const { id } = await json('agents', 'create', '-f', file);
  await show('agents', 'list');

  title('The draft turns active');
  await show('agents', 'activate', name);

  title('It gets a goal');
  await show('goals', 'generate', 'Collect name, email and order number, to open a refund case');
  const goal = await json('goals', 'create', '--name', 'Open a refund case', '--agent-id', id);
  await show('goals', 'attach', goal.id, id);

  title('It answers, as it thinks');
  await run(['play', name, ...asTable], {
    input: ['Hello, I need help with my order', 'Can I get a refund after 45 days?'],
  });

  title('A transition that the lifecycle does not know is refused, with exit code 5');
  await run(['agents', 'restore', name, ...asTable], { expected: 5 });

  title('It is archived and restored');
  await show('agents', 'archive', name);
  await show('agents', 'restore', name);

  say(
    '\nThat was all of it. The same commands work on the real platform: set VOICECTL_AGENTS_URL,',
  );
  say(
    'VOICECTL_AGENTS_API_KEY, VOICECTL_GOALS_URL and VOICECTL_GOALS_TOKEN. To go on by hand, without',
  );
  say('a server and without an account, see "The command line" in README.md.\n');
}

/** @param {string[]} args */
async function show(...args) {
  await run([...args, ...asTable]);
}

/** @param {string[]} args */
async function json(...args) {
  return JSON.parse(await run([...args, '-o', 'json'], { capture: true }));
}

/**
 * Prints a command, runs it, shows what it says.
 * @param {string[]} args
 * @param {{ input?: string[], capture?: boolean, expected?: number }} [options]
 */
async function run(args, { input, capture = false, expected = 0 } = {}) {
  const typed = `voicectl ${args.map(quote).join(' ')}`;
  say(
    input === undefined
      ? `\n$ ${typed}`
      : `\n$ printf '%s\\n' ${input.map(quote).join(' ')} | ${typed}`,
  );
  const child = spawn(process.execPath, [voicectl, ...args], {
    cwd: root,
    env: platform.env,
    stdio: [input === undefined ? 'ignore' : 'pipe', capture ? 'pipe' : 'inherit', 'inherit'],
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    output += text;
    process.stdout.write(text);
  });
  child.stdin?.end(input?.map((line) => `${line}\n`).join(''));
  const [code] = await once(child, 'close');
  if (code !== expected) throw new Error(`${typed} ended with ${code}, expected ${expected}`);
  return output;
}

async function startMock() {
  const args = ['mock', 'serve', '--port', '0'];
  say(`$ voicectl ${args.join(' ')} &`);
  const child = spawn(process.execPath, [voicectl, ...args, '-o', 'json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { agentsUrl, goalsUrl } = JSON.parse(line);
  const settings = {
    VOICECTL_AGENTS_URL: agentsUrl,
    VOICECTL_GOALS_URL: goalsUrl,
    VOICECTL_AGENTS_API_KEY: 'any',
    VOICECTL_GOALS_TOKEN: 'any',
  };
  for (const [key, value] of Object.entries(settings)) say(`$ export ${key}=${value}`);
  return { child, env: { ...process.env, ...settings } };
}

/** @param {string} text */
function title(text) {
  say(`\n# ${text}`);
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
}

/** @param {string} word */
function quote(word) {
  return /^[\w./:=-]+$/.test(word) ? word : `"${word}"`;
}
