/** The microphone of a chat, and who understands it: opened while the chat goes on already. */
import type { Context } from '../context';
import { failureOf } from '../failure';
import { ListenError } from '../voice/listen/listen-error';
import { PlayError } from '../voice/play/play-error';
import type { PlayFlags } from './flags';
import type { LiveChat } from './live-chat';
import type { Room } from './room';
import type { Talk } from './talk/talk';

export class Ears {
  readonly #context: Context;
  readonly #room: Room;
  readonly #flags: PlayFlags;
  #talk: Talk | undefined;
  #opening: Promise<void> | undefined;
  #isClosed = false;

  constructor(context: Context, room: Room, flags: PlayFlags) {
    this.#context = context;
    this.#room = room;
    this.#flags = flags;
  }

  get talk(): Talk | undefined {
    return this.#talk;
  }

  /** Once: what is not there will not be there. One that has failed later may be there again. */
  open(chat: LiveChat): void {
    this.#opening ??= this.#open(chat).catch((error) => this.#tell(error, chat));
  }

  async close(): Promise<void> {
    // Not waited for what is still being opened: a model takes its time.
    this.#isClosed = true;
    await this.#talk?.close();
  }

  async #open(chat: LiveChat): Promise<void> {
    const { inputDevice, handsFree, headphones } = this.#flags;
    const audio = await this.#room.audio();
    const [{ findDevice }, { openTalk }] = await Promise.all([
      import('../voice/play/find-device'),
      import('./talk/open-talk'),
    ]);
    // Before a model is loaded for nobody.
    await findDevice(audio, 'inputs', inputDevice);
    if (this.#isClosed) return;
    await this.#room.listen();
    if (this.#isClosed) return;
    const talk = await openTalk({
      audio,
      kind: headphones ? 'headphones' : handsFree ? 'hands-free' : 'push',
      device: inputDevice,
      onLevel: (decibels) => chat.level(decibels),
      onState: () => chat.draw(),
      onBargeIn: () => void chat.stop(),
      onTyped: (text) => chat.typed(text),
      onFailure: (error) => {
        this.#opening = undefined;
        this.#tell(error, chat);
      },
    });
    if (this.#isClosed) return talk.close();
    this.#talk = talk;
    // It ends with the microphone, whose failure is told by itself.
    chat.listenTo(talk).catch(() => {});
  }

  /** One sentence: the chat goes on as text. */
  #tell(error: unknown, chat: LiveChat): void {
    this.#talk = undefined;
    chat.deaf();
    const { out, signal } = this.#context;
    if (signal.aborted || this.#isClosed) return;
    if (error instanceof ListenError || error instanceof PlayError) {
      out.say(`${error.message}. ${error.hint ?? 'Type what you would say.'}`);
    } else out.fail(failureOf(error));
  }
}
