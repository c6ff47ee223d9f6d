/** Answers that have departed from the contract. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drifted } from '../../src/faults/drift';
import { withData } from '../../src/faults/events';
import { changed, isPath, stepsOf } from '../../src/faults/path';
import { platform } from './platform';

describe('Drift', () => {
  it.each<[string, object, (agent: Record<string, unknown>) => unknown]>([
    ['leaves out a field', { remove: ['version'] }, ({ version: _, ...rest }) => rest],
    [
      'leaves out a field of a field',
      { remove: ['modelConfig.modelSettings.temperature'] },
      (agent) => ({
        ...agent,
        modelConfig: { ...(agent.modelConfig as object), modelSettings: {} },
      }),
    ],
    [
      'knows a status that nobody knows',
      { set: { status: 'hibernating' } },
      (agent) => ({ ...agent, status: 'hibernating' }),
    ],
    [
      'has another type',
      { set: { version: 'two', metadata: [1], description: { en: 'x' } } },
      (agent) => ({ ...agent, version: 'two', metadata: [1], description: { en: 'x' } }),
    ],
    ['adds a field', { set: { mood: 'fine' } }, (agent) => ({ ...agent, mood: 'fine' })],
    [
      'adds one in a field',
      { set: { 'memoryConfig.depth': 3 } },
      (agent) => ({ ...agent, memoryConfig: { ...(agent.memoryConfig as object), depth: 3 } }),
    ],
    [
      'does all of it',
      { remove: ['id', 'name'], set: { status: null, id: 7 } },
      ({ name: _, ...agent }) => ({ ...agent, status: null, id: 7 }),
    ],
    ['leads nowhere where there is nothing', { set: { 'a.b': 1, 'name.x': 1 } }, (agent) => agent],
    ['replaces the whole', { set: { $: [] } }, () => []],
  ])('%s', async (_, drift, expected) => {
    const { getAgent, agent } = await platform();
    const answer = await getAgent({ drift });
    expect(answer).toMatchObject({ status: 200, cut: false });
    expect(JSON.parse(answer.text)).toEqual(expected(agent));
  });

  it('keeps the order of what it changes', async () => {
    const { getAgent, agent } = await platform();
    const { text } = await getAgent({ drift: { set: { name: 'B' } } });
    expect(text).toBe(JSON.stringify({ ...agent, name: 'B' }));
  });

  it('reaches every item of a list, or one', async () => {
    const { ask } = await platform();
    const create = (name: string) =>
      ask({ latency: 0 }, 'POST', '/api/agents', { name, instructions: 'x' });
    for (const name of ['B', 'C']) await create(name);
    const list = async (drift: object) =>
      JSON.parse((await ask({ drift }, 'GET', '/api/agents')).text);
    const every = await list({ set: { 'data[].status': 'new' }, remove: ['data[].id'] });
    expect(every.data).toHaveLength(3);
    for (const agent of every.data) {
      expect(agent).not.toHaveProperty('id');
      expect(agent.status).toBe('new');
    }
    const one = await list({ set: { 'data[1].status': 'new', 'data[9].status': 'new' } });
    const statuses = one.data.map(({ status }: { status: string }) => status);
    expect(statuses).toEqual(['draft', 'new', 'draft']);
    expect((await list({ remove: ['data[0]', 'meta'] })).data).toHaveLength(2);
    expect(await list({ remove: ['data[]'] })).toHaveProperty('data', []);
  });

  it("begins inside of the goals API's envelope, or at its root by $", async () => {
    const { getGoal, listGoals, goal } = await platform();
    const { priority: _, ...without } = goal;
    expect(JSON.parse((await getGoal({ drift: { remove: ['priority'] } })).text)).toEqual({
      success: true,
      data: without,
    });
    const listed = await listGoals({ drift: { set: { 'items[].status': 'odd', count: '1' } } });
    expect(JSON.parse(listed.text)).toEqual({
      success: true,
      data: { items: [{ ...goal, status: 'odd' }], count: '1' },
    });
    const drift = { remove: ['$.success', 'id'], set: { '$.trace': 1, '$.data.name': 'N' } };
    const { id: __, ...anonymous } = goal;
    expect(JSON.parse((await getGoal({ drift })).text)).toEqual({
      data: { ...anonymous, name: 'N' },
      trace: 1,
    });
  });

  it('leaves refusals alone', async () => {
    const { ask } = await platform();
    const { status, text } = await ask({ drift: { set: { x: 1 } } }, 'GET', '/api/agents/none');
    expect(status).toBe(404);
    expect(JSON.parse(text)).not.toHaveProperty('x');
  });

  it('reaches the events of a stream', async () => {
    const { testAgent } = await platform();
    const drift = { remove: ['response'], set: { 'usage.outputTokens': 'many' } };
    const { text } = await testAgent({ drift });
    const events = [...text.matchAll(/^event: (.*)\ndata: (.*)$/gm)];
    const [name, data] = events.at(-1)?.slice(1) ?? [];
    expect(name).toBe('done');
    expect(JSON.parse(String(data))).toEqual({
      usage: { inputTokens: expect.any(Number), outputTokens: 'many' },
    });
    for (const [, event, token] of events.slice(0, -1)) {
      expect([event, Object.keys(JSON.parse(String(token)))]).toEqual(['token', ['text']]);
    }
  });

  it('reaches into events however they come in pieces, and whatever their text holds', async () => {
    const text = 'a\u2028b\n\ndata: {"text":1}\n\n$& 👩‍👧';
    const wire = `event: token\ndata: ${JSON.stringify({ text })}\n\n`.repeat(2);
    for (const size of [1, 7, wire.length]) {
      async function* pieces() {
        for (let at = 0; at < wire.length; at += size) yield wire.slice(at, at + size);
      }
      let read = '';
      for await (const piece of withData(pieces(), (data) =>
        drifted(data, { set: { odd: '$1' } }),
      )) {
        read += piece;
      }
      const event = `event: token\ndata: ${JSON.stringify({ text, odd: '$1' })}\n\n`;
      expect(read).toBe(event.repeat(2));
    }
  });

  it('of __proto__ is a field like others and pollutes nothing', async () => {
    const { getAgent } = await platform();
    const set = JSON.parse('{"constructor.prototype.polluted":1,"metadata.constructor":1}');
    const { text } = await getAgent({ drift: { set, remove: ['__proto__', '__proto__.x'] } });
    expect(JSON.parse(text).metadata).toEqual({ constructor: 1 });
    expect({}).not.toHaveProperty('polluted');
    expect(drifted('{"a":1}', { set: { a: 2 }, remove: ['toString'] })).toBe('{"a":2}');
  });

  it('never fails and never makes anything but JSON, whatever the answer and the path', () => {
    const key = fc.constantFrom('a', 'b', 'data', 'success', '__proto__', '0');
    const path = fc
      .array(fc.oneof(key, fc.constantFrom('[]', '[0]', '[7]')), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('.').replaceAll('.[', '['))
      .map((text) => (text.startsWith('[') ? `$${text}` : text))
      .filter(isPath);
    fc.assert(
      fc.property(fc.jsonValue(), path, path, fc.jsonValue(), (body, gone, changed, value) => {
        const before = JSON.stringify(body);
        const after = drifted(before, { remove: [gone], set: { [changed]: value } });
        if (after !== '') JSON.parse(after);
        expect(JSON.stringify(body)).toBe(before);
      }),
    );
  });
});

describe('A path', () => {
  it('that leads nowhere changes nothing', () => {
    const value = { a: { b: 1 }, list: [1] };
    for (const path of ['x.y', 'a.b.c', 'a[]', 'list.a', 'list[1]', 'list[0].a']) {
      expect(changed(value, stepsOf(path), () => 'changed')).toStrictEqual(value);
    }
  });

  it.each(['a', 'a.b', 'a[]', 'a[].b', 'a[12].b[].c', '$', '$.a', '$[0]', '$[].id', 'x-y z'])(
    'may be %s',
    (text) => expect(isPath(text)).toBe(true),
  );
  it.each(['', '.', 'a.', '.a', 'a..b', 'a[', 'a]', 'a[x]', '[0]', 'a[-1]', '$a', 'a[].', 'a[]b'])(
    'may not be %j',
    (text) => expect(isPath(text)).toBe(false),
  );
});
