/**
 * Entry of the process in which eSpeak NG speaks: JSON lines in, JSON lines out. It loads a library under the GPL that the
 * user installed, knows nothing of voicectl, and voicectl nothing of the library.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { VoiceAnswer, VoiceQuestion } from './voice-process';

/** What is used of the library. */
interface Espeak {
  get_samplerate(): number;
  list_voices(): readonly { identifier: string; languages: readonly { name: string }[] }[];
  set_voice(name: string): number;
  set_rate(wordsPerMinute: number): void;
  synthesize(text: string, hear: (samples: Int16Array) => boolean): void;
}

interface Library {
  readonly default: (options: {
    print(): void;
    printErr(): void;
  }) => Promise<{ eSpeakNGWorker: new () => Espeak }>;
}

async function serve(library: string, usual: string): Promise<void> {
  const espeak = await load(library);
  const rate = espeak.get_samplerate();
  warmUp(espeak, usual);
  // Not before: lines that come while nobody listens are lost.
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, text, voice }: VoiceQuestion = JSON.parse(line);
    try {
      choose(espeak, voice);
      espeak.set_rate(150);
      // It reads markup, which is none in what people say.
      espeak.synthesize(
        text.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`),
        (samples) => {
          if (samples.length > 0) answer({ id, rate, pcm: base64(samples) });
          return false;
        },
      );
      answer({ id, done: true });
    } catch (error) {
      answer({ id, problem: error instanceof Error ? error.message : String(error) });
    }
  }
}

async function load(library: string): Promise<Espeak> {
  // Bundled, an `import()` becomes a `require`, which not every Node lets load a module.
  const importIt = new Function('url', 'return import(url)') as (url: string) => Promise<Library>;
  const { default: create } = await importIt(pathToFileURL(library).href);
  const { eSpeakNGWorker } = await create({ print() {}, printErr() {} });
  return new eSpeakNGWorker();
}

/** The first run is slow, because V8 compiles as it goes. A voice that it does not have is told of when it is to speak. */
function warmUp(espeak: Espeak, voice: string): void {
  try {
    choose(espeak, voice);
    espeak.synthesize('a', () => false);
  } catch {}
}

/** `fr`, `fr-be`, `en-us+f3`: a language or the name of a voice, and a variant. */
function choose(espeak: Espeak, voice: string): void {
  const [wanted = '', ...variant] = voice.split('+');
  const name = wanted.toLowerCase();
  const voices = espeak.list_voices();
  const found =
    voices.find(({ identifier }) => last(identifier) === name) ??
    voices.find(({ languages }) => languages.some((language) => language.name === name)) ??
    voices.find(({ languages }) => languages.some((language) => language.name === primary(name)));
  if (!found) throw new Error(`it has no voice ${JSON.stringify(wanted)}`);
  espeak.set_voice([found.identifier.split('/').at(-1), ...variant].join('+'));
}

const last = (identifier: string) => identifier.toLowerCase().split('/').at(-1);
const primary = (language: string) => language.split('-')[0];
const base64 = (samples: Int16Array) =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');

/** At once, although the library lets nothing else happen until it is through. */
function answer(value: VoiceAnswer): void {
  let rest = Buffer.from(`${JSON.stringify(value)}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

// Ctrl-C in a terminal reaches every process there. This one ends with its input.
process.on('SIGINT', () => {});
void serve(String(process.argv[2]), String(process.argv[3]));
