/** Which voice speaks: of those that are there, the one that was asked for, or the best for the language. Pure. */
import { UsageError } from '../../failure/errors';
import { type FliteVoice, fliteVoices, isFliteVoice } from './flite-voices';
import { isLatin } from './language';

/** A voice of the operating system. */
export interface SystemVoice {
  readonly program: 'say' | 'sapi' | 'espeak-ng';
  readonly name: string;
  /** As `fr-FR`; `*` where it speaks many. */
  readonly language: string;
}

export interface Available {
  /** Whether there is a key. */
  readonly elevenlabs: boolean;
  /** Whether an endpoint for speech is configured. */
  readonly openai: boolean;
  /** Whether the optional package is installed. */
  readonly espeak: boolean;
  readonly system: readonly SystemVoice[];
}

export interface Wanted {
  /** What --voice says: a name, an engine, or `engine:name`. */
  readonly voice?: string | undefined;
  /** Of what is to be said. Default: English. */
  readonly language?: string | undefined;
  /** The agent's own: an id of ElevenLabs. */
  readonly agentVoice?: string | undefined;
}

export type Sounding =
  | { readonly engine: 'flite'; readonly voice: FliteVoice }
  | { readonly engine: 'espeak'; readonly voice: string }
  | { readonly engine: 'system'; readonly voice: SystemVoice }
  /** Without a voice: the engine's own default. */
  | { readonly engine: 'elevenlabs' | 'openai'; readonly voice?: string | undefined }
  /** No voice can say it: it is only shown. */
  | { readonly engine: 'none' };

export type Choice = Sounding & {
  /** What a person should know, in sentences without an end mark. */
  readonly notes: readonly string[];
};

/** @throws UsageError for a --voice that there isn't. */
export function chooseVoice(available: Available, wanted: Wanted): Choice {
  const language = wanted.language?.toLowerCase() || 'en';
  if (wanted.voice) return asked(wanted.voice, language, available);
  if (available.elevenlabs) {
    return { engine: 'elevenlabs', voice: wanted.agentVoice, notes: [] };
  }
  const choice: Choice = available.openai
    ? { engine: 'openai', notes: [] }
    : offline(language, available);
  if (!wanted.agentVoice || choice.engine === 'none') return choice;
  const why = `voice ${shortened(wanted.agentVoice)} needs ELEVENLABS_API_KEY; speaking with ${voiceName(choice)}`;
  return { ...choice, notes: [why, ...choice.notes] };
}

/** For people: `flite rms`. */
export function voiceName(choice: Sounding): string {
  if (choice.engine === 'none') return 'no voice';
  if (choice.engine !== 'system') return [choice.engine, choice.voice].filter(Boolean).join(' ');
  const { program, name } = choice.voice;
  return program === name ? program : `${program} ${name}`;
}

/** English is flite's: the same everywhere, at once. The rest: what the system has, then eSpeak NG. */
function offline(language: string, { espeak, system }: Available): Choice {
  if (primary(language) === 'en') return { engine: 'flite', voice: 'rms', notes: [] };
  const own = system.find((voice) => voice.language !== '*' && speaks(voice, language));
  if (own) return { engine: 'system', voice: own, notes: [] };
  if (espeak) return { engine: 'espeak', voice: language, notes: [] };
  const any = system.find((voice) => voice.language === '*');
  if (any) return { engine: 'system', voice: any, notes: [] };
  return inEnglish('rms', language);
}

/** An English voice reads other Latin letters badly, and all others not at all. */
function inEnglish(voice: FliteVoice, language: string): Choice {
  if (primary(language) === 'en') return { engine: 'flite', voice, notes: [] };
  const name = languageName(language);
  return isLatin(primary(language))
    ? {
        engine: 'flite',
        voice,
        notes: [`no voice here speaks ${name}: flite ${voice} reads it as English; ${install}`],
      }
    : {
        engine: 'none',
        notes: [`no voice here speaks ${name}: it is shown, not spoken; ${install}`],
      };
}

function asked(wish: string, language: string, available: Available): Choice {
  const [first = '', ...rest] = wish.split(':');
  const engine = first.toLowerCase();
  const name = rest.join(':') || undefined;
  if (isFliteVoice(engine) && !name) return inEnglish(engine, language);
  switch (engine) {
    case 'flite': {
      const voice = name?.toLowerCase() ?? 'rms';
      if (!isFliteVoice(voice)) throw noSuch(wish, `Voices of flite: ${fliteVoices.join(', ')}.`);
      return inEnglish(voice, language);
    }
    case 'espeak':
      if (!available.espeak) throw needs(wish, 'the package of eSpeak NG', `${installHint}.`);
      return { engine: 'espeak', voice: name ?? language, notes: [] };
    case 'elevenlabs':
      return cloud('elevenlabs', wish, name, available);
    case 'openai':
      return cloud('openai', wish, name, available);
    default:
      return byName(wish, language, available);
  }
}

function cloud(
  engine: 'elevenlabs' | 'openai',
  wish: string,
  voice: string | undefined,
  available: Available,
): Choice {
  if (available[engine]) return { engine, voice, notes: [] };
  throw engine === 'elevenlabs'
    ? needs(wish, 'a key of ElevenLabs', 'Set ELEVENLABS_API_KEY, or leave --voice out.')
    : needs(wish, 'a key', 'Set OPENAI_API_KEY, or leave --voice out.');
}

/** A voice of the system, by its name or by the program's; else what looks like an id of ElevenLabs. */
function byName(wish: string, language: string, available: Available): Choice {
  const [program = '', ...rest] = wish.toLowerCase().split(':');
  const name = rest.join(':');
  const voice =
    available.system.find((one) => one.name.toLowerCase() === wish.toLowerCase()) ??
    available.system.find((one) => one.program === program && one.name.toLowerCase() === name) ??
    (name === '' ? systemVoice(program, language, available.system) : undefined);
  if (voice) return { engine: 'system', voice, notes: [] };
  if (/^[a-z0-9]{20}$/i.test(wish)) return cloud('elevenlabs', wish, wish, available);
  const names = available.system.map((one) => one.name);
  const known = [...fliteVoices, 'espeak:LANGUAGE', 'elevenlabs:ID', 'openai:NAME', ...names];
  throw noSuch(
    wish,
    `There are ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', ...' : '.'}`,
  );
}

function systemVoice(program: string, language: string, system: readonly SystemVoice[]) {
  const all = system.filter((one) => program === 'system' || one.program === program);
  return all.find((one) => speaks(one, language)) ?? all[0];
}

const speaks = (voice: SystemVoice, language: string) =>
  voice.language === '*' || primary(voice.language.toLowerCase()) === primary(language);

const primary = (language: string) => language.split(/[-_]/)[0] ?? '';

const shortened = (id: string) => (id.length > 24 ? `${id.slice(0, 21)}...` : id);

function languageName(language: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(primary(language)) ?? language;
  } catch {
    return language;
  }
}

const noSuch = (wish: string, hint: string) =>
  new UsageError(`There is no voice ${JSON.stringify(wish)}`, hint);
const needs = (wish: string, what: string, hint: string) =>
  new UsageError(`--voice ${wish} needs ${what}`, hint);

const install = '`voicectl voice install espeak` brings one that does';
const installHint = 'Run `voicectl voice install espeak`, or leave --voice out';
