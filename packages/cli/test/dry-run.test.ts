/** `--dry-run` on every command: what can be previewed is, what can't is refused, and nothing is done by either. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idOf, platformWith } from './bulk-world';
import { failure, json, newFolder, voicectl } from './voicectl';

interface Command {
  readonly words: readonly string[];
  readonly commands: readonly Command[];
  readonly previews: boolean;
}

const someId = '550e8400-e29b-41d4-a716-446655440000';

/** With these it would act: arguments and flags of each command, and whatever it reads from standard input. */
const lines: Readonly<Record<string, string>> = {
  'agents list': '',
  'agents get': 'AGENT',
  'agents create': '--name N --instructions I',
  'agents update': 'AGENT --name N',
  'agents edit': 'AGENT --yes',
  'agents copy': 'AGENT',
  'agents activate': 'AGENT',
  'agents archive': '--status draft --yes',
  'agents restore': 'AGENT',
  'agents delete': 'AGENT --yes',
  'agents test': 'AGENT Hello',
  'goals list': '--all',
  'goals get': 'GOAL',
  'goals create': '--name N --agent-id AGENT',
  'goals update': 'GOAL --name N',
  'goals edit': 'GOAL --yes',
  'goals delete': 'GOAL --yes',
  'goals attach': 'GOAL AGENT',
  'goals detach': 'AGENT',
  'goals generate': 'idea --save --agent AGENT --attach',
  'mock serve': '--port 0',
  'mock exec': '-- touch executed',
  'mock worlds': '',
  'mock snapshot': 'snapshot.json',
  'mock restore': 'world.json',
  'mock reset': '',
  'mock add': 'world.json',
  'mock generate': '3',
  'mock clock': '--advance 1h',
  'mock faults list': '',
  'mock faults add': 'status=503',
  'mock faults remove': 'fault-1',
  'mock faults clear': '',
  'mock journal': '',
  'mock record': 'recording.ndjson --port 0',
  'mock replay': 'recording.ndjson --port 0',
  'mock verify': 'recording.ndjson',
  play: 'AGENT',
  'voice install': '--yes',
  'voice list': '',
  'voice remove': 'moonshine',
  login: '--with-token --profile other',
  logout: '--all',
  whoami: '',
  'profile list': '',
  'profile show': 'main',
  'profile use': 'other',
  'profile add': 'third --agents-url http://127.0.0.1:9/api',
  'profile rename': 'main renamed',
  'profile remove': 'other --yes',
  'config list': '',
  'config get': 'timeout',
  'config set': 'timeout 1000',
  'config unset': 'timeout',
  'config path': '',
  doctor: '',
  api: 'POST /agents -F name=N -F instructions=I',
  'api goals': 'create -F name=N -F agent_id=AGENT',
  openapi: '',
  mcp: '--allow-writes',
  commands: '',
  completion: 'bash',
  man: '--dir pages',
};

const config = {
  profile: 'main',
  profiles: {
    main: {
      timeout: 5000,
      agentsKey: { origin: 'https://api.example.com', value: 'kept-key', ending: '' },
    },
    other: {},
  },
};

async function world() {
  const platform = await platformWith({ draft: 2 });
  await platform.mock.add({ goals: [{ name: 'a goal', agent: 'draft 1' }] });
  const cwd = newFolder();
  const home = newFolder();
  const file = join(home, 'config', 'voicectl', 'config.json');
  mkdirSync(join(home, 'config', 'voicectl'), { recursive: true });
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  writeFileSync(join(cwd, 'editor.sh'), '#!/bin/sh\nsed -i s/^name:.*/name:\\ Edited/ "$1"\n', {
    mode: 0o755,
  });
  const env = {
    ...platform.env,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    EDITOR: join(cwd, 'editor.sh'),
  };
  const agent = idOf(platform.mock, 'draft 1');
  const goal = [...platform.mock.state.goals.values()][0]?.id ?? '';
  const fill = (line: string) =>
    line
      .replaceAll('AGENT', agent)
      .replaceAll('GOAL', goal)
      .split(' ')
      .filter((word) => word !== '');
  return { ...platform, cwd, file, env, fill };
}

const leavesOf = (commands: readonly Command[]): readonly Command[] =>
  commands.flatMap((each) =>
    each.commands.length === 0 || each.words[0] === 'api'
      ? [each, ...leavesOf(each.commands)]
      : leavesOf(each.commands),
  );
const { commands } = await json<{ commands: readonly Command[] }>(['commands']);
const leaves = leavesOf(commands).map(({ words, previews }) => ({
  name: words.join(' '),
  words,
  previews,
}));

it('knows every command', () => {
  expect(leaves.map(({ name }) => name).sort()).toEqual(Object.keys(lines).sort());
});

describe.each(leaves)('$name --dry-run', ({ name, words, previews }) => {
  it(previews ? 'changes nothing' : 'is refused', async () => {
    await using it = await world();
    const { env, cwd, file, mock, fill } = it;
    const before = readdirSync(cwd);
    const args = [...words, '--dry-run', ...fill(lines[name] ?? '')];
    const run = await voicectl([...args, ...(args.includes('--') ? [] : ['-o', 'json'])], {
      env,
      cwd,
      input: name === 'mcp' ? '' : 'another-key\n',
    });
    if (previews) expect(run).toMatchObject({ code: 0 });
    else {
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toContain(`voicectl ${name} can't be previewed`);
      expect(run.stderr).toContain('Leave --dry-run out');
    }
    const changing = mock.journal
      .calls()
      .map(({ operation }) => operation)
      .filter((operation) => !/^(agents|goals)\.(get|list)$/.test(String(operation)));
    expect(changing).toEqual([]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(config);
    expect(readdirSync(cwd)).toEqual(before);
    expect(existsSync(join(cwd, '.voicectl'))).toBe(false);
  });
});

it('is refused in words, with a line to go on with', async () => {
  const error = await failure(['mock', 'reset', '--dry-run'], 2);
  expect(error).toMatchObject({
    message: "voicectl mock reset can't be previewed",
    hint: 'Leave --dry-run out.',
  });
});

it('makes no file for an embedded mock', async () => {
  const cwd = newFolder();
  await json(['agents', 'delete', someId, '--dry-run', '--mock'], { cwd });
  expect(readdirSync(cwd)).toEqual([]);
});
