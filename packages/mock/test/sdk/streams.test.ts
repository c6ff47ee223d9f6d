/** Streams that break off, fall silent or talk nonsense: never taken for a short answer. */
import {
  ConnectionError,
  type DriftNotice,
  ResponseValidationError,
  StreamError,
  type TestPart,
  TimeoutError,
} from '@voicectl/sdk';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { FaultInput } from '../../src/faults/faults';
import {
  agentId,
  all,
  failure,
  loadAll,
  message,
  oneAgent,
  patient,
  type Served,
  says,
  served,
} from './served';

beforeAll(loadAll);

const contents = oneAgent();
const brain = says('Hel', 'lo!');
const hel: TestPart = { type: 'token', text: 'Hel' };
const lo: TestPart = { type: 'token', text: 'lo!' };
const token = 'event: token\ndata: {"text":"Hel"}\n\n';
const ask = ({ client }: Served) => client.agents.testStream(agentId, message);

/** What comes before a stream fails, and how it fails. */
async function heard<E extends Error>(kind: new (...args: never[]) => E, platform: Served) {
  const parts: TestPart[] = [];
  const listen = async () => {
    for await (const part of ask(platform)) parts.push(part);
  };
  return { error: await failure(kind, listen()), parts };
}

describe.concurrent.each(['undici', 'fetch'] as const)('Through the %s door', (transport) => {
  it.each<[string, FaultInput, TestPart[]]>([
    ['before its first token', { drop: 0 }, []],
    ['after a token', { drop: 1 }, [hel]],
    ['after its last token', { drop: 9 }, [hel, lo]],
    ['in a token', { truncate: 20 }, []],
    ['in its done', { truncate: 2 * token.length + 30 }, [hel, lo]],
  ])('a stream that is cut %s is an error, not a short answer', async (_, fault, tokens) => {
    await using platform = await served({ contents, brain, faults: [fault] }, { transport });
    const { error, parts } = await heard(ConnectionError, platform);
    expect(error).toMatchObject({ operation: 'agents.test', sent: true, retryable: false });
    expect(parts).toEqual(tokens);
    expect(platform.met()).toBe(1);
  });

  it('silence longer than the timeout ends it', async () => {
    const faults: FaultInput[] = [{ stall: token.length }];
    await using platform = await served({ contents, brain, faults }, { transport, timeout: 1_000 });
    const { error, parts } = await heard(TimeoutError, platform);
    expect(error).toMatchObject({ phase: 'body', operation: 'agents.test' });
    expect(parts).toEqual([hel]);
    await vi.waitFor(
      () => expect(platform.mock.journal.calls()).toMatchObject([{ unfinished: true }]),
      patient,
    );
  });
});

describe.concurrent('A stream', () => {
  it.each([
    ['nothing', 0, []],
    ['a token only', 1, [hel]],
    ['tokens only', 9, [hel, lo]],
  ])('of %s ended too soon', async (_, tokens, expected) => {
    const faults: FaultInput[] = [{ drop: { tokens, by: 'end' } }];
    await using platform = await served({ contents, brain, faults });
    const { error, parts } = await heard(StreamError, platform);
    expect(error).toMatchObject({
      name: 'StreamError',
      code: 'STREAM_INCOMPLETE',
      operation: 'agents.test',
      retryable: false,
    });
    expect(parts).toEqual(expected);
  });

  it.each<[string, string[], FaultInput]>([
    ['a token that is no JSON', ['Hel'], { malformed: true }],
    ['a token without text', ['Hel'], { drift: { remove: ['text'] } }],
    ['a done that is no JSON', [], { malformed: true }],
    ['null for its done', [], { drift: { set: { $: null } } }],
    ['an empty done', [], { drift: { set: { $: {} } } }],
    ['a list for its done', [], { drift: { set: { $: [] } } }],
    ['a done whose response is no text', [], { drift: { set: { response: 7 } } }],
  ])('with %s is nonsense', async (_, tokens, fault) => {
    await using platform = await served({ contents, brain: says(...tokens), faults: [fault] });
    const { error, parts } = await heard(StreamError, platform);
    expect(error.code).not.toBe('STREAM_INCOMPLETE');
    expect(parts).toEqual([]);
  });

  it.each([null, {}, { response: 7 }])(
    'that comes as one answer of %j is nonsense too',
    async (body) => {
      await using platform = await served({ contents, faults: [{ body }] });
      const { error } = await heard(Error, platform);
      expect(['StreamError', 'UnexpectedResponseError']).toContain(error.name);
    },
  );

  it('may drift in its done, and that is reported', async () => {
    const drifts: DriftNotice[] = [];
    const onDrift = (notice: DriftNotice) => void drifts.push(notice);
    const faults: FaultInput[] = [{ drift: { set: { usage: 7 } } }];
    await using platform = await served({ contents, brain, faults }, { onDrift });
    expect(await all(ask(platform))).toEqual([
      ...[hel, lo, { type: 'done', response: 'Hello!', usage: 7 }],
    ]);
    expect(drifts).toMatchObject([{ operation: 'agents.test', problems: [{ path: 'usage' }] }]);
    const { agents } = platform.connect({ validation: 'strict' });
    await failure(ResponseValidationError, all(agents.testStream(agentId, message)));
  });
});
