/** Each rule of `docs/mock-rules.md` is held by a test that is there, and each part of the contract has its rule. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { agentEndpoints, agentStatuses, goalEndpoints, transitions } from '@voicectl/sdk/contract';
import { describe, expect, it } from 'vitest';
import { bounds } from '../packages/mock/test/contract/bounds';
import { holds, titlesIn } from './rules/titles';

const root = dirname(import.meta.dirname);
const page = readFileSync(join(root, 'docs', 'mock-rules.md'), 'utf8').replaceAll('\r\n', '\n');

interface Rule {
  readonly words: string;
  readonly kind: string;
  /** A file of tests, from the root, and a title in it. */
  readonly tests: readonly { file: string; title: string }[];
}

const rules = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (rule|---)/.test(line))
  .map(ruleOf);

/** @throws Error where a row has another form than the others. */
function ruleOf(row: string): Rule {
  const cells = row.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim());
  const [, words = '', kind = '', held = ''] = cells;
  if (cells.length !== 5) throw new Error(`Not a row of three cells: ${row}`);
  return { words, kind, tests: held === '' ? [] : held.split('<br>').map(testOf) };
}

function testOf(text: string) {
  const { path, title } =
    /^\[[^\]]+\]\(\.\.\/(?<path>[^)]+)\): (?<title>.+)$/.exec(text)?.groups ?? {};
  if (path === undefined || title === undefined)
    throw new Error(`Not [file](path): title: ${text}`);
  return { file: join(root, path), title };
}

/** What is wrong with a rule. */
function problemsOf({ kind, tests }: Rule): string[] {
  return [
    ...(['documented', 'our reading', 'extension'].includes(kind) ? [] : [`is ${kind}`]),
    ...(tests.length > 0 ? [] : ['is held by no test']),
    ...tests.filter(({ file }) => !existsSync(file)).map(({ file }) => `${file} is not there`),
    ...tests
      .filter(({ file, title }) => existsSync(file) && !holds(titlesIn(file), title))
      .map(({ file, title }) => `${file} has no ${title}`),
  ];
}

describe('A rule', () => {
  it.each(rules.map((rule) => [rule.words, rule] as const))('is held: %s', (_, rule) => {
    expect(problemsOf(rule)).toEqual([]);
  });

  it('that is held by nothing, by no such file or by no such test is found', () => {
    const file = join(root, 'packages', 'mock', 'test', 'stories', 'agent-life.test.ts');
    const rule = (tests: Rule['tests'], kind = 'documented') => ({ words: '', kind, tests });
    const wrong = [
      rule([]),
      rule([{ file, title: 'is a title that nobody wrote' }]),
      rule([{ file, title: 'that is draft, after dancing is active, of the same version' }]),
      rule([{ file, title: 'that is active, after restore is active, of the same version' }]),
      rule([{ file: `${file}x`, title: 'is repeatable' }]),
      rule([{ file, title: 'that is draft, after activate is active, of the same version' }], ''),
    ];
    expect(wrong.map((each) => problemsOf(each).length)).toEqual([1, 1, 1, 1, 1, 1]);
  });
});

describe('The page has a rule for', () => {
  const titles = new Set(rules.flatMap(({ tests }) => tests.map(({ title }) => title)));
  const agents = Object.values(agentEndpoints);

  it.each(bounds.map(({ of, at, rule }) => `${of}: ${at} (${rule})`))('the bound %s', (title) => {
    expect(titles).toContain(title);
  });

  it.each(agents.map(({ method, path, status }) => `answers ${method} ${path} with ${status}`))(
    'the call that %s',
    (title) => {
      expect(titles).toContain(title);
    },
  );

  it.each(Object.entries(goalEndpoints).map(([action, { status }]) => `${action} with ${status}`))(
    'the action %s',
    (action) => {
      expect(titles).toContain(`answers ${action}, in the envelope of success`);
    },
  );

  it.each(
    agentStatuses.flatMap((from) => Object.keys(transitions).map((name) => `${name}: ${from}`)),
  )('the pair %s', (pair) => {
    expect(rules.filter(({ words }) => words.startsWith(pair))).toHaveLength(1);
  });
});
