/** Loudspeaker and microphone on machines that have none, or whose libraries crash; and what becomes of the process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import type { AudioProcessOptions } from '../src/voice/play/audio-process-client';
import type { AudioDevice } from '../src/voice/play/device';
import { devicePlayer } from '../src/voice/play/device-player';
import { findDevice } from '../src/voice/play/find-device';
import { fileOf, playersOf, recordersOf } from '../src/voice/play/programs';
import { listDevices, soundDevice } from '../src/voice/play/sound-device';
import { audioEntry, heard, piece, spoken, wholeOf } from './voice-play';
import { tone } from './voice-speak';
import { cleanEnv, newFolder } from './voicectl';

const rate = 16_000;
const said = piece('Hello.');
const sound = (seconds = 0.3) => ({ piece: said, rate, samples: tone(440, rate, seconds) });

/** A machine without any sound: nothing on the path, no server, no configuration. */
const silent = (path = newFolder()): NodeJS.ProcessEnv => {
  const folder = newFolder();
  const config = join(folder, 'alsa.conf');
  writeFileSync(config, '');
  return {
    ...cleanEnv(),
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    ALSA_CONFIG_PATH: config,
    PULSE_SERVER: `unix:${join(folder, 'none')}`,
    PATH: path,
  };
};

const opened: AudioDevice[] = [];
const device = (options: AudioProcessOptions): AudioDevice => {
  const audio = soundDevice({ entry: audioEntry, env: silent(), ...options });
  opened.push(audio);
  return audio;
};
afterAll(() => Promise.all(opened.map((audio) => audio.close())));

test('a machine without sound says so in one sentence, with the way out', async () => {
  const audio = device({});
  expect(await audio.list()).toEqual({ outputs: { devices: [] }, inputs: { devices: [] } });
  await expect(heard(devicePlayer(audio), spoken(sound()))).rejects.toMatchObject({
    name: 'PlayError',
    message: 'There is no loudspeaker here',
    hint: expect.stringContaining('--out answer.wav'),
  });
  await expect(wholeOf(audio.openMicrophone())).rejects.toMatchObject({
    name: 'PlayError',
    message: 'There is no microphone here',
    hint: expect.stringContaining('--in question.wav'),
  });
});

test('a device is found by a part of its name, or said to be missing', async () => {
  const none = device({});
  const some = device({ library: library() });
  expect(await findDevice(some, 'outputs', undefined)).toBe('It');
  expect(await findDevice(some, 'inputs', 'i')).toBe('It');
  await expect(findDevice(none, 'outputs', undefined)).rejects.toMatchObject({
    name: 'PlayError',
    message: 'There is no loudspeaker here',
    hint: expect.stringContaining('--out answer.wav'),
  });
  await expect(findDevice(none, 'inputs', undefined)).rejects.toMatchObject({
    message: 'There is no microphone here',
    hint: expect.stringContaining('--in question.wav'),
  });
  await expect(findDevice(some, 'outputs', 'Radio')).rejects.toMatchObject({
    message: 'There is no loudspeaker called "Radio"',
    hint: expect.stringContaining('--list-devices'),
  });
});

test('without the library, programs of the system are looked for', async () => {
  const audio = device({ library: 'no-such-package' });
  expect(await audio.list()).toEqual({ outputs: { devices: [] }, inputs: { devices: [] } });
});

/** A stand-in for the native library that dies at a chosen place, as such libraries do. */
function library(crash: { list?: string; write?: string } = {}): string {
  const file = join(newFolder(), 'library.cjs');
  writeFileSync(
    file,
    `console.error('ALSA lib confmisc.c:165: noise'); console.log('more noise');
    const device = { id: 'it', name: 'It', isDefault: true };
    let written = 0;
    exports.outputDevices = () => { ${crash.list ?? ''}; return [device]; };
    exports.inputDevices = () => [device];
    exports.Speaker = { open: async () => ({
      isPlaying: true,
      writeAsync: async () => { if (++written > 3) { ${crash.write ?? ''} } },
      drainAsync: async () => {},
      stop() {},
    }) };`,
  );
  return file;
}

const posix = test.skipIf(process.platform === 'win32');

posix('a library that crashes while it lists is left out, and nobody notices', async () => {
  const audio = device({ library: library({ list: 'process.abort()' }) });
  expect(await audio.list()).toEqual({ outputs: { devices: [] }, inputs: { devices: [] } });
});

