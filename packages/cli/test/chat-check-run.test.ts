/** `play --check`: checks against a mock on a socket, judged by a server that speaks the protocol. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runChecks } from '../src/chat/check/run';
import { Exit } from '../src/failure/errors';
import type { GlobalFlags } from '../src/input/global-flags';
import { fileWith, roomOn, stand } from './chat-check';
import { completes, judging, polite, resolved, sends, verdictsJson } from './chat-judge';
import { closeServers, key, thrownBy } from './voice-cloud';
import { newFolder, startPlatform } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
let agent: string;
beforeAll(async () => {
  platform = await startPlatform({
    brain: {
      answer: ({ message }) => (message === 'quiet' ? [' '] : ['You said ', `${message}.`]),
      countInput: () => 1,
      suggest: () => ({}),
    },
  });
  const { context } = await stand(platform.env);
  const client = await context.client();
  ({ id: agent } = await client.agents.create({ name: 'Echo', instructions: 'Echo.' }));
});
afterEach(async () => {
  platform.mock.faults.clear();
  await closeServers();
});
afterAll(() => platform.server.close());

interface Shown {
  readonly passed: boolean;
  readonly checks: readonly {
    readonly status: string;
    readonly turns: readonly {
      readonly status: string;
      readonly problems: readonly string[];
      response?: string;
    }[];
    readonly criteria: readonly { readonly status: string; readonly reason?: string }[];
    readonly failure?: { code: string; hint?: string };
  }[];
}

interface Wishes {
  readonly env?: Record<string, string>;
  readonly flags?: { agent?: string; criteria?: string; report?: string };
  readonly global?: GlobalFlags;
}

async function run(files: readonly string[], { env = {}, flags = {}, global }: Wishes = {}) {
  const at = await stand({ ...platform.env, ...env }, global);
  const before = platform.mock.journal.calls().length;
  const error = await runChecks(at.context, (id) => roomOn(at.context, id), files, flags).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const sent = platform.mock.journal.calls().length - before;
  const exit = error === undefined ? 0 : error instanceof Exit ? error.exit : error;
  return { exit, sent, ...at, out: () => JSON.parse(at.stdout()) as Shown };
}

const check = (turns: readonly object[], more: object = {}) =>
  fileWith({ name: 'A check', agent, turns, ...more });

describe('a check', () => {
  it('passes when each answer is as expected', async () => {
    const file = check([
      {
        say: 'Hello',
        expect: {
          includes: 'YOU SAID hello',
          excludes: 'sorry',
          matches: 'H.llo',
          firstTokenMs: 60_000,
        },
      },
      { say: 'Bye' },
    ]);
    const { exit, out } = await run([file]);
    expect(exit).toBe(0);
    expect(out()).toMatchObject({
      passed: true,
      checks: [
        {
          ...{ name: 'A check', file, agent, status: 'passed', criteria: [] },
          turns: [
            { turn: 1, say: 'Hello', status: 'passed', response: 'You said Hello.', problems: [] },
            { turn: 2, status: 'passed', firstTokenMs: expect.any(Number) },
          ],
        },
      ],
    });
  });

  it('fails with 6 when one is not, and goes on to the end', async () => {
    const file = check([
      { say: 'Hello', expect: { includes: 'Ahoy' } },
      { say: 'quiet' },
      { say: 'Bye' },
    ]);
    const { exit, out } = await run([file, check([{ say: 'Hi' }])]);
    expect(exit).toBe(6);
    const [first, second] = out().checks;
    expect(first?.turns).toMatchObject([
      { status: 'failed', problems: ['does not say "Ahoy"'] },
      { status: 'failed', problems: ['the answer is empty'] },
      { status: 'passed' },
    ]);
    expect([first?.status, second?.status]).toEqual(['failed', 'passed']);
  });

  it('carries earlier turns where it says so, and each check begins anew', async () => {
    const turns = [{ say: 'My name is Mina.' }, { say: 'Who am I?' }];
    const { out } = await run([check(turns, { context: true }), check(turns)]);
    const [carried, plain] = out().checks.map(({ turns: [, second] }) => second?.response);
    expect(carried).toContain('My name is Mina.');
    expect(carried).toContain('Who am I?');
    expect(plain).toBe('You said Who am I?.');
  });

  it('goes to the agent that the command names, whatever the file says', async () => {
    const { exit, out } = await run([check([{ say: 'Hi' }], { agent: 'nobody' })], {
      flags: { agent },
    });
    expect(exit).toBe(0);
    expect(out().checks[0]).toMatchObject({ agent });
  });

  it('that breaks off is told as an error with the code of its cause, and the next one runs', async () => {
    platform.mock.faults.add({ operation: 'agents.test', status: 401, times: 1 });
    const first = check([{ say: 'Hello' }, { say: 'Bye' }], { criteria: [polite] });
    const { exit, out, stderr } = await run([first, check([{ say: 'Hi' }])]);
    expect(exit).toBe(4);
    const [broken, whole] = out().checks;
    expect(broken).toMatchObject({
      status: 'error',
      turns: [{ status: 'error' }, { status: 'skipped' }],
      criteria: [{ status: 'skipped', reason: 'the conversation broke off' }],
      failure: { exit: 4 },
    });
    expect(whole?.status).toBe('passed');
    expect(JSON.parse(stderr())).toMatchObject({ error: { status: 401 } });
  });

  it('that failed outranks one that broke off', async () => {
    platform.mock.faults.add({ operation: 'agents.test', status: 401, times: 1 });
    const failing = check([{ say: 'Hi', expect: { includes: 'Ahoy' } }]);
    expect((await run([check([{ say: 'Hello' }]), failing])).exit).toBe(6);
  });

  it('ends with the command', async () => {
    const at = await stand(platform.env);
    at.abort(new Error('interrupted'));
    const files = [check([{ say: 'Hi' }])];
    const error = await thrownBy(() =>
      runChecks(at.context, (id) => roomOn(at.context, id), files, {}),
    );
    expect(error.message).toBe('interrupted');
  });
});

describe('before anything is sent', () => {
  it.each<[string, () => string, Wishes, string]>([
    ['a file that is not there', () => 'nowhere.yaml', {}, 'no such file'],
    ['a file that is no YAML', () => fileWith('{'), {}, 'is not valid YAML'],
    ['a file with a slip', () => check([{ sai: 'Hi' }]), {}, "can't be used as a check"],
    ['no agent', () => fileWith({ name: 'a', turns: [{ say: 'Hi' }] }), {}, 'Which agent?'],
    [
      'a report of another kind',
      () => check([{ say: 'Hi' }]),
      { flags: { report: 'a.md' } },
      'JUnit',
    ],
    [
      'a report without a folder',
      () => check([{ say: 'Hi' }]),
      { flags: { report: 'no/a.xml' } },
      'folder',
    ],
    [
      'criteria that are none',
      () => check([{ say: 'Hi' }]),
      { flags: { criteria: fileWith('[]') } },
      'no criterion',
    ],
    [
      'a judge without a key',
      () => check([{ say: 'Hi' }], { criteria: [polite] }),
      { env: { VOICECTL_JUDGE_MODEL: 'm' } },
      'no key',
    ],
  ])('%s is refused', async (_, file, wishes, message) => {
    const { exit, sent, stdout } = await run([check([{ say: 'Hi' }]), file()], wishes);
    expect(exit).toMatchObject({ name: 'UsageError', message: expect.stringContaining(message) });
    expect([sent, stdout()]).toEqual([0, '']);
  });
});

describe('criteria of a check', () => {
  const twoTurns = [{ say: 'Hello' }, { say: 'Bye' }];

  it('are judged once, after the last turn, by the whole conversation', async () => {
    const { env, asked } = await judging((response) =>
      completes(response, verdictsJson({ Resolved: true, Polite: false })),
    );
    const { exit, out } = await run([check(twoTurns, { criteria: [resolved, polite] })], { env });
    expect(exit).toBe(6);
    expect(out().checks[0]?.criteria).toEqual([
      { ...resolved, status: 'passed', reason: 'why Resolved' },
      { ...polite, status: 'failed', reason: 'why Polite' },
    ]);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body.messages[1]?.content).toContain('You said Bye.');
  });

  it('are skipped without a judge, and never said to be met', async () => {
    const { exit, out, stdout } = await run([check(twoTurns, { criteria: [polite] })], {
      global: { output: 'json' },
    });
    expect(exit).toBe(0);
    expect(out().checks[0]?.criteria).toMatchObject([
      { status: 'skipped', reason: 'no judge is configured' },
    ]);
    expect(stdout()).not.toContain('"met"');
    const table = await run([check(twoTurns, { criteria: [polite] })], {
      global: { output: 'table' },
    });
    expect(table.stderr()).toContain('1 of 1 check passed · 1 criterion skipped');
    expect(table.stdout()).toMatch(/criterion: Polite\s+skipped/);
  });

  it('that nobody could judge are errors, which no gate lets pass', async () => {
    const { env } = await judging((response) => completes(response, 'I think so.'));
    const undecided = await run([check(twoTurns, { criteria: [polite] })], { env });
    expect([undecided.exit, undecided.out().checks[0]?.criteria[0]?.status]).toEqual([1, 'error']);
    const { env: refusing } = await judging((response) => sends(response, 401, {}));
    const refused = await run([check(twoTurns, { criteria: [polite] })], { env: refusing });
    expect(refused.exit).toBe(1);
    expect(refused.out().checks[0]?.failure).toMatchObject({ code: 'JUDGING_FAILED' });
    expect(JSON.parse(refused.stderr()).error.hint).toContain('OPENAI_API_KEY');
  });

  it('come from --criteria in place of the file', async () => {
    const { env } = await judging((response) =>
      completes(response, verdictsJson({ Polite: true })),
    );
    const criteria = fileWith([polite], 'criteria.json');
    const file = check(twoTurns, { criteria: [resolved] });
    const { exit, out } = await run([file], { env, flags: { criteria } });
    expect(exit).toBe(0);
    expect(out().checks[0]?.criteria).toMatchObject([{ label: 'Polite', status: 'passed' }]);
  });
});

describe('what is printed of checks', () => {
  it('is a line a check, a turn and a criterion in a table', async () => {
    const file = check([{ say: 'Hello\nthere' }, { say: 'Bye', expect: { includes: 'Ahoy' } }]);
    const { stdout, stderr, exit } = await run([file], { global: { output: 'table' } });
    expect(exit).toBe(6);
    expect(
      stdout()
        .trim()
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual([
      expect.stringMatching(/^CHECK\s+STEP\s+RESULT\s+FIRST TOKEN\s+DONE\s+WHY$/i),
      expect.stringMatching(/^A check\s+failed\s.*\d+ ms/),
      expect.stringMatching(/^A check\s+1\. Hello there\s+passed\s+\d+ ms\s+\d+ ms/),
      expect.stringMatching(/^A check\s+2\. Bye\s+failed\s.*does not say "Ahoy"$/),
    ]);
    expect(stderr()).toContain('0 of 1 check passed');
  });

  it('is an event a line with -o ndjson', async () => {
    const file = check([{ say: 'Hello' }], { criteria: [polite] });
    const { stdout } = await run([file], { global: { output: 'ndjson' } });
    const events = stdout()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events).toMatchObject([
      { type: 'check.started', check: 1, file, name: 'A check' },
      { type: 'check.turn', check: 1, turn: 1, status: 'passed', response: 'You said Hello.' },
      { type: 'check.criterion', check: 1, label: 'Polite', status: 'skipped' },
      { type: 'check.ended', check: 1, agent, status: 'passed', ms: expect.any(Number) },
    ]);
  });
});

describe('a report of checks', () => {
  it('is JUnit XML, whatever was said', async () => {
    const report = join(newFolder(), 'checks.xml');
    const said = 'a < b & "c" ]]> \u001b[31m \u0000 \ufffe é 🎉';
    const file = check([{ say: said }, { say: 'Bye', expect: { includes: 'Ahoy <>' } }], {
      name: 'A & B',
      criteria: [polite],
    });
    const { exit } = await run([file], { flags: { report } });
    expect(exit).toBe(6);
    const xml = readFileSync(report, 'utf8');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites /);
    expect(xml).toContain(
      '<testsuite name="A &amp; B" tests="3" failures="1" errors="0" skipped="1"',
    );
    expect(xml).toContain('<testcase name="1. a &lt; b &amp; &quot;c&quot; ]]');
    expect(xml).toContain('é 🎉');
    expect(xml).toContain('<failure message="does not say &quot;Ahoy &lt;>&quot;">');
    expect(xml).toContain('<skipped message="no judge is configured"/>');
    expect(xml).toContain('<system-out>You said a &lt; b &amp; "c" ]]&gt; ');
  });

  it('that can not be written takes away no result, and not the code of a check that failed', async () => {
    const report = join(newFolder(), 'checks.xml');
    const { env } = await judging((response) => {
      mkdirSync(report, { recursive: true });
      completes(response, verdictsJson({ Polite: false }));
    });
    const file = check([{ say: 'Hello' }], { criteria: [polite] });
    const { exit, out, stderr } = await run([file], { env, flags: { report } });
    expect([exit, out().checks[0]?.status]).toEqual([6, 'failed']);
    expect(JSON.parse(stderr()).error).toMatchObject({
      code: 'REPORT_NOT_WRITTEN',
      message: `--report ${report} can't be written: it is a folder`,
    });
  });

  it('that can not be written is a failure where no check failed', async () => {
    const report = join(newFolder(), 'checks.xml');
    const { env } = await judging((response) => {
      mkdirSync(report, { recursive: true });
      completes(response, verdictsJson({ Polite: true }));
    });
    const file = check([{ say: 'Hello' }], { criteria: [polite] });
    const { exit, out } = await run([file], { env, flags: { report } });
    expect(exit).toMatchObject({ facts: { exit: 1, code: 'REPORT_NOT_WRITTEN' } });
    expect(out().passed).toBe(true);
  });

  it('is no folder, which is found out before anything is sent', async () => {
    const report = join(newFolder(), 'checks.xml');
    mkdirSync(report);
    const { exit, sent } = await run([check([{ say: 'Hello' }])], { flags: { report } });
    expect(exit).toMatchObject({
      name: 'UsageError',
      message: `--report ${report}: it is a folder`,
    });
    expect(sent).toBe(0);
  });

  it('holds no key of the judge that told it', async () => {
    const report = join(newFolder(), 'checks.xml');
    const met = {
      label: 'Polite',
      met: false,
      reason: `${'x'.repeat(290)} ${key} and sk-another1`,
    };
    const { env } = await judging((response) =>
      completes(response, JSON.stringify({ verdicts: [met] })),
    );
    const file = check([{ say: 'Hello' }], { criteria: [polite] });
    const { stdout } = await run([file], { env, flags: { report } });
    expect(stdout()).toContain('[redacted]'.slice(0, 5));
    for (const text of [stdout(), readFileSync(report, 'utf8')]) {
      expect(text).not.toContain(key.slice(0, 6));
    }
  });
});
