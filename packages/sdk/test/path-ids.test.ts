/** An id fills one segment of a path, whatever is in it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillPath, idProblems } from '../src/core/path';
import { InputError } from '../src/index';
import { agent, connect, failure } from './documented';
import { hostileServer, json } from './hostile-server';

const refusedIds: [string, unknown][] = [
  ['an empty id', ''],
  ['one dot', '.'],
  ['two dots', '..'],
  ['a line break', 'a\nb'],
  ['a null character', 'a\0'],
  ['a C1 control', 'a\u0085'],
  ['a lone surrogate', 'a\ud800'],
  ['no id', undefined],
  ['null', null],
  ['a number', 7],
  ['an object', { toString: () => 'a' }],
];

describe.each(refusedIds)('%s', (_, id) => {
  test('is refused by every call that takes one, and nothing is sent', async () => {
    const server = await hostileServer(json(agent));
    const { agents, goals } = connect(server);
    const bad = id as string;
    const message = { message: 'Hello' };
    const calls = [
      agents.get(bad),
      agents.update(bad, {}),
      agents.delete(bad),
      agents.activate(bad),
      agents.archive(bad),
      agents.restore(bad),
      agents.test(bad, message),
      agents.testStream(bad, message).next(),
      goals.get(bad),
      goals.update(bad, { name: 'n' }),
      goals.delete(bad),
    ];
    for (const call of calls) {
      const error = await failure(InputError, call);
      expect(error.problems.map(({ path }) => path)).toEqual(['id']);
    }
    expect(server.seen).toHaveLength(0);
  });
});

test.each(['../../admin', 'a/b', 'a?b=c', 'a#b', '%2e%2e', '%2F', 'é 🙂', '...', '~', ':id', '$&'])(
  'the id %j arrives as it is, in its own segment',
  async (id) => {
    const server = await hostileServer(json(agent));
    await connect(server).agents.activate(id);
    const segments = (server.seen[0]?.url ?? '').split('/');
    expect(segments).toHaveLength(5);
    expect(decodeURIComponent(segments[3] ?? '')).toBe(id);
  },
);

const tricky = fc
  .array(fc.constantFrom('.', '/', '\\', '%', '2e', '?', '#', ':', '@', ';', ' ', 'é', '🙂'))
  .map((pieces) => pieces.join(''));

test('any accepted id fills exactly one segment, and is read back unchanged', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string(), tricky), (id) => {
      fc.pre(idProblems(id).length === 0);
      const path = fillPath('/agents/:id/test', id);
      const { pathname, search, hash } = new URL(`https://api.example.com/api${path}`);
      expect({ search, hash }).toEqual({ search: '', hash: '' });
      const segments = pathname.split('/');
      expect(segments).toHaveLength(5);
      expect(segments[2]).toBe('agents');
      expect(decodeURIComponent(segments[3] ?? '')).toBe(id);
      expect(segments[4]).toBe('test');
    }),
    { numRuns: 200 },
  );
});
