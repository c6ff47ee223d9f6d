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
  readonly script?: string | undefined;
  readonly listDevices?: true | undefined;
  readonly json?: true | undefined;
  readonly compare?: true | undefined;
  readonly with?: string | undefined;
  readonly rounds?: number | undefined;
  readonly report?: string | undefined;
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

/** A file for the answers, and a comparison, are for a voice. */
export function speaks({ voice, out, record, compare }: PlayFlags): boolean {
  return voice !== false && (Boolean(voice) || [out, record, compare].some(Boolean));
}

/** @throws UsageError for flags that make no sense together: before anything is sent. */
export function checkFlags(flags: PlayFlags, given: readonly Given[]): void {
  const { voice, out, compare, script } = flags;
  if (voice === false && out !== undefined) {
    throw new UsageError('--out is for a voice, and there is none', 'Leave --no-voice out.');
  }
  if (out === '-') {
    throw new UsageError('--out - would mix sound into what is printed', 'Name a file.');
  }
  const isHeard = given.some((each) => 'sound' in each);
  if (flags.mode !== undefined && !speaks(flags)) {
    throw new UsageError('--mode is for a voice, and there is none', 'Add --voice.');
  }
  if (flags.language !== undefined && !speaks(flags) && !isHeard) {
    throw new UsageError('--language is for a voice, and there is none', 'Add --voice, or --in.');
  }
  if (!compare) {
    const idle = (['with', 'rounds', 'report'] as const).find((name) => flags[name] !== undefined);
    if (idle) throw new UsageError(`--${idle} is for --compare`, 'Add --compare, or leave it out.');
    for (const mode of modesOf(flags.mode).slice(1)) {
      throw new UsageError(`One --mode at a time; --compare takes ${mode}, too`, 'Add --compare.');
    }
    return;
  }
  if (voice === false) {
    throw new UsageError('--compare measures voices, and there is none', 'Leave --no-voice out.');
  }
  if (isHeard || flags.record !== undefined) {
    const which = isHeard ? '--in' : '--record';
    throw new UsageError(`${which} is not for --compare`, 'Use --say, --script and --report.');
  }
  modesOf(flags.mode);
  if (given.length === 0 && script === undefined) {
    throw new UsageError(
      '--compare needs something to say',
      'Give --say TEXT, which can be repeated, or --script FILE.',
    );
  }
}

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
