/** A conversation that can change on the way: who answers, by which voice, in which mode. What is slow to load is not waited for. */
import type { Agent, Client } from '@voicectl/sdk';
import type { Context } from '../context';
import type { Mode } from '../voice/pipeline';
import type { AudioDevice } from '../voice/play/device';
import { type Report, type Said, Session, type SessionVoice } from '../voice/session';
import type { TurnEnded } from '../voice/session-events';
import type { SessionListener } from '../voice/session-listener';
import type { Speaker } from '../voice/stages';
import { agentThinker } from '../voice/thinker';
import { type Carried, carrying, messageLimit } from './carry';
import { modeOf, type PlayFlags, speaks, voiceWishes } from './flags';
import { Notes } from './notes';

export interface RoomWishes {
  readonly flags: PlayFlags;
  /** Whether sound will have to be understood. */
  readonly listens: boolean;
}

/** A turn that is over, and who answered. */
export interface RoomTurn extends TurnEnded {
  readonly agent: string;
}

export class Room {
  readonly #session: Session;
  readonly client: Client;
  readonly #context: Context;
  readonly #ends: (() => Promise<void> | undefined)[] = [];
  readonly #notes = new Notes();
  readonly #turns: RoomTurn[] = [];
  #flags: PlayFlags;
  #agentId: string;
  #agent: Agent | undefined;
  /** Also of a voice whose loudspeaker has failed. */
  #speaker: Speaker | undefined;
  #players: Pick<SessionVoice, 'playerOf'> | undefined;
  #audio: AudioDevice | undefined;
  #listener: SessionListener | undefined;
  #carries = false;
  #isClosed = false;

  private constructor(context: Context, client: Client, agentId: string, flags: PlayFlags) {
    this.#context = context;
    this.client = client;
    this.#agentId = agentId;
    this.#flags = flags;
    const { record } = flags;
    this.#session = new Session({ thinker: agentThinker(client, agentId), record });
    this.#ends.push(() => this.#speaker?.close?.());
  }

  /** @throws UsageError, ListenError and SpeakError for what is not there: before anything is said. */
  static async open(
    context: Context,
    client: Client,
    agentId: string,
    { flags, listens }: RoomWishes,
  ): Promise<Room> {
    const room = new Room(context, client, agentId, flags);
    try {
      if (speaks(flags)) await room.#use(await room.#openVoice(await room.agent()));
      if (listens) await room.listen();
      return room;
    } catch (error) {
      await room.close();
      throw error;
    }
  }

  /** Those that are over, the last at the end. */
  get turns(): readonly RoomTurn[] {
    return this.#turns;
  }

  get voice(): Pick<SessionVoice, 'speaker' | 'mode'> | undefined {
    return this.#session.voice;
  }

  get mode(): Mode | undefined {
    return this.voice?.mode;
  }

  /** In which the next voice will speak. @throws UsageError for `sts`. */
  async modeToCome(): Promise<Mode> {
    return this.mode ?? this.#modeOf(await this.agent());
  }

  get agentId(): string {
    return this.#agentId;
  }

  /** Asked for once. */
  async agent(): Promise<Agent> {
    const { signal } = this.#context;
    this.#agent ??= await this.client.agents.get(this.#agentId, { signal });
    return this.#agent;
  }

  /** Whether earlier turns go with each message. */
  get carries(): boolean {
    return this.#carries;
  }

