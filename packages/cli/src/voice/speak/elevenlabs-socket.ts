/** A connection to ElevenLabs: text of a piece in, its sound out. The only file that knows `ws`. */
import type { IncomingMessage } from 'node:http';
import type { Agent } from 'node:https';
import { type ClientOptions, type RawData, WebSocket } from 'ws';
import { Channel } from '../channel';
import { type CloudAccess, quoted } from '../keys';
import type { Pcm } from '../stages';
import { type Frame, frameOf, framesFor } from './elevenlabs-frame';
import { offlineHint, refusalOf, refusedByElevenLabs } from './elevenlabs-refusal';
import { longestSound, PcmBytes } from './pcm-bytes';
import { SpeakError } from './speak-error';

export interface SocketOptions {
  readonly access: CloudAccess;
  readonly voice: string;
  readonly model: string;
  /** Milliseconds without any sound while some is due. */
  readonly patience: number;
  /** The way through a proxy. */
  readonly agent?: Agent | undefined;
}

interface Context {
  readonly sound: Channel<Pcm | SpeakError>;
  readonly bytes: PcmBytes;
  /** Samples that it may still have. */
  left: number;
  timer: NodeJS.Timeout | undefined;
}

/** It holds no process up but while a sound is due. */
export class ElevenLabsSocket {
  readonly #options: SocketOptions;
  readonly #socket: WebSocket;
  readonly #contexts = new Map<string, Context>();
  #unsent: string[] = [];
  #hasOpened = false;
  #lastId = 0;
  #refusal: SpeakError | undefined;

  constructor(options: SocketOptions) {
    const { access, patience, agent } = options;
    this.#options = options;
    const asked: ClientOptions & { closeTimeout: number } = {
      headers: { 'xi-api-key': access.key?.reveal() ?? '' },
      handshakeTimeout: patience,
      closeTimeout: 500,
      // Sound is hardly smaller when compressed, and what unpacks has no end that could be seen.
      perMessageDeflate: false,
      maxPayload: largestFrame,
      ...(agent && { agent }),
    };
    this.#socket = new WebSocket(addressOf(options), asked);
    this.#socket.on('upgrade', ({ socket }: IncomingMessage) => socket.unref());
    this.#socket.on('open', () => this.#opened());
    this.#socket.on('message', (data, isBinary) => this.#heard(data, isBinary));
    this.#socket.on('unexpected-response', (_, response) => this.#refused(response));
    this.#socket.on('error', (error) => this.#broke(error));
    this.#socket.on('close', (code, reason) => this.#closed(code, String(reason)));
  }

  get usable(): boolean {
    const { readyState } = this.#socket;
    return !this.#refusal && readyState <= WebSocket.OPEN;
  }

  /** Pieces may be said at the same time. @throws SpeakError, after the sound that came before. */
  async *say(text: string): AsyncGenerator<Pcm, void, undefined> {
    if (this.#refusal) throw this.#refusal;
    const id = `piece-${++this.#lastId}`;
    const context: Context = {
      sound: new Channel(),
      bytes: new PcmBytes(),
      left: longestSound(text) * rate,
      timer: undefined,
    };
    this.#contexts.set(id, context);
    this.#wait(context);
    this.#send(framesFor(id, text));
    try {
      for await (const next of context.sound) {
        if (next instanceof SpeakError) throw next;
        yield next;
      }
    } finally {
      this.#finish(id);
    }
  }

  /** With a word, which nobody waits for. */
  close(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.close(1000);
    else this.terminate();
  }

  /** At once. */
  terminate(): void {
    this.#fail(new SpeakError('The connection to ElevenLabs was closed'));
    this.#socket.terminate();
  }

  #send(frames: readonly string[]): void {
    if (this.#socket.readyState === WebSocket.CONNECTING) this.#unsent.push(...frames);
    // One that closes meanwhile says so itself.
    else for (const frame of frames) this.#socket.send(frame, () => {});
  }

  #opened(): void {
    this.#hasOpened = true;
    this.#send(this.#unsent);
    this.#unsent = [];
  }

