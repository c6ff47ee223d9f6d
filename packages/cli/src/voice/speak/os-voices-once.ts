/** Voices of programs that say one text and end: `say` of macOS and `espeak-ng` of Linux. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text as textOf } from 'node:stream/consumers';
import type { SystemVoice } from './choose';
import type { Synthesise } from './each';
import { withoutSilence } from './silence';
import { SpeakError } from './speak-error';
import { soundOfWav } from './wav';

/** A process for each text, which goes in on standard input: it may look like a flag, and be longer than arguments may. */
export function speakOnce(
  voice: SystemVoice,
  program: string,
  env: NodeJS.ProcessEnv,
  language: string,
): Synthesise {
  const make = voice.program === 'say' ? bySay(voice.name) : byEspeak(language);
  return async function* (text, signal) {
    const wav = await make((args) => spoken(program, args, text, env, signal), signal);
    if (signal.aborted) return;
    const { samples, rate } = readable(wav, voice.program);
    yield { samples: withoutSilence(samples, rate, pause), rate };
  };
}

type Make = (
  run: (args: readonly string[]) => Promise<Buffer>,
  signal: AbortSignal,
) => Promise<Buffer>;

/** It writes to files only. */
const bySay =
  (voice: string): Make =>
  async (run) => {
    const folder = await mkdtemp(join(tmpdir(), 'voicectl-say-'));
    try {
      const file = join(folder, 'said.wav');
      const format = ['--file-format=WAVE', '--data-format=LEI16@22050'];
      await run(['-v', voice, '-o', file, ...format, '-f', '-']);
      return await readFile(file);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

const byEspeak =
  (language: string): Make =>
  (run) =>
    run(['--stdout', '--stdin', '-b', '1', '-s', '150', '-v', language]);

async function spoken(
  program: string,
  args: readonly string[],
  text: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Buffer> {
  const child = spawn(program, args, { env, signal, windowsHide: true });
  child.stdin.on('error', () => {});
  child.stdin.end(text);
  const ended = new Promise<number | string | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, killedBy) => resolve(killedBy ?? code));
  });
  try {
    const [out, said, code] = await Promise.all([
      buffer(child.stdout),
      textOf(child.stderr),
      ended,
    ]);
    if (code === 0) return out;
    throw new SpeakError(
      `${program} ended with ${code}${said && `: ${said.trim().slice(0, 200)}`}`,
      wayOut,
    );
  } catch (error) {
    if (error instanceof SpeakError) throw error;
    throw new SpeakError(`${program} can't be used: ${String(error)}`, wayOut, error);
  }
}

function readable(wav: Buffer, program: string) {
  try {
    return soundOfWav(wav);
  } catch (error) {
    throw new SpeakError(`What ${program} made can't be read: ${String(error)}`, wayOut, error);
  }
}

const pause = { before: 15, after: 220 };
const wayOut = 'Choose another voice with --voice.';
