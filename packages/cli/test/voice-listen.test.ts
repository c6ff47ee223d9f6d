/** English without a network: what was said comes back as text. */
import { cpSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { noteName } from '../src/voice/install/installed';
import { ListenError } from '../src/voice/listen/listen-error';
import { type MoonshineListener, moonshine } from '../src/voice/listen/moonshine';
import { Resampler } from '../src/voice/speak/resample';
import type { Pcm } from '../src/voice/stages';
import {
  built,
  finals,
  heard,
  moonshineHere,
  noise,
  rate,
  silence,
  sound,
  spoken,
  together,
  wordErrors,
} from './voice-listening';
import { newFolder } from './voicectl';

const folder = await moonshineHere();
const entry = built('moonshine-process');
const listeners: MoonshineListener[] = [];

afterAll(() => Promise.all(listeners.map((each) => each.close())));

function start(options: Partial<Parameters<typeof moonshine>[0]> = {}): MoonshineListener {
  const listener = moonshine({ env: {}, folder, entry, ...options });
  listeners.push(listener);
  return listener;
}

const sentences = ['I need help with my order.', 'When will it be here?'] as const;
const story = `The quick brown fox went over the hill to see the river in the valley, and while it was on the way it met an old
bear who told it a long story about the winter when all the lakes were frozen and nobody could find anything to eat until
the spring came back and the birds returned from the south with news of green fields and many other things`;

describe.skipIf(folder === undefined)('Moonshine', async () => {
  const [first = silence(0), second = silence(0)] = await spoken(...sentences);
  const both = together(silence(0.5), first, silence(1.2), second, silence(0.5));

  it('understands a sentence', async () => {
    const listener = start();
    expect(finals(await heard(listener, sound(first)))).toEqual([sentences[0]]);
    expect(await listener.ready()).toMatchObject({ runtime: 'native' });
  });

  it('gives each sentence between pauses by itself, in order', async () => {
    expect(finals(await heard(start(), sound(both)))).toEqual(sentences);
  });

  it.each([8000, 22_050, 44_100, 48_000])('understands sound at %i Hz', async (at) => {
    const resampler = new Resampler(rate, at);
    const samples = together(resampler.push(first), resampler.end());
    expect(finals(await heard(start(), sound(samples, { at })))).toEqual([sentences[0]]);
  });

  it('takes the whole in one part as well as in many', async () => {
    expect(finals(await heard(start(), sound(both, { part: both.length })))).toEqual(sentences);
  });

  it.each([
    ['silence', silence(3)],
    ['noise', noise(3, 2500)],
    ['nothing', silence(0)],
  ])('says nothing of %s', async (_, samples) => {
    expect(await heard(start(), sound(samples))).toEqual([]);
  });

  it('says what it has understood so far, while the sound comes', async () => {
    const listener = start();
    await listener.ready();
    const all = await heard(listener, paced(together(first, second, silence(0.4))));
    expect(all.filter(({ type }) => type === 'partial').length).toBeGreaterThan(1);
    expect(all.at(-1)?.type).toBe('final');
    const only = await heard(start({ partials: false }), paced(together(first, silence(0.4))));
    expect(only.map(({ type }) => type)).toEqual(['final']);
  });

  it('cuts what goes on without a breath, and loses no word of it', async () => {
    const [breathless = silence(0)] = await spoken(story);
    const endlessly = together(breathless, breathless);
    expect(endlessly.length).toBeGreaterThan(30 * rate);
    const all = finals(await heard(start(), sound(endlessly)));
    expect(all.length).toBeGreaterThan(1);
    expect(wordErrors(`${story} ${story}`, all.join(' '))).toBeLessThan(0.15);
  });

  it('ends at an abort, and listens again afterwards', async () => {
    const listener = start();
    const stop = new AbortController();
    const device = (async function* (): AsyncGenerator<Pcm> {
      yield* sound(together(silence(0.5), first.slice(0, 12_000)));
      stop.abort();
      await new Promise(() => {});
    })();
    expect(finals(await heard(listener, device, stop.signal))).toEqual([]);
    expect(finals(await heard(listener, sound(second)))).toEqual([sentences[1]]);
  });

  it('passes on what goes wrong with the device', async () => {
    const broken = (async function* (): AsyncGenerator<Pcm> {
      yield* sound(first);
      throw new Error('unplugged');
    })();
    await expect(heard(start(), broken)).rejects.toThrow('unplugged');
  });

  it('fails with the way out when its process is killed, and starts another one', async () => {
    const listener = start({ patience: 1 });
    await expect(heard(listener, sound(first))).rejects.toMatchObject({
      name: 'ListenError',
      hint: expect.stringContaining('voicectl voice install'),
    });
    await expect(heard(listener, sound(first))).rejects.toBeInstanceOf(ListenError);
  });

  it('refuses weights that are cut short before it loads them', () => {
    const damaged = copyOf(folder ?? '');
    truncateSync(join(damaged, 'decoder_model_merged.onnx'), 1000);
    expect(() => start({ folder: damaged })).toThrow(/damaged.*missing or cut short/);
  });

  it('fails in a sentence when weights hold nonsense, and survives it', async () => {
    const damaged = copyOf(folder ?? '');
    writeFileSync(join(damaged, 'encoder_model.onnx'), Buffer.alloc(7_937_661, 'nonsense'));
    const listener = start({ folder: damaged });
    await expect(heard(listener, sound(first))).rejects.toMatchObject({
      name: 'ListenError',
      message: expect.stringMatching(/^The offline listener /),
      hint: expect.stringContaining('voicectl voice install'),
    });
  });

  it('lets the program end while it waits', async () => {
    // Its own process: what keeps it alive would keep this one, too.
    const { spawnSync } = await import('node:child_process');
    const script = `
      const { fork } = require('node:child_process');
      const child = fork(${JSON.stringify(entry)}, [${JSON.stringify(folder)}, 'native'], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      child.on('message', ({ ready }) => { if (ready) { console.log(child.pid); process.exit(); } });`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    const pid = Number(stdout);
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
  });
});

describe('without Moonshine', () => {
  it('says how to get it', () => {
    const env = { XDG_CACHE_HOME: newFolder() };
    expect(() => moonshine({ env })).toThrow(ListenError);
    expect(() => moonshine({ env })).toThrow('Offline listening is not installed');
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"packages":[null],"files":{"a":null}}',
    '{"packages":[],"files":[]}',
  ])('is not misled by a note that says %j', (text) => {
    const env = { XDG_CACHE_HOME: newFolder() };
    const place = join(env.XDG_CACHE_HOME, 'voicectl', 'moonshine');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, noteName), text);
    expect(() => moonshine({ env })).toThrow(ListenError);
  });
});

/** As a microphone gives it. */
async function* paced(samples: Int16Array): AsyncGenerator<Pcm, void, undefined> {
  for await (const pcm of sound(samples, { part: 1600 })) {
    yield pcm;
    await setTimeout(100);
  }
}

function copyOf(place: string): string {
  const copy = join(newFolder(), 'moonshine');
  cpSync(place, copy, { recursive: true });
  return copy;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