  #heard(data: RawData, isBinary: boolean): void {
    const frame = isBinary ? undefined : frameOf(String(data));
    if (!frame) this.#fail(new SpeakError('ElevenLabs sent what is no message', offlineHint));
    else if (frame.type === 'refusal') this.#fail(this.#refusalOf(frame));
    else if (frame.type === 'sound') this.#take(frame);
  }

  #take({ context: named, bytes, final }: Extract<Frame, { type: 'sound' }>): void {
    const [oldest] = this.#contexts.keys();
    const id = named ?? oldest ?? '';
    const context = this.#contexts.get(id);
    // Of one that nobody listens to any more.
    if (!context) return;
    const samples = context.bytes.push(bytes);
    context.left -= samples.length;
    if (context.left < 0) {
      this.#fail(new SpeakError('ElevenLabs does not stop speaking', offlineHint));
      return;
    }
    if (samples.length > 0) context.sound.push({ samples, rate });
    if (final) {
      context.sound.end();
      this.#finish(id);
    } else if (samples.length > 0) this.#wait(context);
  }

  #wait(context: Context): void {
    const { patience } = this.#options;
    clearTimeout(context.timer);
    context.timer = setTimeout(() => {
      const silence = `ElevenLabs sent no sound for ${patience / 1000} s`;
      this.#fail(new SpeakError(silence, `Try again; ${offlineHint}`));
    }, patience);
  }

  #refused(response: IncomingMessage): void {
    const status = response.statusCode ?? 0;
    let body = '';
    const told = () => this.#fail(this.#refusalOf({ status, body }));
    response.setEncoding('utf8').on('data', (part: string) => {
      body += part;
      if (body.length > largestRefusal) told();
    });
    response.once('end', told).once('close', told).on('error', told);
    // A body that does not end.
    setTimeout(told, this.#options.patience).unref();
  }

  #refusalOf(
    given: { status: number; body: string } | { name: string; words: string },
  ): SpeakError {
    const { access, voice } = this.#options;
    const refusal = 'body' in given ? refusalOf(given.status, given.body) : given;
    return refusedByElevenLabs(refusal, voice, access);
  }

  #broke(error: Error): void {
    const { code = error.message } = error as NodeJS.ErrnoException;
    const { access } = this.#options;
    if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
      this.#fail(new SpeakError('ElevenLabs sent a message that is too large', offlineHint, error));
    } else if (code.startsWith('WS_ERR_')) {
      this.#fail(new SpeakError('ElevenLabs sent what is no message', offlineHint, error));
    } else if (this.#hasOpened) {
      const why = `The connection to ElevenLabs broke: ${quoted(code, access)}`;
      this.#fail(new SpeakError(why, `Try again; ${offlineHint}`, error));
    } else {
      const why = `ElevenLabs can't be reached: ${quoted(code, access)}`;
      const hint = `Check the network (and ${access.urlVariable}, where it is set); ${offlineHint}`;
      this.#fail(new SpeakError(why, hint, error));
    }
  }

  #closed(code: number, reason: string): void {
    const why = [code, quoted(reason, this.#options.access)].filter(Boolean).join(' ');
    const message = `ElevenLabs closed the connection before it had said all (${why})`;
    this.#fail(new SpeakError(message, `Try again; ${offlineHint}`));
  }

  /** Only the first reason counts: what comes after is its consequence. */
  #fail(error: SpeakError): void {
    if (this.#refusal) return;
    this.#refusal = error;
    for (const [id, { sound }] of this.#contexts) {
      sound.push(error);
      sound.end();
      this.#finish(id);
    }
    this.#socket.terminate();
  }

  #finish(id: string): void {
    clearTimeout(this.#contexts.get(id)?.timer);
    this.#contexts.delete(id);
  }
}

/** Documented: path, parameters and formats. An hour of thinking would be closed by the server, at 180 s at the latest. */
function addressOf({ access, voice, model }: SocketOptions): string {
  const base = access.url.replace(/^http/i, 'ws');
  const url = new URL(`${base}/v1/text-to-speech/${encodeURIComponent(voice)}/multi-stream-input`);
  url.searchParams.set('model_id', model);
  url.searchParams.set('output_format', `pcm_${rate}`);
  url.searchParams.set('auto_mode', 'true');
  url.searchParams.set('inactivity_timeout', '180');
  return url.href;
}

const rate = 16_000;
/** Bytes: a sentence of a minute in one frame would be 2.6 million. */
const largestFrame = 4 * 1024 * 1024;
const largestRefusal = 16 * 1024;
