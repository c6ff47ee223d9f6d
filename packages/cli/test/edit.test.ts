import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clean } from '../src/output/clean';
import {
  binary,
  cleanEnv,
  ctrlC,
  enter,
  failure,
  json,
  newFolder,
  startPlatform,
  Terminal,
  voicectl,
} from './voicectl';

let platform: Awaited<ReturnType<typeof startPlatform>>;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.server.close());

const down = '\u001b[B';

async function newAgent(extra: object = {}): Promise<string> {
  const input = JSON.stringify({ name: 'A', instructions: 'Be brief.\nAnd kind.\n', ...extra });
  const agent = await json(['agents', 'create', '-f', '-'], { env: platform.env, input });
  return String(agent.id);
}

/** An editor that is a script; `$1` is the file, `$0` counts how often it was opened. */
function editor(script: string): { env: Record<string, string>; seen(): string } {
  const folder = newFolder();
  const file = join(folder, 'my editor.sh');
  writeFileSync(file, `cp "$1" "${folder}/seen.yaml"\n${script}\n`);
  chmodSync(file, 0o755);
  return {
    env: { ...platform.env, TMPDIR: folder, EDITOR: `sh '${file}'` },
    seen: () => readFileSync(join(folder, 'seen.yaml'), 'utf8'),
  };
}

const stored = (id: string) => platform.mock.state.agents.get(id)?.agent;
const edit = (id: string, script: string, ...flags: string[]) =>
  voicectl(['agents', 'edit', id, '-o', 'table', ...flags], { env: editor(script).env });
const updates = (id: string) =>
  platform.mock.journal.calls('agents.update').filter((entry) => entry.id === id);
