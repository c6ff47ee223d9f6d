/** A session with an agent, as the flags want it: what is slow to load is started here and not waited for. */
import type { Agent, Client } from '@voicectl/sdk';
import type { Context } from '../context';
import { Session, type SessionVoice } from '../voice/session';
import type { SessionListener } from '../voice/session-listener';
import { agentThinker } from '../voice/thinker';
import { modeOf, type PlayFlags, speaks, voiceWishes } from './flags';

export interface OpenSession {
  readonly session: Session;
  /** Where it had to be asked for. */
  readonly agent: Agent | undefined;
  /** What a person should know by now, each sentence once. */
  notes(): readonly string[];
  close(): Promise<void>;
}

export interface Wishes {
  readonly flags: PlayFlags;
  /** Whether sound will have to be understood. */
  readonly listens: boolean;
}

/** @throws UsageError, ListenError and SpeakError for what is not there: before anything is said. */
export async function openSession(
  context: Context,
  client: Client,
  agentId: string,
  { flags, listens }: Wishes,
): Promise<OpenSession> {
  const pending = new Notes();
  const note = (text: string) => pending.add(text);
  const ends: (() => Promise<void> | undefined)[] = [];
  const close = async () => {
    await Promise.allSettled(ends.map((end) => end()));
  };
  try {
    const agent = speaks(flags)
      ? await client.agents.get(agentId, { signal: context.signal })
      : undefined;
    const voice = agent && (await openVoice(context, agent, flags, note, ends));
    const listener = listens ? await listening(context, flags, note, ends) : undefined;
    const { record } = flags;
    const session = new Session({
      thinker: agentThinker(client, agentId),
      voice,
      listener,
      record,
    });
    return { session, agent, notes: () => pending.taken(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openVoice(
  { streams }: Context,
  { voiceConfig }: Agent,
  flags: PlayFlags,
  note: (text: string) => void,
  ends: (() => Promise<void> | undefined)[],
): Promise<SessionVoice> {
  const mode = modeOf(flags.mode, voiceConfig?.pipelineMode);
  const [{ openSpeaker }, { openPlayers }] = await Promise.all([
    import('../voice/voices'),
    import('../voice/session-players'),
  ]);
  const wishes = { ...voiceWishes(flags, voiceConfig?.voiceId), note };
  const speaker = await openSpeaker(wishes, streams);
  ends.push(() => speaker.close());
  const { out, record } = flags;
  const kept = record !== undefined;
  const players = await openPlayers({ out, kept, env: streams.env, note });
  ends.push(() => players.close());
  return { speaker, mode, playerOf: (turn) => players.playerOf(turn) };
}

async function listening(
  { streams, out }: Context,
  { language }: PlayFlags,
  note: (text: string) => void,
  ends: (() => Promise<void> | undefined)[],
): Promise<SessionListener> {
  const { openListener } = await import('../voice/session-listener');
  const listener = await openListener({ language, note }, streams);
  ends.push(() => listener.close?.());
  // What loads once for all turns is no part of the first one.
  if (listener.ready) await out.wait('loading the listener', listener.ready());
  return listener;
}

/** Said between turns, so that nothing breaks into an answer. */
class Notes {
  readonly #known = new Set<string>();
  readonly #waiting: string[] = [];

  add(text: string): void {
    if (this.#known.has(text)) return;
    this.#known.add(text);
    this.#waiting.push(text);
  }

  taken(): readonly string[] {
    return this.#waiting.splice(0);
  }
}
