/** The criteria of a chat: where they come from, how they stand, and what /criteria shows. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { criteriaOf } from '../src/chat/judge/criteria';
import { criteriaCommand } from '../src/chat/judge/criteria-command';
import { openCriteria } from '../src/chat/judge/open-criteria';
import type { Criteria } from '../src/chat/judge/standing';
import type { Stage } from '../src/chat/slash/command';
import { plainPaints } from '../src/output/paint';
import { completes, judging, polite, resolved, said, sends, verdictsJson } from './chat-judge';
import { closeServers, thrownBy, until } from './voice-cloud';
import { exampleAgent, newFolder } from './voicectl';

afterEach(closeServers);

const both = [resolved, polite];
const agent = { id: '1', resolutionCriteria: both };
const turn = said('Where is it?', 'On its way.');

function contextOf(env: Record<string, string> = {}) {
  const { signal } = new AbortController();
  return { streams: { env, stdin: process.stdin }, signal } as unknown as Parameters<
    typeof criteriaOf
  >[2];
}

function fileOf(text: string, name = 'criteria.yaml'): string {
  const file = join(newFolder(), name);
  writeFileSync(file, text);
  return file;
}

describe('criteria', () => {
  it('are those that the agent tells', async () => {
    const more = { ...agent, resolutionCriteria: [{ ...resolved, id: 7 }, polite] };
    expect(await criteriaOf(more, undefined, contextOf())).toEqual(both);
  });

  it.each([
    ['nothing', undefined],
    ['null', { resolutionCriteria: null }],
    ['what is none', { resolutionCriteria: [{ label: 1 }, 'x', { label: '', description: 'x' }] }],
  ])('are none where the agent tells %s', async (_, told) => {
    expect(await criteriaOf(told, undefined, contextOf())).toEqual([]);
  });

  it.each([
    ['a list', JSON.stringify(both)],
    ['an agent', JSON.stringify({ name: 'A', resolutionCriteria: both })],
    [
      'YAML',
      `- label: Resolved\n  description: ${resolved.description}\n- {label: Polite, description: ${polite.description}}`,
    ],
  ])('come from a file that holds %s, in place of the agent', async (_, text) => {
    const told = { resolutionCriteria: [{ label: 'Old', description: 'Old' }] };
    expect(await criteriaOf(told, fileOf(text), contextOf())).toEqual(both);
  });

  it('come from an agent file as the examples have it', async () => {
    expect((await criteriaOf(undefined, exampleAgent, contextOf())).length).toBeGreaterThan(0);
  });

  it.each([
    ['no criteria', 'name: A', 'holds no resolutionCriteria', []],
    ['an empty list', '[]', 'holds no criterion', []],
    ['a text', 'hello', "can't be used", ['']],
    ['a wrong label', '[{label: "", description: x}]', "can't be used", ['[0].label']],
    [
      'the same label twice',
      '{resolutionCriteria: [{label: a, description: x}, {label: a, description: y}]}',
      "can't be used",
      ['resolutionCriteria[1].label'],
    ],
    [
      'too many',
      JSON.stringify([1, 2, 3, 4, 5, 6].map((at) => ({ label: `${at}`, description: 'x' }))),
      "can't be used",
      [''],
    ],
  ])('of a file with %s are refused, by their places', async (_, text, message, places) => {
    const file = fileOf(text);
    const error = await thrownBy(() => criteriaOf(undefined, file, contextOf()));
    expect(error).toMatchObject({ name: 'UsageError', message: expect.stringContaining(message) });
    expect(error.message).toContain(file);
    const { problems = [] } = error as { problems?: { path: string }[] };
    expect(problems.map(({ path }) => path)).toEqual(places);
    expect(error.hint).toContain('an agent file, or a list');
  });
});

async function opened(env: Record<string, string> = {}, told: unknown = agent) {
  const notes: string[] = [];
  const note = (text: string) => void notes.push(text);
  const criteria = await openCriteria(contextOf(env), { agent: told, file: undefined, note });
  return { criteria, notes };
}

const metOf = (criteria: Criteria) => criteria.verdicts.map(({ met }) => met);

describe('criteria of a chat', () => {
  it('are judged after a turn while the chat goes on, and tell of it', async () => {
    const { env } = await judging((response) =>
      completes(response, verdictsJson({ Resolved: true, Polite: false })),
    );
    const { criteria } = await opened(env);
    const seen: unknown[] = [];
    criteria.onChange(() => seen.push([criteria.judging, metOf(criteria)]));
    criteria.judgeSoon([turn]);
    expect(criteria.judging).toBe(true);
    await criteria.settled();
    expect(seen).toEqual([
      [true, [undefined, undefined]],
      [false, [true, false]],
    ]);
  });

  it('are judged anew by what was said since, and what was asked before counts no more', async () => {
    const held: (() => void)[] = [];
    const gone: number[] = [];
    const { env, asked } = await judging((response, { length }) => {
      response.on('close', () => response.writableFinished || gone.push(length));
      if (length > 1) return completes(response, verdictsJson({ Resolved: true, Polite: true }));
      return held.push(() => completes(response, verdictsJson({ Resolved: false, Polite: false })));
    });
    const { criteria, notes } = await opened(env);
    criteria.judgeSoon([turn]);
    await until(() => asked.length === 1);
    criteria.judgeSoon([turn, turn]);
    await criteria.settled();
    for (const answer of held) answer();
    await until(() => gone.length === 1);
    expect(metOf(criteria)).toEqual([true, true]);
    expect(notes).toEqual([]);
  });

  it('stand open after a judge that failed, which is said', async () => {
    let fails = false;
    const { env } = await judging((response) =>
      fails
        ? sends(response, 401, {})
        : completes(response, verdictsJson({ Resolved: true, Polite: true })),
    );
    const { criteria, notes } = await opened(env);
    criteria.judgeSoon([turn]);
    await criteria.settled();
    expect(metOf(criteria)).toEqual([true, true]);
    fails = true;
    criteria.judgeSoon([turn, turn]);
    await criteria.settled();
    expect(metOf(criteria)).toEqual([undefined, undefined]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('were not judged');
  });

  it('of another agent take their place, unjudged', async () => {
    const { env } = await judging((response) =>
      completes(response, verdictsJson({ Polite: true })),
    );
    const { criteria } = await opened(env);
    criteria.judgeSoon([turn]);
    criteria.use([polite]);
    expect(criteria.judging).toBe(false);
    expect(criteria.verdicts).toEqual([{ ...polite, met: undefined }]);
    criteria.judgeSoon([turn]);
    await criteria.settled();
    expect(metOf(criteria)).toEqual([true]);
  });

  it('are let go with the chat, in silence', async () => {
    const { env, asked } = await judging(() => {});
    const { criteria, notes } = await opened(env);
    criteria.judgeSoon([turn]);
    await until(() => asked.length > 0);
    criteria.close();
    await criteria.settled();
    expect({ judging: criteria.judging, notes }).toEqual({ judging: false, notes: [] });
  });

  it('are only listed without a judge, and with one that can not be asked, which is said', async () => {
    const { criteria } = await opened();
    criteria.judgeSoon([turn]);
    expect([criteria.judging, criteria.judge, metOf(criteria)]).toEqual([
      false,
      undefined,
      [undefined, undefined],
    ]);
    const { criteria: keyless, notes } = await opened({ VOICECTL_JUDGE_MODEL: 'm' });
    expect([keyless.judge, notes[0]]).toEqual([
      undefined,
      expect.stringContaining('OPENAI_API_KEY'),
    ]);
  });

  it('ask for no judge where there are none', async () => {
    expect((await opened({ VOICECTL_JUDGE_MODEL: 'm' }, {})).notes).toEqual([]);
  });
});

describe('/criteria', () => {
  async function shown(criteria: Criteria): Promise<string[]> {
    const lines: string[] = [];
    const print = (text: string) => void lines.push(text);
    const context = { out: { paint: plainPaints.stdout } };
    await criteriaCommand(() => criteria).run('', {
      say: print,
      print,
      context,
    } as unknown as Stage);
    return lines;
  }

  it('shows what is met, what is not, why, and who says so', async () => {
    const { env } = await judging((response) =>
      completes(response, verdictsJson({ Resolved: true, Polite: false })),
    );
    const { criteria } = await opened(env);
    criteria.judgeSoon([turn]);
    await criteria.settled();
    expect(await shown(criteria)).toEqual([
      '☑ Resolved · why Resolved',
      '☐ Polite · why Polite',
      'Judged by judge-model after each turn.',
    ]);
  });

  it('says how to have them judged, and where to take them from', async () => {
    const [first, , last] = await shown((await opened()).criteria);
    expect(first).toBe('? Resolved · The user knows where the order is.');
    expect(last).toContain('VOICECTL_JUDGE_MODEL');
    expect(await shown((await opened({}, {})).criteria)).toEqual([
      expect.stringContaining('--criteria FILE'),
    ]);
  });

  it('prints labels from a server without what a terminal would obey', async () => {
    const told = { resolutionCriteria: [{ label: 'a\u001b[2J\nb', description: 'c\u0007' }] };
    expect((await shown((await opened({}, told)).criteria))[0]).toBe('? a[2J b · c');
  });
});
