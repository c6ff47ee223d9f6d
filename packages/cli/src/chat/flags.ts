/** What the flags of `play` say, once they have been found to make sense together. */
import { UsageError } from '../failure/errors';
import type { Mode } from '../voice/pipeline';
import type { VoiceWishes } from '../voice/voices';

export interface PlayFlags {
  /** True without a name, false by `--no-voice`. */
  readonly voice?: string | boolean | undefined;
  readonly language?: string | undefined;
  readonly mode?: string | undefined;
  readonly out?: string | undefined;
  readonly record?: string | undefined;
  readonly inputDevice?: string | undefined;
  readonly outputDevice?: string | undefined;
  readonly handsFree?: true | undefined;
  /** A loudspeaker that the microphone does not hear. */
  readonly headphones?: true | undefined;
  readonly web?: true | undefined;
  readonly port?: number | undefined;
  readonly script?: string | undefined;
  readonly listDevices?: true | undefined;
  readonly compare?: true | undefined;
  readonly with?: string | undefined;
  readonly rounds?: number | undefined;
  readonly report?: string | undefined;
  readonly check?: readonly string[] | undefined;
  readonly criteria?: string | undefined;
}

/** What is said, as flags have it, in their order. */
export type Given = { readonly say: string } | { readonly sound: string };

/** What of it is about the voice of an agent. */
export function voiceWishes(
  { voice, language }: PlayFlags,
  agentVoice: string | null | undefined,
): Omit<VoiceWishes, 'note'> {
  const name = typeof voice === 'string' ? voice : undefined;
  return { voice: name, language, agentVoice: agentVoice ?? undefined };
}

/** With a voice named or not: a file for the answers, a microphone, a comparison are for one. */
export function speaks(flags: PlayFlags): boolean {
  if (flags.voice !== undefined) return flags.voice !== false;
  return spoken.some((name) => flags[name] !== undefined);
}

/** What nobody asks for who wants no voice. */
const spoken = [
  'out',
  'record',
  'compare',
  'web',
  'handsFree',
  'headphones',
  'inputDevice',
  'outputDevice',
] as const;

/** @throws UsageError for a mode that there isn't. */
export function modesOf(modes: string | undefined): readonly Mode[] {
  return (modes?.split(',') ?? []).map((each) => {
    const mode = each.trim();
    if (isMode(mode)) return mode;
    if (mode === 'sts') throw new UsageError(`--mode sts: ${notBuilt}`, wayOut);
    throw new UsageError(`There is no mode ${JSON.stringify(mode)}`, 'Modes: batch, streaming.');
  });
}

/** What the flag says, else what the agent is set to. @throws UsageError for `sts`. */
export function modeOf(flag: string | undefined, agent: string | null | undefined): Mode {
  const [asked] = modesOf(flag);
  if (asked) return asked;
  if (agent === 'sts') throw new UsageError(`The agent is set to sts: ${notBuilt}`, wayOut);
  return agent === 'batch' ? 'batch' : 'streaming';
}

const isMode = (mode: string): mode is Mode => mode === 'batch' || mode === 'streaming';

const notBuilt = 'the platform has not built speech to speech';
const wayOut = 'Choose --mode streaming or --mode batch.';
