/** Players without a device: what they tell, what they keep, and what an abort leaves. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Channel } from '../src/voice/channel';
import { LoudnessMeter, loudness, metered, silence } from '../src/voice/play/loudness';
import { nullPlayer } from '../src/voice/play/null-player';
import { PlayClock } from '../src/voice/play/play-clock';
import { recordTurn } from '../src/voice/play/record';
import { Timeline } from '../src/voice/play/timeline';
import { wavPlayer } from '../src/voice/play/wav-player';
import { readWav } from '../src/voice/play/wav-read';
import type { Speech } from '../src/voice/stages';
import { digest, heard, joined, never, piece, spoken, wholeOf } from './voice-play';
import { tone } from './voice-speak';
import { newFolder } from './voicectl';

const rate = 16_000;
const [one, two] = [piece('One.'), piece('Two.', 5)];
const sound = (of: typeof one, seconds: number, frequency = 440): Speech => ({
  piece: of,
  rate,
  samples: tone(frequency, rate, seconds),
});
const empty = new Int16Array(0);

test('each piece is told of in its order, and is over once', async () => {
  const told = await heard(
    nullPlayer(),
    spoken(sound(one, 0.1), sound(one, 0.2), { piece: two, rate, samples: empty }),
  );
  const over = told.filter(({ done }) => done);
  expect(over.map((played) => [played.piece, Math.round(played.heard)])).toEqual([
    [one, 300],
    [two, 0],
  ]);
});

test('a part without samples ends its piece, before the next one is there', async () => {
  const speech = new Channel<Speech>();
  speech.push(sound(one, 0.1));
  speech.push({ piece: one, rate, samples: empty });
  for await (const { done } of nullPlayer({ paced: true }).play(speech, never())) {
    if (done) speech.end();
  }
});

test('a paced player takes as long as the sound, and what is heard only grows', async () => {
  const begun = performance.now();
  const told = await heard(nullPlayer({ paced: true }), spoken(sound(one, 0.15), sound(two, 0.15)));
  expect(performance.now() - begun).toBeGreaterThan(290);
  const first = told.filter((played) => played.piece === one).map((played) => played.heard);
  expect(first).toEqual([...first].sort((a, b) => a - b));
  expect(told.at(-1)).toEqual({ piece: two, heard: 150, done: true });
});

test('an abort ends a turn that would go on for a minute, and the last report says how much was heard', async () => {
  const turn = new AbortController();
  const told: { heard: number; done: boolean }[] = [];
  for await (const played of nullPlayer({ paced: true }).play(
    spoken(sound(one, 60)),
    turn.signal,
  )) {
    told.push(played);
    if (played.heard > 80) turn.abort();
  }
  expect(told.at(-1)?.done).toBe(false);
  expect(told.at(-1)?.heard).toBeGreaterThan(80);
  expect(told.at(-1)?.heard).toBeLessThan(30_000);
});

test('a voice that hangs does not hold up an abort', async () => {
  const turn = new AbortController();
  const hanging = new Channel<Speech>();
  hanging.push(sound(one, 0.01));
  setTimeout(() => turn.abort(), 50);
  await heard(nullPlayer({ paced: true }), hanging, turn.signal);
});

test('a voice that fails is told of after all that it had said', async () => {
  async function* failing(): AsyncGenerator<Speech, void, undefined> {
    yield sound(one, 0.2);
    throw new Error('no voice left');
  }
  const told: boolean[] = [];
  const listen = async () => {
    for await (const { done } of nullPlayer({ paced: true }).play(failing(), never())) {
      told.push(done);
    }
  };
  await expect(listen()).rejects.toThrow('no voice left');
  expect(told.at(-1)).toBe(true);
});

test('a pause in which nothing was there to play is an underrun; the end is none', async () => {
  const speech = new Channel<Speech>();
  speech.push(sound(one, 0.05));
  setTimeout(() => {
    speech.push(sound(two, 0.05));
    speech.end();
  }, 200);
  const told = await heard(nullPlayer({ paced: true }), speech);
  expect(told.filter(({ underrun }) => underrun)).toHaveLength(1);
});

test('no more is taken than some seconds ahead of what is heard', async () => {
  let taken = 0;
  async function* endless(): AsyncGenerator<Speech, void, undefined> {
    for (; taken < 1000; taken++) yield sound(one, 1);
  }
  const turn = new AbortController();
  for await (const _ of nullPlayer({ paced: true }).play(endless(), turn.signal)) turn.abort();
  expect(taken).toBeLessThan(20);
});

test('the answer is a file, at the rate of its first sound', async () => {
  const file = join(newFolder(), 'answer.wav');
  const slow = { piece: two, rate: 8000, samples: tone(300, 8000, 0.5) };
  await heard(wavPlayer(file), spoken(sound(one, 0.25), slow));
  const { samples, rate: read } = readWav(readFileSync(file));
  expect([read, samples.length]).toEqual([rate, 0.75 * rate]);
  expect(digest(samples.slice(0, rate / 4))).toBe(digest(tone(440, rate, 0.25)));
});

test('turn after turn goes into one file, which is whole in between', async () => {
  const file = join(newFolder(), 'answer.wav');
  const player = wavPlayer(file);
  await heard(player, spoken(sound(one, 0.1)));
  expect(readWav(readFileSync(file)).samples).toHaveLength(0.1 * rate);
  await heard(player, spoken());
  await heard(player, spoken(sound(two, 0.1)));
  expect(readWav(readFileSync(file)).samples).toHaveLength(0.2 * rate);
});

test('without sound there is no file', async () => {
  const file = join(newFolder(), 'answer.wav');
  await heard(wavPlayer(file), spoken({ piece: one, rate, samples: empty }));
  expect(existsSync(file)).toBe(false);
});

test.each([
  ['aborted', (turn: AbortController) => turn.abort()],
  ['left', () => {}],
])(
  'a file of a turn that was %s is whole, and has what a person would have heard',
  async (_, end) => {
    const file = join(newFolder(), 'answer.wav');
    const turn = new AbortController();
    let last = 0;
    for await (const played of wavPlayer(file, { paced: true }).play(
      spoken(sound(one, 30)),
      turn.signal,
    )) {
      last = played.heard;
      if (last < 100) continue;
      end(turn);
      if (!turn.signal.aborted) break;
    }
    const { samples } = readWav(readFileSync(file));
    expect(samples.length).toBeGreaterThanOrEqual((last * rate) / 1000 - 1);
    expect(samples.length).toBeLessThan(15 * rate);
    expect(digest(samples)).toBe(digest(tone(440, rate, 30).slice(0, samples.length)));
  },
);

test('a turn is kept: what was said, and what was heard of the answer', async () => {
  const folder = join(newFolder(), 'turns', '1');
  const turn = await recordTurn(folder);
  async function* question() {
    yield { samples: tone(200, rate, 0.1), rate };
    yield { samples: tone(300, rate, 0.1), rate };
  }
  const { samples } = await wholeOf(turn.question(question()));
  expect(digest(readWav(readFileSync(join(folder, 'question.wav'))).samples)).toBe(digest(samples));

  await heard(turn.answer(nullPlayer()), spoken(sound(one, 0.1), sound(two, 0.1, 600)));
  const answer = readWav(readFileSync(join(folder, 'answer.wav')));
  const whole = joined([tone(440, rate, 0.1), tone(600, rate, 0.1)]);
  expect([answer.rate, digest(answer.samples)]).toEqual([rate, digest(whole)]);
});

test('of an answer that was stopped, what was heard is kept', async () => {
  const folder = newFolder();
  const turn = new AbortController();
  const player = (await recordTurn(folder)).answer(nullPlayer({ paced: true }));
  let last = 0;
  for await (const played of player.play(spoken(sound(one, 0.1), sound(two, 30)), turn.signal)) {
    if (played.piece === two) last = played.heard;
    if (last > 60) turn.abort();
  }
  const { samples } = readWav(readFileSync(join(folder, 'answer.wav')));
  expect(samples.length).toBe(Math.round(0.1 * rate + (last * rate) / 1000));
});

test('a folder that can not be made is told of by name', async () => {
  const folder = join(newFolder(), 'answer.wav');
  await heard(wavPlayer(folder), spoken(sound(one, 0.1)));
  await expect(recordTurn(join(folder, 'turn'))).rejects.toMatchObject({
    name: 'PlayError',
    message: expect.stringContaining(`Turns can't be kept in ${join(folder, 'turn')}`),
  });
});

test('however sound is cut and played, each piece is over once, in order, with all of its time', () => {
  const parts = fc.array(fc.tuple(fc.nat(5), fc.nat(3000)), { minLength: 1, maxLength: 30 });
  const steps = fc.array(fc.nat(4000), { maxLength: 40 });
  fc.assert(
    fc.property(parts, steps, (lengths, moves) => {
      const timeline = new Timeline(1000);
      const wanted = new Map<ReturnType<typeof piece>, number>();
      let current = piece('0');
      for (const [change, length] of lengths) {
        if (change === 0) current = piece(String(wanted.size));
        wanted.set(current, (wanted.get(current) ?? 0) + length);
        timeline.add(current, length);
      }
      timeline.close();
      let played = 0;
      const told = [...moves, Number.MAX_SAFE_INTEGER].flatMap((step) => {
        played = Math.min(played + step, timeline.written);
        return timeline.reports(played);
      });
      const over = told.filter(({ done }) => done);
      expect(over.map((report) => [report.piece, report.heard])).toEqual([...wanted]);
      for (const [at, report] of told.entries()) {
        const next = told[at + 1];
        if (next?.piece === report.piece) expect(next.heard).toBeGreaterThan(report.heard);
      }
      expect(timeline.reports(played)).toEqual([]);
    }),
  );
});

test('the clock never runs backwards, nor past what was written', () => {
  const events = fc.array(
    fc.record({ after: fc.nat(500), samples: fc.nat(4000), limit: fc.option(fc.nat(20_000)) }),
  );
  fc.assert(
    fc.property(events, fc.nat(200), (all, latency) => {
      const clock = new PlayClock(8000, latency);
      let [now, last] = [0, 0];
      for (const { after, samples, limit } of all) {
        now += after;
        const played = clock.played(now);
        expect(played).toBeGreaterThanOrEqual(last);
        expect(played).toBeLessThanOrEqual(clock.written);
        last = played;
        clock.write(samples, now);
        if (limit !== null) {
          clock.atMost(Math.max(limit, played), now);
          expect(clock.played(now)).toBeLessThanOrEqual(Math.max(limit, played));
        }
      }
      expect(clock.played(now + latency + 1e7)).toBe(clock.written);
    }),
  );
});

test.each([
  [0, 0.5, -9.03],
  [0, 1, -3.01],
  [440, 0.1, -23.01],
])('loudness is in dBFS: a tone at %d Hz of %d', (frequency, size, decibels) => {
  const samples =
    frequency === 0 ? tone(1000, rate, 1, Math.min(size, 0.9999)) : tone(frequency, rate, 1, size);
  expect(loudness(samples)).toBeCloseTo(decibels, 1);
});

test('the meter has a value each 80 ms, however the sound is cut; silence is its least', async () => {
  const samples = joined([tone(1000, rate, 0.8), new Int16Array(0.8 * rate)]);
  const whole = new LoudnessMeter().push({ samples, rate });
  expect(whole).toHaveLength(20);
  expect(whole.slice(0, 10).map(Math.round)).toEqual(Array(10).fill(-9));
  expect(whole.slice(10)).toEqual(Array(10).fill(silence));
  const values: number[] = [];
  async function* cut() {
    for (let at = 0; at < samples.length; at += 333) {
      yield { samples: samples.subarray(at, at + 333), rate };
    }
  }
  const { samples: same } = await wholeOf(metered(cut(), (value) => values.push(value)));
  expect(values).toEqual(whole);
  expect(digest(same)).toBe(digest(samples));
});
