/** The connection to a page that may be in: what it says is checked, what it is told does not pile up. */
import type { WebSocket } from 'ws';
import { bytesOf } from '../../voice/play/wav-write';
import { SoundAllowance } from './allowance';
import { fromPage, Nonsense, samplesFromPage } from './from-page';
import { closed, type FromPage, microphoneRate, type ToPage } from './wire';

export interface Ear {
  message(message: FromPage): void;
  /** At 16 kHz. */
  sound(samples: Int16Array): void;
  closed(code: number): void;
}

export class PageLine {
  readonly #socket: WebSocket;
  readonly #allowance = new SoundAllowance(microphoneRate);
  readonly #pulse: NodeJS.Timeout;
  #ear: Ear | undefined;
  #isAlive = true;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary) => this.#heard(data, isBinary));
    // What breaks is closed next.
    socket.on('error', () => {});
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    socket.on('close', (code) => {
      clearInterval(this.#pulse);
      this.#ear?.closed(code);
    });
    this.#pulse = setInterval(() => this.#beat(), pulse);
    this.#pulse.unref();
  }

  /** Whoever listens from now on. */
  hear(ear: Ear): void {
    this.#ear = ear;
  }

  tell(message: ToPage): void {
    this.#send(JSON.stringify(message));
  }

  sound(samples: Int16Array): void {
    for (let at = 0; at < samples.length; at += part) {
      this.#send(bytesOf(samples.subarray(at, at + part)));
    }
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  #send(data: string | Buffer): void {
    // One that reads nothing any more would fill this machine's memory.
    if (this.#socket.bufferedAmount > most) this.#socket.terminate();
    else if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(data, () => {});
  }

  #heard(data: Buffer, isBinary: boolean): void {
    // What was cut off may go on talking for a while.
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    try {
      if (!isBinary) this.#ear?.message(fromPage(data.toString('utf8')));
      else {
        const samples = samplesFromPage(data);
        if (!this.#allowance.takes(samples.length)) throw new Nonsense('sound: more than time');
        this.#ear?.sound(samples);
      }
    } catch (error) {
      if (!(error instanceof Nonsense)) throw error;
      this.close(closed.nonsense, error.message);
    }
  }

  #beat(): void {
    if (this.#isAlive) this.#socket.ping(() => {});
    else this.#socket.terminate();
    this.#isAlive = false;
  }
}

/** Samples in one message. */
const part = 16_384;
/** Bytes that may wait to be sent: half a minute of sound, and more than any answer. */
const most = 8 * 1024 * 1024;
/** Milliseconds: of two in a row, one has to be answered. */
const pulse = 15_000;
