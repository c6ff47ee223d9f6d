/** Which flags of `play` make sense together. Pure. */
import { UsageError } from '../failure/errors';
import { type Given, modesOf, type PlayFlags, speaks } from './flags';

/** What a run of `play` is about: a person who chats or, without one, a script. */
type Kind = 'compare' | 'check' | 'web' | 'script' | 'chat';

/** What is not for every kind of run. */
const places: Readonly<Partial<Record<keyof PlayFlags | 'in' | 'say', readonly Kind[]>>> = {
  with: ['compare'],
  rounds: ['compare'],
  report: ['compare', 'check'],
  port: ['web'],
  criteria: ['check', 'chat'],
  handsFree: ['chat'],
  headphones: ['chat'],
  inputDevice: ['chat'],
  outputDevice: ['chat', 'script'],
  out: ['compare', 'script', 'chat'],
  record: ['web', 'script', 'chat'],
  say: ['compare', 'script'],
  script: ['compare', 'script'],
  in: ['script'],
  voice: ['compare', 'web', 'script', 'chat'],
  language: ['compare', 'web', 'script', 'chat'],
  mode: ['compare', 'web', 'script', 'chat'],
};

/** @throws UsageError for flags that make no sense together: before anything is sent. */
export function checkFlags(flags: PlayFlags, given: readonly Given[]): void {
  checkPlaces(flags, given);
  if (flags.compare) checkCompared(flags, given);
  else {
    for (const mode of modesOf(flags.mode).slice(1)) {
      throw new UsageError(`One --mode at a time; --compare takes ${mode}, too`, 'Add --compare.');
    }
  }
  const { voice, out, handsFree, headphones } = flags;
  const spoken = ['out', 'handsFree', 'headphones', 'inputDevice', 'outputDevice'] as const;
  const idle = spoken.find((name) => flags[name] !== undefined);
  if (voice === false && idle) {
    throw new UsageError(`--${spelled(idle)} is for a voice, and there is none`, withoutIt);
  }
  if (out === '-') {
    throw new UsageError('--out - would mix sound into what is printed', 'Name a file.');
  }
  if (out !== undefined && !/\.wav$/i.test(out)) {
    throw new UsageError(`--out ${out}: only WAV files are written`, 'End it in .wav.');
  }
  if (out !== undefined && flags.outputDevice !== undefined) {
    throw new UsageError('--out is in place of a loudspeaker', 'Leave --output-device out.');
  }
  if (handsFree && headphones) {
    throw new UsageError('--headphones are hands free already', 'Leave --hands-free out.');
  }
  if (flags.mode !== undefined && !speaks(flags)) {
    throw new UsageError('--mode is for a voice, and there is none', 'Add --voice.');
  }
  const isHeard = given.some((each) => 'sound' in each);
  if (flags.language !== undefined && !speaks(flags) && !isHeard) {
    throw new UsageError('--language is for a voice, and there is none', 'Add --voice, or --in.');
  }
}

function checkPlaces(flags: PlayFlags, given: readonly Given[]): void {
  const byFlag = (['compare', 'check', 'web'] as const).filter((kind) => flags[kind]);
  const [kind = given.length > 0 || flags.script !== undefined ? 'script' : 'chat', second] =
    byFlag;
  if (second) throw new UsageError(`--${kind} and --${second} exclude each other`, leaveOne);
  const used = [
    ...(Object.keys(flags) as (keyof PlayFlags)[]).filter((name) => flags[name] !== undefined),
    ...given.map((each) => ('sound' in each ? 'in' : 'say')),
  ] as const;
  for (const name of used) {
    const fits = places[name];
    if (!fits || fits.includes(kind)) continue;
    // What nobody has asked for: `--no-voice` is no voice where there is none.
    if (name === 'voice' && flags.voice === false) continue;
    if (byFlag.length > 0)
      throw new UsageError(`--${spelled(name)} is not for --${kind}`, leaveOne);
    const owners = fits.filter((fit) => fit !== 'chat' && fit !== 'script');
    if (fits.includes('chat')) {
      throw new UsageError(`--${spelled(name)} is for a person at a terminal`, withoutScript);
    }
    const [first, ...others] = owners.map((owner) => `--${owner}`);
    throw new UsageError(
      `--${spelled(name)} is for ${[first, ...others].join(' and ')}`,
      `Add ${first}, or leave it out.`,
    );
  }
}

function checkCompared(flags: PlayFlags, given: readonly Given[]): void {
  if (flags.voice === false) {
    throw new UsageError('--compare measures voices, and there is none', withoutIt);
  }
  modesOf(flags.mode);
  if (given.length === 0 && flags.script === undefined) {
    throw new UsageError(
      '--compare needs something to say',
      'Give --say TEXT, which can be repeated, or --script FILE.',
    );
  }
}

const spelled = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const withoutIt = 'Leave --no-voice out.';
const withoutScript = 'Leave --say, --in and --script out.';
const leaveOne = 'Leave one of them out.';
