/** Sinks and sources that are programs of the system. Runs in the process of devices only. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Hear, Sink, SoundRequest, Source } from './backend';
import type { FilePlayer, RecorderProgram, StreamPlayer } from './programs';
import { bytesOf, wavBytes } from './wav-write';

/** Plays what comes on its standard input. */
export function streamSink(file: string, player: StreamPlayer, request: SoundRequest): Sink {
  const { child, ended } = started(file, player.args(request.rate, request.device), player);
  child.stdout?.resume();
  ended.catch(() => {});
  if (player.header) child.stdin?.write(player.header(request.rate));
  return {
    latency: player.latency,
    // What it has not played goes with it when it is killed.
    lead: 600,
    write: async (samples) => {
      if (child.exitCode !== null || child.signalCode !== null) await ended;
      child.stdin?.write(bytesOf(samples));
    },
    finish: () => {
      child.stdin?.end();
      return ended;
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

/** Plays files, one after the other, of all that has come meanwhile. */
export function fileSink(file: string, player: FilePlayer, { rate }: SoundRequest): Sink {
  const waiting: Int16Array[] = [];
  const over = new AbortController();
  let playing: Promise<void> | undefined;
  const playWaiting = async () => {
    // So that a sentence that comes in parts is one file.
    await setTimeout(gathering, undefined, { signal: over.signal });
    const bytes = wavBytes(waiting.splice(0), rate);
    await playFile(file, player, bytes, over.signal);
  };
  return {
    latency: player.latency + gathering,
    write: async (samples) => {
      waiting.push(samples);
      if (waiting.length > 1) return;
      playing = (playing ?? Promise.resolve()).then(playWaiting);
      // Told of at the end.
      playing.catch(() => {});
    },
    finish: async () => playing,
    stop: () => over.abort(),
  };
}

async function playFile(
  file: string,
  player: FilePlayer,
  bytes: Buffer,
  signal: AbortSignal,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'voicectl-sound-'));
  try {
    const wav = join(folder, 'sound.wav');
    await writeFile(wav, bytes);
    if (signal.aborted) return;
    const { child, ended } = started(file, player.args(wav), player);
    child.stdout?.resume();
    const stop = () => void child.kill('SIGKILL');
    signal.addEventListener('abort', stop, { once: true });
    await ended.finally(() => signal.removeEventListener('abort', stop));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Resolves with its first sound. */
export function streamSource(
  file: string,
  recorder: RecorderProgram,
  { rate, device }: SoundRequest,
  hear: Hear,
): Promise<Source> {
  const { child, ended } = started(file, recorder.args(rate, device), recorder);
  const bytes = 2 * Math.round(rate / 50);
  let rest = Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    const source = { stop: () => void child.kill('SIGKILL') };
    let isOpen = false;
    const failed = (error: Error) => (isOpen ? hear.failed(error) : reject(error));
    child.stdout?.on('data', (more: Buffer) => {
      isOpen = true;
      resolve(source);
      rest = Buffer.concat([rest, more]);
      for (; rest.length >= bytes; rest = rest.subarray(bytes)) {
        hear.sound(new Int16Array(Uint8Array.from(rest.subarray(0, bytes)).buffer));
      }
    });
    ended.then(() => failed(new Error(`${recorder.program} ended by itself`)), failed);
    setTimeout(patience).then(() => {
      if (isOpen) return;
      child.kill('SIGKILL');
      reject(new Error(`${recorder.program} hears nothing`));
    });
  });
}

interface Started {
  readonly child: ChildProcess;
  /** @throws Error with what it said. */
  readonly ended: Promise<void>;
}

const running = new Set<ChildProcess>();

function started(
  file: string,
  args: readonly string[],
  { program, failsInWords = false }: { program: string; failsInWords?: boolean | undefined },
): Started {
  const child = spawn(file, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    // At a terminal, Ctrl-C reaches every process there: it ends a turn, not the player.
    detached: process.platform !== 'win32',
  });
  running.add(child);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-1000);
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0 && !(failsInWords && said.trim())) resolve();
      else
        reject(
          new Error(said.trim().split('\n').at(-1) || `${program} ended with ${signal ?? code}`),
        );
    });
  });
  return { child, ended };
}

/** Ends all that still plays or records. */
export function stopPrograms(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Milliseconds. */
const [gathering, patience] = [30, 3000];
