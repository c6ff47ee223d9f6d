/** `voicectl help environment`: one table of all variables. */
import { names, rules } from '../../config/rules';
import type { Block } from './page';

const ofSettings = names.map((name) => {
  const { env, summary, flag } = rules[name] as { env: string; summary: string; flag?: string };
  return [env, flag === undefined ? summary : `${summary} (${flag})`] as const;
});

const others: readonly (readonly [string, string])[] = [
  ['VOICECTL_CONFIG', "the user's own file of settings, in place of the usual one"],
  ['VOICECTL_KEYCHAIN', 'off: keys are kept in the file, not in the keychain of the system'],
  ['VOICECTL_EVENTS_FILE', 'a file that gets a line of JSON for each thing that was done'],
  ['VOICECTL_COMPLETION_TIMEOUT', 'milliseconds that completion may take; default 260'],
  ['VOICECTL_MOCK_API_KEY', 'mock serve and mock exec: the only key that is let in'],
  ['VOICECTL_MOCK_TOKEN', 'the same, for goals'],
  ['VOICECTL_MOCK_ADMIN_TOKEN', 'may use admin mode on goals of the mock'],
  ['ELEVENLABS_API_KEY, ELEVENLABS_URL', 'the agent speaks with its own voice'],
  ['OPENAI_API_KEY, OPENAI_BASE_URL', 'any endpoint like it speaks and listens'],
  ['VOICECTL_SPEECH_MODEL', 'which of its models speaks; default gpt-4o-mini-tts'],
  ['VOICECTL_TRANSCRIPTION_MODEL', 'which one listens; default gpt-4o-mini-transcribe'],
  ['VOICECTL_JUDGE_MODEL', 'which of its models ticks what a chat is to bring about; unset: none'],
  ['VISUAL, EDITOR', 'what opens for edit'],
  ['CI', 'never ask, no spinner, no notice'],
  ['NO_COLOR', 'no colour'],
  ['FORCE_COLOR', 'colour, even in a pipe'],
  ['TERM', 'dumb: no spinner, no colour'],
  ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'as everywhere'],
  ['NODE_EXTRA_CA_CERTS', 'certificates to trust as well'],
  ['XDG_CONFIG_HOME, XDG_CACHE_HOME', 'where settings and caches are'],
];

export const environment: readonly Block[] = [
  'A flag outranks its variable, which outranks the file of the project, which outranks the profile, which outranks the default. voicectl config list shows what counts here, and why.',
  { terms: [...ofSettings, ...others] },
  'Keys are never flags: a list of processes would show them.',
];
