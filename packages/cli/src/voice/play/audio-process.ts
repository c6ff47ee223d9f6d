/**
 * Entry of the process that reaches the devices. Native libraries abort when a device misbehaves, and print what nobody
 * can read: all of that stays in here.
 */
import { createRequire } from 'node:module';
import { Channel } from '../channel';
import type { AudioAnswer, AudioRequest, Way } from './audio-messages';
import { type Backend, NoDevice } from './backend';
import { decibriBackend } from './decibri';
import type { Devices } from './device';
import { PlayingSound } from './playing';
import { stopPrograms } from './program-sinks';
import { systemPrograms } from './system-programs';

type Start = Extract<AudioRequest, { do: 'play' | 'record' }>;
type Order = Exclude<AudioRequest, Start | { do: 'list' }>;

const playing = new Map<number, PlayingSound>();
const recording = new Map<number, Channel<Int16Array>>();
/** What came for a sound whose device was still being opened. */
const early = new Map<number, Order[]>();

function backendOf(way: Way, library: string): Backend | undefined {
  if (way === 'programs') return systemPrograms(process.env, process.platform);
  try {
    return decibriBackend(createRequire(__filename)(library));
  } catch {
    // Not installed, or not made for this machine.
    return undefined;
  }
}

function answered(request: AudioRequest, backends: readonly Backend[]): void {
  const { id } = request;
  if (request.do === 'list') void attempt(id, () => list(id, backends));
  else if (request.do === 'play') void attempt(id, () => play(request, backends));
  else if (request.do === 'record') void attempt(id, () => record(request, backends));
  else early.get(id)?.push(request) ?? obey(request);
}

function obey(request: Order): void {
  const sound = playing.get(request.id);
  if (request.do === 'write') sound?.write(request.samples);
  else if (request.do === 'end') sound?.end();
  else if (request.do === 'stop') {
    sound?.stop();
    recording.get(request.id)?.end();
  }
}

async function attempt(id: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const kind = error instanceof NoDevice ? 'none' : 'failed';
    tell({ id, problem: { kind, why: error instanceof Error ? error.message : String(error) } });
  } finally {
    early.delete(id);
  }
}

async function list(id: number, backends: readonly Backend[]): Promise<void> {
  const outputs = await firstWithDefault(backends, (backend) => backend.outputs());
  const inputs = await firstWithDefault(backends, (backend) => backend.inputs());
  tell({ id, list: { outputs, inputs } });
}

async function firstWithDefault(
  backends: readonly Backend[],
  of: (backend: Backend) => Promise<Devices>,
): Promise<Devices> {
  for (const backend of backends) {
    const found = await of(backend).catch(() => undefined);
    if (found?.devices.some(({ isDefault }) => isDefault)) return found;
  }
  return { devices: [] };
}

async function play(start: Start, backends: readonly Backend[]): Promise<void> {
  const { id, rate } = start;
  early.set(id, []);
  const sink = await firstThatOpens(start, backends, (backend) => backend.openSink(start));
  const sound = new PlayingSound(sink, rate);
  playing.set(id, sound);
  for (const request of early.get(id) ?? []) obey(request);
  early.delete(id);
  const timer = setInterval(() => tell({ id, ...sound.position() }), tick);
  try {
    tell({ id, ...(await sound.run()) });
    tell({ id, over: true });
  } finally {
    clearInterval(timer);
    playing.delete(id);
  }
}

async function record(start: Start, backends: readonly Backend[]): Promise<void> {
  const { id } = start;
  const heard = new Channel<Int16Array>();
  recording.set(id, heard);
  const hear = {
    sound: (samples: Int16Array) => heard.push(samples),
    failed: (error: Error) => heard.fail(error),
  };
  try {
    const source = await firstThatOpens(start, backends, (backend) =>
      backend.openSource(start, hear),
    );
    try {
      for await (const samples of heard) tell({ id, samples });
    } finally {
      source.stop();
    }
    tell({ id, over: true });
  } finally {
    recording.delete(id);
  }
}

/** @throws NoDevice when no way leads to one, else what the best way threw. */
async function firstThatOpens<T>(
  { device }: Start,
  backends: readonly Backend[],
  open: (backend: Backend) => Promise<T>,
): Promise<T> {
  let problem: unknown = new NoDevice('nothing here reaches one');
  for (const backend of backends) {
    try {
      return await open(backend);
    } catch (error) {
      if (problem instanceof NoDevice) problem = error;
      // Who has chosen a device wants that one.
      if (device !== undefined && !(error instanceof NoDevice)) break;
    }
  }
  throw problem;
}

function tell(answer: AudioAnswer): void {
  if (process.connected) process.send?.(answer, undefined, undefined, () => {});
}

/** Milliseconds. */
const tick = 40;

// Whoever asked is gone.
process.on('disconnect', () => {
  stopPrograms();
  process.exit();
});
// At a terminal, Ctrl-C reaches this process, too: it ends a turn, not the devices.
process.on('SIGINT', () => {});
const [library = 'decibri', ...allowed] = process.argv.slice(2);
const backends = (allowed as Way[]).flatMap((way) => backendOf(way, library) ?? []);
process.on('message', (request: AudioRequest) => answered(request, backends));
