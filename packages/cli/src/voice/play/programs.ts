/** The system's own programs that play and record, as data. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { wavHeader } from './wav-write';

export interface StreamPlayer {
  readonly program: string;
  readonly takes: 'stream';
  args(rate: number, device: string | undefined): readonly string[];
  /** Milliseconds from a write to its sound. */
  readonly latency: number;
  /** Before the samples. */
  readonly header?: ((rate: number) => Buffer) | undefined;
  /** Whether words on stderr mean failure, since its exit code never does. */
  readonly failsInWords?: boolean | undefined;
  readonly choosesDevice: boolean;
}

/** One that plays files only. */
export interface FilePlayer {
  readonly program: string;
  readonly takes: 'file';
  args(file: string): readonly string[];
  readonly latency: number;
  readonly choosesDevice: false;
}

export type PlayerProgram = StreamPlayer | FilePlayer;

export interface RecorderProgram {
  readonly program: string;
  args(rate: number, device: string | undefined): readonly string[];
  readonly choosesDevice: boolean;
}

const paplay: StreamPlayer = {
  program: 'paplay',
  takes: 'stream',
  args: (rate, device) => [
    '--raw',
    '--format=s16le',
    `--rate=${rate}`,
    '--channels=1',
    '--latency-msec=150',
    ...(device === undefined ? [] : [`--device=${device}`]),
  ],
  latency: 60,
  choosesDevice: true,
};

const aplay: StreamPlayer = {
  program: 'aplay',
  takes: 'stream',
  args: (rate, device) => [
    ...['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', String(rate)],
    ...['--buffer-time=200000', '--start-delay=50000'],
    ...(device === undefined ? [] : ['-D', device]),
  ],
  latency: 80,
  choosesDevice: true,
};

const pwPlay: FilePlayer = {
  program: 'pw-play',
  takes: 'file',
  args: (file) => [file],
  latency: 80,
  choosesDevice: false,
};

const afplay: FilePlayer = { ...pwPlay, program: 'afplay', latency: 150 };

const ffplay: StreamPlayer = {
  program: 'ffplay',
  takes: 'stream',
  // How to name the channels of raw sound differs from version to version; how to read a WAV file doesn't.
  args: () => ['-nodisp', '-autoexit', '-loglevel', 'error', '-f', 'wav', '-i', '-'],
  header: (rate) => wavHeader(rate),
  latency: 250,
  failsInWords: true,
  choosesDevice: false,
};

const sox: StreamPlayer = {
  program: 'play',
  takes: 'stream',
  args: (rate) => [
    ...['-q', '-t', 'raw', '-e', 'signed', '-b', '16', '-c', '1', '-r', String(rate)],
    '-',
  ],
  latency: 80,
  choosesDevice: false,
};

/** Its player waits until a file is over, and its text would be hard to read in a row of arguments. */
const powershell: FilePlayer = {
  program: 'powershell',
  takes: 'file',
  args: (file) => [
    ...['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-Command'],
    `(New-Object System.Media.SoundPlayer '${file.replaceAll("'", "''")}').PlaySync()`,
  ],
  latency: 400,
  choosesDevice: false,
};

const parec: RecorderProgram = {
  program: 'parec',
  args: (rate, device) => [
    ...['--raw', '--format=s16le', `--rate=${rate}`, '--channels=1', '--latency-msec=20'],
    ...(device === undefined ? [] : [`--device=${device}`]),
  ],
  choosesDevice: true,
};

const arecord: RecorderProgram = {
  program: 'arecord',
  args: (rate, device) => [
    ...['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', String(rate)],
    ...(device === undefined ? [] : ['-D', device]),
  ],
  choosesDevice: true,
};

const rec: RecorderProgram = {
  program: 'rec',
  args: (rate) => [
    ...['-q', '-t', 'raw', '-e', 'signed', '-b', '16', '-c', '1', '-r', String(rate)],
    '-',
  ],
  choosesDevice: false,
};

/** The best first. */
export function playersOf(platform: NodeJS.Platform): readonly PlayerProgram[] {
  if (platform === 'darwin') return [afplay, ffplay, sox];
  if (platform === 'win32') return [powershell, ffplay];
  return [paplay, pwPlay, aplay, ffplay, sox];
}

export function recordersOf(platform: NodeJS.Platform): readonly RecorderProgram[] {
  return platform === 'win32' ? [] : platform === 'darwin' ? [rec] : [parec, arecord, rec];
}

/** Where it is. Never in the present folder. */
export function fileOf(program: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean);
  const name = process.platform === 'win32' ? `${program}.exe` : program;
  return folders
    .filter((folder) => folder !== '.')
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
