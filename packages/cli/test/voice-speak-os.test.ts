/** The voices of each operating system, by programs that stand in for its own: what they are told, and what they give. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { systemSpeaker, systemVoices } from '../src/voice/speak/os-voices';
import { answer, loudness, oneByOne, say, seconds, tone, wavOf } from './voice-speak';
import { newFolder } from './voicectl';

const posix = test.skipIf(process.platform === 'win32');

/** A program on a PATH that holds nothing else but Node, and the file in which it notes what it was told. */
function stub(name: string, body: string) {
  const folder = newFolder();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const log = join(folder, 'log');
  writeFileSync(join(folder, 'said.wav'), wavOf(tone(200, 22_050, 1, 0.05), 22_050));
  const script = `#!${process.execPath}
    const fs = require('node:fs');
    const args = process.argv.slice(2);
    const wav = fs.readFileSync(${JSON.stringify(join(folder, 'said.wav'))});
    const note = (text) => fs.appendFileSync(${JSON.stringify(log)}, text + '\\n');
    ${body}`;
  writeFileSync(join(bin, name), script);
  chmodSync(join(bin, name), 0o755);
  const env = { PATH: [bin, dirname(process.execPath)].join(delimiter), TMPDIR: folder };
  return { env, told: () => readFileSync(log, 'utf8') };
}

const say_ = `
  if (args[1] === '?') {
    console.log("Bad News            en_US    # The light you see at the end of the tunnel.");
    console.log("Thomas              fr_FR    # Bonjour, je m’appelle Thomas.");
    console.log("Majed               ar_001   # مرحبًا، اسمي ماجد.");
    console.log("what nobody expects");
  } else {
    note(JSON.stringify({ args: args.filter((one) => !one.endsWith('.wav')), text: fs.readFileSync(0, 'utf8') }));
    fs.writeFileSync(args[args.indexOf('-o') + 1], wav);
  }`;

posix('macOS: `say` lists its voices, and says a text that looks like a flag', async () => {
  const { env, told } = stub('say', say_);
  const system = { env, platform: 'darwin' as const };
  const voices = await systemVoices(system);
  expect(voices).toEqual([
    { program: 'say', name: 'Bad News', language: 'en-US' },
    { program: 'say', name: 'Thomas', language: 'fr-FR' },
    { program: 'say', name: 'Majed', language: 'ar-001' },
  ]);
  const thomas = voices[1];
  if (!thomas) throw new Error('no Thomas');
  const speaker = systemSpeaker(thomas, system);
  expect(speaker.name).toBe('say Thomas');
  const pieces = answer('-v Été.', 'Oui.');
  const said = await say(speaker, pieces);
  expect(said.map(({ piece }) => piece)).toEqual(pieces);
  for (const sound of said) {
    expect(sound.rate).toBe(22_050);
    expect(Math.abs(seconds(sound) - 1.22)).toBeLessThan(0.05);
    expect(loudness(sound.samples)).toBeGreaterThan(-26);
  }
  const args = ['-v', 'Thomas', '-o', '--file-format=WAVE', '--data-format=LEI16@22050', '-f', '-'];
  expect(
    told()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { args, text: '-v Été.' },
    { args, text: 'Oui.' },
  ]);
  expect(readdirSync(env.TMPDIR).filter((file) => file.startsWith('voicectl-say-'))).toEqual([]);
});

const espeakNg = `
  note(JSON.stringify({ args, text: fs.readFileSync(0, 'utf8') }));
  wav.writeUInt32LE(0x7ffff000, 40);
  process.stdout.write(wav);`;

posix('Linux: `espeak-ng` speaks any language, into a pipe', async () => {
  const { env, told } = stub('espeak-ng', espeakNg);
  const system = { env, platform: 'linux' as const };
  const [voice] = await systemVoices(system);
  expect(voice).toEqual({ program: 'espeak-ng', name: 'espeak-ng', language: '*' });
  if (!voice) throw new Error('no voice');
  const [said] = await say(systemSpeaker(voice, system, 'ar'), answer('مرحبا'));
  expect(said && seconds(said)).toBeGreaterThan(1);
  expect(JSON.parse(told())).toEqual({
    args: ['--stdout', '--stdin', '-b', '1', '-s', '150', '-v', 'ar'],
    text: 'مرحبا',
  });
});

