/** The connection to voicectl: made again when it breaks, and never again when there is nobody to come back to. */
import { closed, type FromPage, type ToPage } from '../wire';

export type LineState = 'connecting' | 'open' | 'lost' | 'over' | 'moved-on' | 'refused' | 'broken';

export interface LineOptions {
  /** Samples a second that this page plays. */
  readonly rate: number;
  message(message: ToPage): void;
  sound(samples: Int16Array): void;
  state(state: LineState, reason: string): void;
}

export class Line {
  readonly #options: LineOptions;
  #socket: WebSocket | undefined;
  #tries = 0;
  #isLeaving = false;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  open(): void {
    const socket = new WebSocket(`ws://${location.host}/talk`);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => this.say({ type: 'hello', ...this.#who() }));
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data !== 'string') this.#options.sound(new Int16Array(data));
      else this.#heard(JSON.parse(data) as ToPage);
    });
    socket.addEventListener('close', ({ code, reason }) => this.#closed(code, reason));
  }

  /** The page is about to go: voicectl need not wonder whether it is still there. */
  leave(): void {
    this.#isLeaving = true;
    this.#socket?.close(1000);
  }

  say(message: FromPage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  sound(samples: Int16Array<ArrayBuffer>): void {
    const { readyState, bufferedAmount = 0 } = this.#socket ?? {};
    // Sound that is late is of no use.
    if (readyState === WebSocket.OPEN && bufferedAmount < late) this.#socket?.send(samples);
  }

  /** The link's token the first time; afterwards what it was exchanged for, which stays with this tab alone. */
  #who(): { rate: number; token?: string; key?: string } {
    const { rate } = this.#options;
    const token = location.hash.slice(1);
    if (token !== '') return { rate, token };
    const key = sessionStorage.getItem(keyName);
    return key === null ? { rate } : { rate, key };
  }

  #heard(message: ToPage): void {
    if (message.type === 'welcome') {
      this.#tries = 0;
      sessionStorage.setItem(keyName, message.key);
      // What is worthless now need not stand in the address, nor in the history.
      history.replaceState(null, '', location.pathname);
      this.#options.state('open', '');
    }
    this.#options.message(message);
  }

  #closed(code: number, reason: string): void {
    if (this.#isLeaving) return;
    const final = finals[code];
    if (final === 'refused' && location.hash !== '' && sessionStorage.getItem(keyName) !== null) {
      // The link was opened once more where it had been opened before.
      history.replaceState(null, '', location.pathname);
      this.open();
      return;
    }
    if (final === 'refused') sessionStorage.removeItem(keyName);
    this.#options.state(final ?? 'lost', reason);
    if (final) return;
    this.#tries += 1;
    setTimeout(() => this.open(), Math.min(5000, 250 * 2 ** Math.min(this.#tries, 5)));
  }
}

const keyName = 'voicectl';
/** Bytes: four seconds. */
const late = 128_000;

const finals: Readonly<Record<number, LineState>> = {
  [closed.over]: 'over',
  [closed.movedOn]: 'moved-on',
  [closed.refused]: 'refused',
  [closed.nonsense]: 'broken',
};
