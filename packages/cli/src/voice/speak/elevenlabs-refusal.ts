/**
 * What ElevenLabs refuses, as a sentence and a way out. Names of errors are the documented ones of its HTTP interface and
 * those seen on the socket; of one that is not known, the server's words are quoted.
 */
import { type CloudAccess, quoted } from '../keys';
import { SpeakError } from './speak-error';

export interface Refusal {
  /** Of the handshake. */
  readonly status?: number | undefined;
  /** As `quota_exceeded`. */
  readonly name?: string | undefined;
  readonly words?: string | undefined;
}

export const offlineHint = '--voice flite needs no network.';

export function refusedByElevenLabs(
  { status, name = '', words = '' }: Refusal,
  voice: string,
  access: CloudAccess,
): SpeakError {
  const { keyVariable, urlVariable } = access;
  if (status === 407) {
    return new SpeakError('The proxy wants credentials (407)', `Check HTTPS_PROXY; ${offlineHint}`);
  }
  if (/quota|payment|credit|subscription/.test(name) || status === 402) {
    return new SpeakError('The quota of ElevenLabs is used up', `Wait or pay; ${offlineHint}`);
  }
  if (/voice.*(not_found|not_exist)|invalid_voice/.test(name) || status === 404) {
    const whose = `ElevenLabs has no voice ${quoted(voice, access, 40)} for this key`;
    return new SpeakError(whose, 'Check the voiceId of the agent, or choose one with --voice.');
  }
  if (status === 429 || /rate_limit|too_many|concurrent|busy|max_active/.test(name)) {
    const why = 'ElevenLabs takes no more requests for now';
    return new SpeakError(why, `Try again in a moment; ${offlineHint}`);
  }
  // What it says to a wrong key may hold a part of it, so it is not repeated.
  if (status === 401 || status === 403 || /api_key|auth|permission/.test(name)) {
    const shown = name === '' ? status : quoted(name, access, 40);
    const hint = `Check ${keyVariable} (and ${urlVariable}, where it is set); ${offlineHint}`;
    return new SpeakError(`ElevenLabs refuses the key of ${keyVariable} (${shown})`, hint);
  }
  const shown = [status, name, words].filter(Boolean).join(' ');
  return new SpeakError(`ElevenLabs refused: ${quoted(shown, access)}`, offlineHint);
}

/** The body of a refused handshake: `{"detail": {"status": "...", "message": "..."}}`, or a text. */
export function refusalOf(status: number, body: string): Refusal {
  try {
    const { detail } = JSON.parse(body) as { detail?: unknown };
    const { status: name, message } = Object(detail) as { status?: unknown; message?: unknown };
    return {
      status,
      name: typeof name === 'string' ? name : undefined,
      words: typeof message === 'string' ? message : undefined,
    };
  } catch {
    return { status };
  }
}
