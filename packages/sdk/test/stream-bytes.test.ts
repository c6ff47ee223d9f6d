/** Bytes to events: wherever the network cuts them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { serverSentEvents } from '../src/core/stream';
import { all } from './documented';

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    yield bytes.subarray(from, cut);
    from = cut;
  }
  yield bytes.subarray(from);
}

const eventsOf = (text: string, cuts: readonly number[]) =>
  all(serverSentEvents(pieces(new TextEncoder().encode(text), cuts)));

const lineEnds = ['\n', '\r\n', '\r'] as const;

test.each(lineEnds)(
  'every single cut gives the same events, with lines that end in %j',
  async (end) => {
    const lines = [
      ': hi',
      'event: token',
      'data: {"text":"é🙂"}',
      '',
      'data: a',
      'data: b',
      '',
      '',
    ];
    const text = lines.join(end);
    const size = new TextEncoder().encode(text).length;
    const expected = [
      { event: 'token', data: '{"text":"é🙂"}' },
      { event: 'message', data: 'a\nb' },
    ];
    for (let cut = 0; cut <= size; cut++) expect(await eventsOf(text, [cut])).toEqual(expected);
  },
);

test('a byte order mark before the first event is no part of it', async () => {
  expect(await eventsOf('\ufeffevent: token\ndata: x\n\n', [1, 2])).toEqual([
    { event: 'token', data: 'x' },
  ]);
});

test('any cutting of any events gives the same events', async () => {
  const text = fc.string({ unit: 'grapheme' });
  const sent = fc.array(fc.record({ event: fc.constantFrom('token', 'done'), text }), {
    maxLength: 6,
  });
  const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(sent, fc.constantFrom(...lineEnds), cuts, async (events, end, places) => {
      const data = events.map((one) => ({ event: one.event, data: JSON.stringify(one.text) }));
      const wire = data
        .map((one) => `event: ${one.event}${end}data: ${one.data}${end}${end}`)
        .join('');
      const size = new TextEncoder().encode(wire).length;
      const received = await eventsOf(
        wire,
        places.map((place) => Math.min(place, size)),
      );
      expect(received).toEqual(data);
    }),
    { numRuns: 200 },
  );
});
