/** Devices through the system's own programs: the first that really plays, and the first that really records. */
import { type Backend, NoDevice, type Sink, type SoundRequest, type Source } from './backend';
import type { Devices } from './device';
import { fileSink, streamSink, streamSource } from './program-sinks';
import {
  fileOf,
  type PlayerProgram,
  playersOf,
  type RecorderProgram,
  recordersOf,
} from './programs';

export function systemPrograms(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Backend {
  const player = once(() => firstThat(playersOf(platform), env, plays));
  const recorder = once(() => firstThat(recordersOf(platform), env, records));
  return {
    outputs: async () => described(await player()),
    inputs: async () => described(await recorder()),
    openSink: async (request) => {
      const { file, program } = fitting(await player(), chosen(request));
      return opened(file, program, chosen(request));
    },
    openSource: async (request, hear) => {
      const { file, program } = fitting(await recorder(), chosen(request));
      return streamSource(file, program, chosen(request), hear);
    },
  };
}

interface Found<Program> {
  readonly program: Program;
  readonly file: string;
}

const opened = (file: string, program: PlayerProgram, request: SoundRequest): Sink =>
  program.takes === 'stream'
    ? streamSink(file, program, request)
    : fileSink(file, program, request);

/** Some end well without a device, and some wait for one: only trying tells. */
async function firstThat<Program extends PlayerProgram | RecorderProgram>(
  programs: readonly Program[],
  env: NodeJS.ProcessEnv,
  works: (file: string, program: Program) => Promise<boolean>,
): Promise<Found<Program> | undefined> {
  for (const program of programs) {
    const file = fileOf(program.program, env);
    if (file && (await works(file, program).catch(() => false))) return { program, file };
  }
  return undefined;
}

async function plays(file: string, program: PlayerProgram): Promise<boolean> {
  const sink = opened(file, program, { rate: usual });
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It plays no end')), patience);
  });
  try {
    await sink.write(new Int16Array(usual / 20));
    await Promise.race([sink.finish(), tooLong]);
    return true;
  } finally {
    clearTimeout(timer);
    sink.stop();
  }
}

async function records(file: string, program: RecorderProgram): Promise<boolean> {
  const nobody = { sound: () => {}, failed: () => {} };
  const source: Source = await streamSource(file, program, { rate: usual }, nobody);
  source.stop();
  return true;
}

function fitting<Program extends { readonly program: string; readonly choosesDevice: boolean }>(
  found: Found<Program> | undefined,
  { device }: SoundRequest,
): Found<Program> {
  if (!found) throw new NoDevice('no program of the system reaches one');
  if (device !== undefined && !found.program.choosesDevice) {
    throw new NoDevice(`${found.program.program} takes the system's own choice only`);
  }
  return found;
}

/** The one that is listed is what they take by themselves. */
const chosen = ({ rate, device }: SoundRequest): SoundRequest =>
  device === usualDevice.id ? { rate } : { rate, device };

const described = (found: Found<{ readonly program: string }> | undefined): Devices =>
  found
    ? {
        by: found.program.program,
        devices: [usualDevice],
      }
    : { devices: [] };

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const usualDevice = { id: 'default', name: "the system's own choice", isDefault: true };
const usual = 16_000;
/** Milliseconds. */
const patience = 3000;