const powershell = `
  const script = Buffer.from(args[args.indexOf('-EncodedCommand') + 1], 'base64').toString('utf16le');
  note(String(process.pid));
  if (script.includes('GetInstalledVoices')) {
    console.log('Microsoft Zira Desktop\\ten-US\\r\\nMicrosoft Hortense Desktop\\tfr-FR\\r');
  } else require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, text, voice } = JSON.parse(line);
    note(line);
    if (!voice.startsWith('Microsoft')) return console.log(JSON.stringify({ id, problem: 'No such voice' }) + '\\r');
    console.log(JSON.stringify({ id, wav: wav.toString('base64') }) + '\\r');
    console.log(JSON.stringify({ id, done: true }) + '\\r');
  });`;

posix('Windows: one PowerShell says all sentences, told in ASCII', async () => {
  const { env, told } = stub('powershell.exe', powershell);
  const system = { env, platform: 'win32' as const };
  const voices = await systemVoices(system);
  expect(voices).toEqual([
    { program: 'sapi', name: 'Microsoft Zira Desktop', language: 'en-US' },
    { program: 'sapi', name: 'Microsoft Hortense Desktop', language: 'fr-FR' },
  ]);
  const hortense = voices[1];
  if (!hortense) throw new Error('no Hortense');
  const speaker = systemSpeaker(hortense, system);
  const pieces = answer('Votre colis a été livré.', 'Au revoir.');
  const said = await say(speaker, pieces);
  await speaker.close?.();
  expect(said.map(({ piece }) => piece)).toEqual(pieces);
  expect(said.every((sound) => seconds(sound) > 0.99)).toBe(true);
  const [, speaking, ...asked] = told().trim().split('\n');
  expect(speaking).toMatch(/^\d+$/);
  expect(asked).toHaveLength(2);
  expect(asked[0]).toMatch(/^[ -~]*$/);
  expect(JSON.parse(String(asked[0]))).toMatchObject({
    text: pieces[0]?.text,
    voice: hortense.name,
  });
});

posix('a voice that fails says why, and ends no more than its turn', async () => {
  const { env } = stub(
    'espeak-ng',
    `fs.readFileSync(0); console.error('no such voice'); process.exit(1);`,
  );
  const voice = { program: 'espeak-ng', name: 'espeak-ng', language: '*' } as const;
  await expect(say(systemSpeaker(voice, { env }), answer('Hello.'))).rejects.toMatchObject({
    name: 'SpeakError',
    message: expect.stringMatching(/espeak-ng ended with 1: no such voice$/),
  });
  const garbage = stub('espeak-ng', `process.stdout.write('this is no sound');`);
  await expect(say(systemSpeaker(voice, garbage), answer('Hello.'))).rejects.toMatchObject({
    message: expect.stringContaining("can't be read: Error: No WAV file"),
  });
  const gone = { env: { PATH: newFolder() } };
  await expect(say(systemSpeaker(voice, gone), answer('Hello.'))).rejects.toMatchObject({
    message: expect.stringContaining("can't be used"),
  });
});

posix('an abort ends a program that takes its time', async () => {
  const { env, told } = stub(
    'espeak-ng',
    `process.on('SIGTERM', () => { note('ended'); process.exit(); }); note('begun'); setInterval(() => {}, 1000);`,
  );
  const voice = { program: 'espeak-ng', name: 'espeak-ng', language: '*' } as const;
  const turn = new AbortController();
  const listening = (async () => {
    const pieces = oneByOne(answer('Hello.'));
    for await (const _ of systemSpeaker(voice, { env }).speak(pieces, turn.signal))
      throw new Error('sound');
  })();
  const log = () => {
    try {
      return told();
    } catch {
      return '';
    }
  };
  await expect.poll(log).toBe('begun\n');
  turn.abort();
  await listening;
  await expect.poll(log).toBe('begun\nended\n');
});

test('a machine without such a program has no voices, and nothing is started', async () => {
  const env = { PATH: newFolder() };
  for (const platform of ['darwin', 'win32', 'linux'] as const) {
    expect(await systemVoices({ env, platform })).toEqual([]);
  }
});
