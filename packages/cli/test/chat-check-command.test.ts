/** `play --check` and `/save-test` by the built binary. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fileWith } from './chat-check';
import { completes, judging, polite, verdictsJson } from './chat-judge';
import { closeServers, key } from './voice-cloud';
import { enter, failure, json, newFolder, startPlatform, Terminal, voicectl } from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
let id: string;
let open: Terminal | undefined;
beforeAll(async () => {
  platform = await startPlatform();
  const args = ['agents', 'create', '--name', 'Greeter', '--instructions', 'You are brief.'];
  id = String((await json(args, { env: platform.env })).id);
});
afterEach(async () => {
  open?.kill();
  open = undefined;
  await closeServers();
});
afterAll(() => platform.server.close());

const check = (turns: readonly object[], more: object = {}) =>
  fileWith({ name: 'A check', turns, ...more });

describe('play --check', () => {
  it('runs several, prints a table and a report, and exits with 6 when one failed', async () => {
    const good = check([{ say: 'Hello!', expect: { includes: 'greeter' } }]);
    const bad = check([{ say: 'Hello!', expect: { matches: '^Ahoy' } }], { name: 'Sailor' });
    const report = join(newFolder(), 'checks.xml');
    const args = ['play', 'Greeter', '--check', good, '--check', bad, '--report', report];
    const { code, stdout, stderr } = await voicectl([...args, '-o', 'table'], {
      env: platform.env,
    });
    expect(code).toBe(6);
    expect(stdout).toMatch(/^FILE +CHECK +STEP/);
    expect(stdout).toMatch(/A check\s+1\. Hello!\s+passed/);
    // Of one turn each: no more lines than checks.
    expect(stdout.trim().split('\n')).toHaveLength(3);
    expect(stdout).toMatch(/Sailor\s+1\. Hello!\s+failed.*does not match \^Ahoy/);
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toContain('1 of 2 checks passed');
    expect(readFileSync(report, 'utf8')).toContain('tests="2" failures="1" errors="0"');
  });

  it('has an agent judged, without the key of the judge in what it prints', async () => {
    const { env, asked } = await judging((response) =>
      completes(response, verdictsJson({ Polite: true }), { note: key }),
    );
    const file = check([{ say: 'Hello!' }], { agent: id, criteria: [polite] });
    const run = await voicectl(['play', '--check', file, '-o', 'json'], {
      env: { ...platform.env, ...env },
    });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({
      passed: true,
      checks: [
        { agent: id, criteria: [{ label: 'Polite', status: 'passed', reason: 'why Polite' }] },
      ],
    });
    expect(asked).toHaveLength(1);
    expect(run.stdout).not.toContain(key);
  });

  it('refuses a file with slips, each by its place', async () => {
    const file = check([{ say: 'Hello!', expect: { matches: '(' } }], { agents: id });
    const error = await failure(['play', id, '--check', file], 2, { env: platform.env });
    expect(error.problems?.map(({ path }) => path)).toEqual(['agents', 'turns[0].expect.matches']);
    expect(error.problems?.[0]?.message).toContain('did you mean agent?');
  });

  it('says which agent is missing, and that there is none of that name', async () => {
    const file = check([{ say: 'Hello!' }]);
    const missing = await failure(['play', '--check', file], 2, { env: platform.env });
    expect(missing.message).toContain('Which agent?');
    const args = ['play', 'Nobody', '--check', file, '-o', 'json'];
    const { code, stdout, stderr } = await voicectl(args, { env: platform.env });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ passed: false, checks: [{ status: 'error' }] });
    expect(JSON.parse(stderr).error.message).toContain('Nobody');
  });
});

describe('play --check that is interrupted', () => {
  it('ends at once, with 130 and no result', async () => {
    const slow = await startPlatform({ pace: { firstToken: 60_000 } });
    const { id: sleeper } = await json(
      ['agents', 'create', '--name', 'Sleeper', '--instructions', 'Sleep.'],
      { env: slow.env },
    );
    const args = ['play', String(sleeper), '--check', check([{ say: 'Hello!' }]), '-o', 'json'];
    const { code, stdout } = await voicectl(args, { env: slow.env, interruptAfter: 1500 });
    await slow.server.close();
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  });
});

describe('/save-test in a chat', () => {
  it('makes a file that play --check runs', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'criteria.yaml'), JSON.stringify([polite]));
    open = new Terminal(['play', id, '--criteria', 'criteria.yaml'], { env: platform.env, cwd });
    await open.shows('you ›');
    open.type(`Hello!${enter}`);
    await open.shows('first token');
    open.type(`/criteria${enter}`);
    await open.shows('VOICECTL_JUDGE_MODEL');
    open.type(`/save-test hello${enter}`);
    await open.shows('Saved one turn as hello.check.yaml');
    open.type(`/quit${enter}`);
    expect(await open.exit()).toBe(0);
    expect(existsSync(join(cwd, 'hello.check.yaml'))).toBe(true);
    const args = ['play', '--check', 'hello.check.yaml'];
    const result = await json(args, { env: platform.env, cwd });
    expect(result).toMatchObject({
      passed: true,
      checks: [{ name: 'Hello!', agent: id, criteria: [{ label: 'Polite', status: 'skipped' }] }],
    });
  });
});