posix.each([
  ['SIGABRT', 'process.abort()'],
  ['SIGFPE', "process.kill(process.pid, 'SIGFPE')"],
  ['7', 'process.exit(7)'],
])(
  'a library that ends with %s in mid-sentence is an error, and the next turn goes another way',
  async (end, write) => {
    const audio = device({ library: library({ write }) });
    const player = devicePlayer(audio, { warm: false });
    await expect(heard(player, spoken(sound()))).rejects.toMatchObject({
      name: 'PlayError',
      message: `The loudspeaker failed: ended with ${end}`,
      cause: expect.objectContaining({ message: expect.stringContaining('ALSA lib') }),
    });
    await expect(heard(player, spoken(sound()))).rejects.toMatchObject({
      message: 'There is no loudspeaker here',
    });
  },
);

test('a library that hangs is given up', async () => {
  const hanging = library({ list: 'for (;;);' });
  const audio = device({ library: hanging, ways: ['decibri'], patience: 500 });
  await expect(heard(devicePlayer(audio), spoken(sound()))).rejects.toMatchObject({
    message: 'The loudspeaker failed: gives no sign of life',
  });
});

test('what the library plays is counted as it would be heard', async () => {
  const audio = device({ library: library() });
  const begun = performance.now();
  const told = await heard(
    devicePlayer(audio),
    spoken(sound(), { ...sound(), piece: piece('World.', 7) }),
  );
  expect(performance.now() - begun).toBeGreaterThan(550);
  expect(told.filter(({ done }) => done).map((played) => Math.round(played.heard))).toEqual([
    300, 300,
  ]);
  expect(told.length).toBeGreaterThan(6);
});

test('a device is chosen by its id or a part of its name; another one is an error by name', async () => {
  const audio = device({ library: library() });
  const told = await heard(devicePlayer(audio, { device: 'iT' }), spoken(sound(0.05)));
  expect(told.at(-1)?.done).toBe(true);
  await expect(
    heard(devicePlayer(audio, { device: 'Headphones' }), spoken(sound())),
  ).rejects.toMatchObject({
    message: 'The loudspeaker failed: There is none called "Headphones"',
  });
});

/** A program on a path of its own, which writes down what it was given. */
function program(name: string, script: string): { path: string; log: string } {
  const path = newFolder();
  const log = join(path, 'log');
  writeFileSync(join(path, name), `#!/bin/sh\n${script.replaceAll('LOG', log)}\n`);
  chmodSync(join(path, name), 0o755);
  for (const tool of ['cat', 'cp', 'sleep', 'wc']) {
    const file = fileOf(tool, process.env);
    if (file) symlinkSync(file, join(path, tool));
  }
  return { path, log };
}

posix.each([
  ['paplay', 'cat >> LOG'],
  ['aplay', 'cat >> LOG'],
  ['play', 'cat >> LOG'],
  ['ffplay', 'cat >> LOG'],
  ['pw-play', 'cat "$1" >> LOG'],
])('%s is given all of the sound', async (name, script) => {
  const { path, log } = program(name, script);
  const audio = device({ ways: ['programs'], env: silent(path) });
  expect((await audio.list()).outputs.by).toBe(name);
  writeFileSync(log, '');
  const told = await heard(devicePlayer(audio, { warm: false }), spoken(sound()));
  expect(told.at(-1)).toMatchObject({ done: true, heard: 300 });
  const header = /ffplay|pw-play/.test(name) ? 44 : 0;
  const bytes = readFileSync(log).subarray(header);
  expect(bytes.equals(Buffer.from(sound().samples.buffer))).toBe(true);
});

posix('a player that ends well without a device, and says so in words only, is none', async () => {
  const { path } = program('ffplay', 'echo "Could not open audio device" >&2; exit 0');
  expect((await device({ ways: ['programs'], env: silent(path) }).list()).outputs).toEqual({
    devices: [],
  });
});

posix('a player that fails in mid-sentence is an error in its own words', async () => {
  const { path } = program(
    'paplay',
    '[ -f LOG ] && { echo "Stream error: gone" >&2; exit 1; }; cat > LOG',
  );
  const audio = device({ ways: ['programs'], env: silent(path) });
  await audio.list();
  await expect(heard(devicePlayer(audio, { warm: false }), spoken(sound()))).rejects.toMatchObject({
    message: 'The loudspeaker failed: Stream error: gone',
  });
});