  /** What goes along with the next message; undefined where nothing is to. */
  get carried(): Carried | undefined {
    if (!this.#carries) return undefined;
    const { message, carried } = carrying(this.#turns, '', this.#agent?.memoryConfig);
    return { turns: carried, characters: carried === 0 ? 0 : message.length, limit: messageLimit };
  }

  /** @throws what the platform's client throws; ListenError. */
  async turn(said: Said, signal: AbortSignal, report: Report): Promise<RoomTurn> {
    const agent = this.#agentId;
    const ended = { ...(await this.#session.turn(said, signal, report)), agent };
    this.#turns.push(ended);
    return ended;
  }

  /** Another agent answers from now on, as it is now. @throws what the platform's client throws, and nothing is changed. */
  async useAgent(id: string, signal: AbortSignal = this.#context.signal): Promise<Agent> {
    const agent = await this.client.agents.get(id, { signal });
    const voice = await this.#voiceFor(agent);
    this.#agent = agent;
    this.#agentId = agent.id;
    this.#session.change({ thinker: agentThinker(this.client, agent.id) });
    if (voice) await this.#use(voice);
    return agent;
  }

  /** @throws UsageError for a mode that there isn't. */
  useMode(mode: string): Mode {
    const chosen = modeOf(mode, undefined);
    this.#flags = { ...this.#flags, mode: chosen };
    const { voice } = this.#session;
    if (voice) this.#session.change({ voice: { ...voice, mode: chosen } });
    return chosen;
  }

  /**
   * A voice by its name, `true` for the one that was named last, else the one that fits, `false` for none.
   * @throws UsageError, and nothing is changed.
   */
  async useVoice(voice: string | boolean): Promise<void> {
    if (voice === false) return this.#use(undefined);
    const before = this.#flags;
    const named = voice === true && typeof before.voice === 'string' ? before.voice : voice;
    this.#flags = { ...before, voice: named };
    try {
      await this.#use(await this.#openVoice(await this.agent()));
    } catch (error) {
      this.#flags = before;
      throw error;
    }
  }

  /** Answers are heard there, and not on this machine's loudspeaker: before anybody speaks. */
  playBy(players: Pick<SessionVoice, 'playerOf'>): void {
    this.#players = players;
  }

  /** Earlier turns go with each message: as many as the agent is set to remember, as far as they fit. */
  carry(on: boolean): void {
    this.#carries = on;
    const compose = on
      ? (message: string) => carrying(this.#turns, message, this.#agent?.memoryConfig)
      : undefined;
    this.#session.change({ compose });
  }

  /** Where there is nobody yet who understands sound. @throws ListenError */
  async listen(): Promise<void> {
    if (this.#listener) return;
    const { streams, out } = this.#context;
    const { openListener } = await import('../voice/session-listener');
    const { language } = this.#flags;
    const listener = await openListener({ language, note: this.note }, streams);
    if (this.#isClosed) return void (await listener.close?.());
    this.#ends.push(() => listener.close?.());
    // What loads once for all turns is no part of the first one.
    if (listener.ready) await out.wait('loading the listener', listener.ready());
    this.#listener = listener;
    this.#session.change({ listener });
  }

  /** The devices of this machine, for the loudspeaker and the microphone alike. */
  async audio(): Promise<AudioDevice> {
    if (this.#audio) return this.#audio;
    const { soundDevice } = await import('../voice/play/sound-device');
    const audio = soundDevice({ env: this.#context.streams.env });
    this.#ends.push(() => audio.close());
    this.#audio = audio;
    return audio;
  }

  /** What a person should know by now, each sentence once. */
  notes(): readonly string[] {
    return this.#notes.taken();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#ends.splice(0).map((end) => end()));
  }

  /** What a person should know; told between turns. */
  readonly note = (text: string): void => this.#notes.add(text);

  /** How another agent speaks: in its own mode, and by another voice where it has one. Undefined where nobody speaks. */
  async #voiceFor(agent: Agent): Promise<SessionVoice | undefined> {
    const { voice } = this.#session;
    if (!voice) return undefined;
    const isSame = agent.voiceConfig?.voiceId === this.#agent?.voiceConfig?.voiceId;
    return isSame ? { ...voice, mode: this.#modeOf(agent) } : this.#openVoice(agent);
  }

  async #openVoice(agent: Agent): Promise<SessionVoice> {
    const mode = this.#modeOf(agent);
    const players = await this.#openPlayers();
    const { openSpeaker } = await import('../voice/voices');
    const wishes = { ...voiceWishes(this.#flags, agent.voiceConfig?.voiceId), note: this.note };
    const speaker = await openSpeaker(wishes, this.#context.streams);
    return { speaker, mode, playerOf: (turn) => players.playerOf(turn) };
  }

  #modeOf({ voiceConfig }: Agent): Mode {
    return modeOf(this.#flags.mode, voiceConfig?.pipelineMode);
  }

  async #use(voice: SessionVoice | undefined): Promise<void> {
    const old = this.#speaker;
    this.#speaker = voice?.speaker;
    this.#session.change({ voice });
    if (old !== voice?.speaker) await old?.close?.();
  }

  async #openPlayers(): Promise<Pick<SessionVoice, 'playerOf'>> {
    if (this.#players) return this.#players;
    const { openPlayers } = await import('../voice/session-players');
    const { out, record, outputDevice } = this.#flags;
    const players = await openPlayers({
      out,
      device: outputDevice,
      audio: out === undefined ? await this.audio() : undefined,
      kept: record !== undefined,
      env: this.#context.streams.env,
      note: this.note,
    });
    this.#ends.push(() => players.close());
    this.#players = players;
    return players;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