/** The changes, as a file that update takes. */
const kept = (words: string) => / -f ([^\s"]+)/.exec(words)?.[1] ?? '';
/** A text that stands for no changes. */
const keptText = (words: string) => /text is kept in ([^\s",]+)/.exec(words)?.[1] ?? '';
/** A line of an editor's script: somebody else is quicker. */
const meanwhile = (id: string, changes: object) =>
  `curl -s -o /dev/null -X PATCH -H 'x-api-key: k' -H 'content-type: application/json' \
    -d '${JSON.stringify(changes)}' "$VOICECTL_AGENTS_URL/agents/${id}"\n`;

/** In a group of processes of its own, which can be told to end without ending these tests. */
async function inGroup(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [binary, ...args], { env: cleanEnv(env), detached: true });
  child.stdin.end();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

describe('agents edit', () => {
  it('shows what can be changed, and sends only what was', async () => {
    const id = await newAgent({ metadata: { a: 1 }, policy: 'P' });
    const script = editor(`sed -i 's/^policy: P/policy: null/; s/And kind/And polite/' "$1"`);
    const args = ['agents', 'edit', id, '--yes', '-o', 'table'];
    const run = await voicectl(args, { env: script.env });
    expect(run.code).toBe(0);
    expect(updates(id).map(({ body }) => body)).toEqual([
      { instructions: 'Be brief.\nAnd polite.\n', policy: null },
    ]);
    const seen = script.seen();
    expect(seen).toMatch(new RegExp(`^# The agent "A": draft, version 1, id ${id}\n`));
    expect(seen).toContain('instructions: |\n  Be brief.\n  And kind.\n');
    expect(seen).toContain('resolutionCriteria can be written but not read');
    expect(seen).not.toContain('createdAt');
    expect(run.stderr).toContain('-   And kind.\n- policy: P\n+   And polite.\n+ policy: null\n');
  });

  it('prints the agent, and no word, where a program reads', async () => {
    const id = await newAgent();
    const { env } = editor(`echo noise; echo noise >&2; sed -i 's/^name: A/name: B/' "$1"`);
    const changed = await json(['agents', 'edit', id, '--yes'], { env });
    expect(changed).toMatchObject({ id, name: 'B' });
  });

  it('leaves no text behind that has been sent', async () => {
    const id = await newAgent();
    const { env } = editor(`echo "$1" > "$TMPDIR/name"; sed -i 's/^name: A/name: B/' "$1"`);
    await voicectl(['agents', 'edit', id, '--yes'], { env });
    const file = readFileSync(join(env.TMPDIR ?? '', 'name'), 'utf8').trim();
    expect(file).toMatch(/voicectl-edit-\w+\/agent\.yaml$/);
    expect(existsSync(file)).toBe(false);
    expect(stored(id)).toMatchObject({ name: 'B' });
  });

  it.each([
    ['the text is left as it is', ':'],
    ['it is only looked at in another way', `printf '\\n# A thought\\n' >> "$1"`],
    ['everything is taken away', ': > "$1"'],
    ['only comments are left', `echo '# nothing' > "$1"`],
  ])('sends nothing when %s', async (_, script) => {
    const id = await newAgent();
    const { code, stderr } = await edit(id, script, '--yes');
    expect(code).toBe(0);
    expect(stderr).toBe('Nothing was changed, so nothing was sent.\n');
    expect(updates(id)).toEqual([]);
  });

  it('sends nothing when the editor fails, and keeps what was written', async () => {
    const id = await newAgent();
    const { code, stderr } = await edit(id, `echo 'name: B' > "$1"; exit 3`, '--yes');
    expect(code).toBe(1);
    expect(stderr).toMatch(/The editor .* failed \(exit code 3\); nothing was sent/);
    expect(readFileSync(keptText(stderr), 'utf8')).toBe('name: B\n');
    // It is half a record, and may be what the editor was at when it failed.
    expect(stderr).not.toContain('agents update');
    const { stderr: words } = await edit(id, 'exit 3', '--yes');
    expect(words).not.toContain('kept');
    expect(updates(id)).toEqual([]);
  });

  it('says which editor can not be started, and nothing else to a program', async () => {
    const id = await newAgent();
    const env = { ...platform.env, VISUAL: 'no-such-editor --wait' };
    const error = await failure(['agents', 'edit', id, '--yes'], 1, { env });
    expect(error).toMatchObject({ code: 'EDITOR_FAILED' });
    expect(error.message).toMatch(/no-such-editor --wait.*exit code 127.*not found/);
  });

  it.each([
    ['no YAML', `echo 'name: [' > "$1"`, { path: '', message: /not valid YAML/ }],
    ['no object', `echo 'just words' > "$1"`, { path: '', message: /must hold fields/ }],
    [
      'against the contract',
      `printf 'name: ""\\ninstructions: I\\n' > "$1"`,
      { path: 'name', message: /must not be empty/ },
    ],
  ])('keeps a text that is %s, with what is wrong', async (_, script, problem) => {
    const id = await newAgent();
    const { env } = editor(script);
    const run = await voicectl(['agents', 'edit', id, '--yes', '-o', 'json'], { env });
    expect(run.code).toBe(2);
    const [warning, ...rest] = run.stderr.split('\n');
    expect(existsSync(keptText(String(warning)))).toBe(true);
    const { error } = JSON.parse(rest.join('\n'));
    expect(error.problems).toContainEqual({
      path: problem.path,
      message: expect.stringMatching(problem.message),
    });
    expect(updates(id)).toEqual([]);
  });

  it('keeps the text when the server refuses, in a form that update takes', async () => {
    const id = await newAgent();
    platform.mock.faults.add({ operation: 'agents.update', status: 400, times: 1 });
    const { code, stderr } = await edit(id, `sed -i 's/^name: A/name: B/' "$1"`, '--yes');
    expect(code).toBe(1);
    await json(['agents', 'update', id, '-f', kept(stderr)], { env: platform.env });
    expect(stored(id)).toMatchObject({ name: 'B', version: 1 });
  });

  it('sends nothing over what somebody else has changed meanwhile', async () => {
    const id = await newAgent();
    const { env } = editor(
      `curl -s -o /dev/null -X PATCH -H 'x-api-key: k' -H 'content-type: application/json' \\
        -d '{"policy":"Theirs"}' "$VOICECTL_AGENTS_URL/agents/${id}"
      sed -i 's/^name: A/name: B/' "$1"`,
    );
    const run = await voicectl(['agents', 'edit', id, '--yes', '-o', 'table'], { env });
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('by somebody else meanwhile (version 1 became 2)');
    expect(run.stderr).toContain('- policy: null\n+ policy: Theirs\n');
    expect(existsSync(kept(run.stderr))).toBe(true);
    expect(stored(id)).toMatchObject({ name: 'A', policy: 'Theirs' });
  });

  it('keeps of the text what it changes, so that what others changed meanwhile stays', async () => {
    const id = await newAgent({ metadata: { a: 1, b: 2 } });
    const { env } = editor(
      `${meanwhile(id, { policy: 'Theirs', metadata: { a: 5 } })}
      sed -i 's/^name: A/name: B/; s/  b: 2/  b: 3/' "$1"`,
    );
    const run = await voicectl(['agents', 'edit', id, '--yes', '-o', 'table'], { env });
    expect(run.code).toBe(5);
    expect(readFileSync(kept(run.stderr), 'utf8')).toBe('name: B\nmetadata:\n  b: 3\n');
    await json(['agents', 'update', id, '-f', kept(run.stderr)], { env: platform.env });
    expect(stored(id)).toMatchObject({
      name: 'B',
      policy: 'Theirs',
      metadata: { a: 5, b: 3 },
    });
  });

  it('advises after it to edit again, and names what both have changed', async () => {
    const id = await newAgent({ policy: 'P' });
    const { env } = editor(
      `${meanwhile(id, { policy: 'Theirs' })} sed -i 's/^policy: P/policy: Mine/' "$1"`,
    );
    const run = await voicectl(['agents', 'edit', id, '--yes', '-o', 'json'], { env });
    const error = JSON.parse(run.stderr.slice(run.stderr.indexOf('{\n'))).error;
    expect(error).toMatchObject({
      code: 'CHANGED_MEANWHILE',
      message: expect.stringContaining('Both changed policy'),
      hint: 'Edit it again: it begins with what is there now.',
      next: [`voicectl agents edit ${id}`],
    });
  });

  it('says it in words when the editor takes the file away', async () => {
    const id = await newAgent();
    const { code, stderr } = await edit(id, 'rm "$1"', '--yes');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: The text was removed while it was edited; nothing was sent$/m);
    expect(stderr).not.toContain('ENOENT');
    expect(updates(id)).toEqual([]);
  });

  it.each([
    ['the command alone', 'kill -TERM $(ps -o ppid= -p $PPID); sleep 5'],
    ['the editor alone', 'kill -TERM $$'],
    ['both', 'kill -TERM 0; sleep 5'],
  ])('is interrupted by a SIGTERM of %s, and keeps what was written', async (_, script) => {
    const id = await newAgent();
    const { env } = editor(`echo 'name: B' > "$1"; ${script}`);
    const run = await inGroup(['agents', 'edit', id, '--yes', '-o', 'table'], env);
    expect(run.stderr).toMatch(/^error: Interrupted$/m);
    expect(run.code).toBe(130);
    expect(readFileSync(keptText(run.stderr), 'utf8')).toBe('name: B\n');
    expect(updates(id)).toEqual([]);
  });

  it('never asks and never hangs where there is no terminal', async () => {
    const id = await newAgent();
    const asked = await failure(['agents', 'edit', id], 2, { env: editor(':').env });
    expect(asked.hint).toContain('--yes');
    for (const EDITOR of ['', 'vi']) {
      const env = { ...platform.env, VISUAL: '', EDITOR };
      const error = await failure(['agents', 'edit', id, '--yes'], 2, { env });
      expect(error.message).toBe('There is no terminal for an editor');
    }
  });

  it('with --dry-run shows what would be sent', async () => {
    const id = await newAgent();
    const { env } = editor(`sed -i 's/^name: A/name: B/' "$1"`);
    const run = await voicectl(['agents', 'edit', id, '--dry-run', '-o', 'json'], { env });
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ method: 'PATCH', body: { name: 'B' } });
    expect(run.stderr).not.toContain('kept');
    expect(stored(id)).toMatchObject({ name: 'A' });
  });

  it('writes what acts on a terminal by its number, and takes it back as it was', async () => {
    const name = 'Red \u001b[31m and \u202eright to left';
    const id = await newAgent({ name });
    const script = editor(`sed -i 's/And kind/And polite/' "$1"`);
    const args = ['agents', 'edit', id, '--yes', '-o', 'table'];
    const run = await voicectl(args, { env: script.env });
    expect(run.stderr).toContain('+   And polite.');
    const shown = script.seen() + run.stderr;
    expect(clean(shown)).toBe(shown);
    expect(stored(id)).toMatchObject({ name, instructions: 'Be brief.\nAnd polite.\n' });
  });
});

describe('agents edit on a terminal', () => {
  const open = (id: string, script: string) =>
    new Terminal(['agents', 'edit', id], { env: editor(script).env });

  it('gives the terminal to the editor, shows the difference, and asks', async () => {
    const id = await newAgent();
    const terminal = open(id, `echo 'Name?'; read name; sed -i "s/^name: A/name: $name/" "$1"`);
    await terminal.shows('Name?');
    terminal.type(`Typed${enter}`);
    await terminal.shows('- name: A');
    await terminal.shows('+ name: Typed');
    await terminal.shows('Send these changes?');
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect(stored(id)).toMatchObject({ name: 'Typed' });
  });

  it('sends nothing when the changes are discarded', async () => {
    const id = await newAgent();
    const terminal = open(id, `sed -i 's/^name: A/name: B/' "$1"`);
    await terminal.shows('Send these changes?');
    terminal.type(`${down}${down}${enter}`);
    expect(await terminal.exit()).toBe(0);
    expect(stored(id)).toMatchObject({ name: 'A' });
  });

  it('keeps the text at Ctrl-C', async () => {
    const id = await newAgent();
    const terminal = open(id, `sed -i 's/^name: A/name: B/' "$1"`);
    await terminal.shows('Send these changes?');
    terminal.type(ctrlC);
    expect(await terminal.exit()).toBe(130);
    const file = kept(terminal.text.replace(/\s+/g, ' '));
    expect(readFileSync(file, 'utf8')).toContain('name: B');
    expect(stored(id)).toMatchObject({ name: 'A' });
  });

  it('leaves Ctrl-C to the editor while it is open', async () => {
    const id = await newAgent();
    const terminal = open(
      id,
      `trap 'echo caught; caught=1' INT; echo ready; while [ -z "$caught" ]; do sleep 0.1; done
      sed -i 's/^name: A/name: B/' "$1"`,
    );
    await terminal.shows('ready');
    terminal.type(ctrlC);
    await terminal.shows('caught');
    await terminal.shows('Send these changes?');
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect(stored(id)).toMatchObject({ name: 'B' });
  });

  it('opens the text again with what is wrong at its top', async () => {
    const id = await newAgent();
    const terminal = open(
      id,
      `if grep -q '^#! name must not be empty' "$1"; then sed -i 's/^name: .*/name: Right/' "$1"
      else sed -i 's/^name: A/name: ""/' "$1"; fi`,
    );
    await terminal.shows('name must not be empty');
    await terminal.shows('Edit again');
    terminal.type(enter);
    await terminal.shows('+ name: Right');
    await terminal.shows('Send these changes?');
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect(stored(id)).toMatchObject({ name: 'Right' });
  });

  it('offers the text again when the server refuses', async () => {
    const id = await newAgent();
    platform.mock.faults.add({ operation: 'agents.update', status: 400, times: 1 });
    const terminal = open(
      id,
      `if grep -q '^name: A' "$1"; then sed -i 's/^name: A/name: B/' "$1"
      else sed -i 's/^name: B/name: C/' "$1"; fi`,
    );
    await terminal.shows('Send these changes?');
    terminal.type(enter);
    await terminal.shows('What now?');
    terminal.type(enter);
    await terminal.shows('+ name: C');
    await terminal.shows('Send these changes?');
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect(stored(id)).toMatchObject({ name: 'C' });
  });

  it('begins again with what somebody else has written meanwhile', async () => {
    const id = await newAgent();
    const terminal = open(
      id,
      `if grep -q '^policy: Theirs' "$1"; then exit 0; fi
      curl -s -o /dev/null -X PATCH -H 'x-api-key: k' -H 'content-type: application/json' \\
        -d '{"policy":"Theirs"}' "$VOICECTL_AGENTS_URL/agents/${id}"
      sed -i 's/^name: A/name: B/' "$1"`,
    );
    await terminal.shows('Send these changes?');
    terminal.type(enter);
    await terminal.shows('by somebody else meanwhile');
    await terminal.shows('Go on?');
    terminal.type(enter);
    await terminal.shows('+ name: B');
    await terminal.shows('Send these changes?');
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect(stored(id)).toMatchObject({ name: 'B', policy: 'Theirs' });
  });
});

describe('goals edit', () => {
  it('sends what was changed', async () => {
    const args = ['goals', 'create', '--name', 'G', '--agent-id', await newAgent()];
    const { id } = await json(args, { env: platform.env });
    const { env } = editor(`sed -i 's/^priority: null/priority: 5/' "$1"`);
    const run = await voicectl(['goals', 'edit', String(id), '--yes'], { env });
    expect(JSON.parse(run.stdout)).toMatchObject({ name: 'G', priority: 5 });
  });
});