posix('an abort ends the player, and what it had been given is not played on', async () => {
  const { path, log } = program('pw-play', 'echo $$ >> LOG; exec sleep 60');
  const audio = device({ ways: ['programs'], env: silent(path), patience: 10_000 });
  const turn = new AbortController();
  // Trying it out takes as long as it is given, so it must be quick for that.
  writeFileSync(
    join(path, 'pw-play'),
    `#!/bin/sh\n[ -f ${log} ] && { echo $$ >> ${log}; exec sleep 60; }\necho try > ${log}\n`,
  );
  await audio.list();
  const playing = heard(devicePlayer(audio, { warm: false }), spoken(sound(30)), turn.signal);
  while (!/\d/.test(readFileSync(log, 'utf8'))) await setTimeout(20);
  turn.abort();
  expect((await playing).at(-1)?.done).not.toBe(true);
  await gone(Number(/\d+/.exec(readFileSync(log, 'utf8'))?.[0]));
});

posix.each(['parec', 'arecord', 'rec'])('%s is heard until its reader has enough', async (name) => {
  const { path, log } = program(name, 'echo $$ > LOG; while :; do cat SOUND; sleep 0.02; done');
  const file = join(path, 'sound');
  writeFileSync(file, Buffer.from(tone(440, rate, 0.02).buffer));
  const script = join(path, name);
  writeFileSync(script, readFileSync(script, 'utf8').replace('SOUND', file));
  const audio = device({ ways: ['programs'], env: silent(path) });
  expect((await audio.list()).inputs.by).toBe(name);
  let count = 0;
  for await (const { samples, rate: at } of audio.openMicrophone()) {
    expect([samples.length, at]).toEqual([rate / 50, rate]);
    count += 1;
    if (count === 5) break;
  }
  await gone(Number(readFileSync(log, 'utf8')));
});

test('no program of the present folder is ever run', () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'x'));
  for (const { program: name } of [...playersOf('linux'), ...recordersOf('linux')]) {
    expect(fileOf(name, { PATH: `.:${join(folder, 'x')}` })).toBeUndefined();
  }
});

async function driver(): Promise<string> {
  const outfile = join(newFolder(), 'driver.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'voice-devices-driver.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@voicectl/source'],
  });
  return outfile;
}

test('nothing of what a library prints comes out of the program', async () => {
  const child = spawn(process.execPath, [await driver(), 'list', audioEntry], {
    env: cleanEnv(),
    stdio: 'pipe',
  });
  const [out, err] = ['', ''];
  const words = { out, err };
  child.stdout.on('data', (bytes) => (words.out += bytes));
  child.stderr.on('data', (bytes) => (words.err += bytes));
  await new Promise((resolve) => child.on('close', resolve));
  expect(words.err).toBe('');
  expect(JSON.parse(words.out)).toHaveProperty('outputs.devices');
});

posix('when the program is killed, its process and its player end, too', async () => {
  const { path, log } = program(
    'paplay',
    'cat > LOG.one || exit; echo $$ >> LOG; exec cat > LOG.two',
  );
  writeFileSync(
    join(path, 'paplay'),
    `#!/bin/sh\n[ -f ${log} ] && { echo $$ $PPID >> ${log}; exec cat > /dev/null; }\ncat > ${log}\n`,
  );
  const child: ChildProcess = spawn(process.execPath, [await driver(), 'play', audioEntry], {
    env: silent(path),
    stdio: 'ignore',
  });
  const pids = () => /(\d+) (\d+)\n$/.exec(log && readOr(log));
  while (!pids()) await setTimeout(20);
  const [, player, ours] = pids() ?? [];
  child.kill('SIGKILL');
  await gone(Number(player));
  await gone(Number(ours));
});

function readOr(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** Fails by the test's own time limit. */
async function gone(pid: number): Promise<void> {
  expect(pid).toBeGreaterThan(1);
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    // Nobody may have collected it yet.
    if (readOr(`/proc/${pid}/stat`).split(') ')[1]?.startsWith('Z')) return;
    await setTimeout(20);
  }
}

test('listing closes what it has opened', async () => {
  expect(await listDevices({ entry: audioEntry, env: silent() })).toEqual({
    outputs: { devices: [] },
    inputs: { devices: [] },
  });
});
