/**
 * The agent's own voice: ElevenLabs by its streaming socket, one connection a turn, which is made before there is
 * anything to say. Of its two sockets, it is the one of many contexts (`multi-stream-input`), a context a piece: the other
 * says `isFinal` only once, at the end of everything, and its alignment is missing from some messages, so that nobody
 * could tell which sentence a sound belongs to.
 */
import type { Agent } from 'node:https';
import type { CloudAccess } from '../keys';
import type { Piece, Speaker, Speech } from '../stages';
import { speakAhead } from './ahead';
import { ElevenLabsSocket } from './elevenlabs-socket';
import { Leveller } from './level';
import { SpeakError } from './speak-error';

export interface ElevenLabsOptions {
  readonly access: CloudAccess;
  /** An id. Default: George, with whom the documentation begins. */
  readonly voice?: string | undefined;
  /** Default: the fastest that is documented. */
  readonly model?: string | undefined;
  /** Milliseconds without any sound while some is due. Default: 10,000 */
  readonly patience?: number | undefined;
  /** Milliseconds that a connection is kept for a turn that does not come. Default: 15,000 */
  readonly idle?: number | undefined;
  readonly agent?: Agent | undefined;
}

/** Warmed, the next `speak` finds a connection. Warming twice is warming once. */
export type WarmSpeaker = Speaker & Required<Pick<Speaker, 'warm'>>;

/** @throws SpeakError for what is no voice. */
export function elevenLabs({
  access,
  voice = 'JBFqnCBsd6RMkjVDRZzb',
  model = 'eleven_flash_v2_5',
  patience = 10_000,
  idle = 15_000,
  agent,
}: ElevenLabsOptions): WarmSpeaker {
  if (/^\.*$/.test(voice)) throw new SpeakError(`${JSON.stringify(voice)} is no voice id`);
  const leveller = new Leveller();
  const open = () => new ElevenLabsSocket({ access, voice, model, patience, agent });
  let waiting: { readonly socket: ElevenLabsSocket; readonly timer: NodeJS.Timeout } | undefined;

  const take = () => {
    const found = waiting;
    waiting = undefined;
    clearTimeout(found?.timer);
    return found?.socket.usable ? found.socket : open();
  };
  const warm = () => {
    const socket = take();
    waiting = { socket, timer: setTimeout(() => take().close(), idle).unref() };
  };

  async function* speak(
    pieces: AsyncIterable<Piece>,
    signal: AbortSignal,
  ): AsyncGenerator<Speech, void, undefined> {
    if (signal.aborted) return;
    let socket = take();
    const stop = () => socket.terminate();
    signal.addEventListener('abort', stop, { once: true });
    // An agent may think for longer than the server waits.
    const say = (text: string) => {
      if (!socket.usable) socket = open();
      return socket.say(text);
    };
    let whole = false;
    try {
      yield* speakAhead(pieces, signal, say, leveller);
      whole = true;
    } finally {
      signal.removeEventListener('abort', stop);
      if (whole && !signal.aborted) socket.close();
      else socket.terminate();
    }
  }

  return {
    name: `elevenlabs ${voice}`,
    speak,
    warm,
    close: async () => {
      if (waiting) take().terminate();
    },
  };
}
