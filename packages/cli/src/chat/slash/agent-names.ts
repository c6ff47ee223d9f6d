/** Names of the agents of a conversation, by id: a turn knows only who answered by that. */
import type { Agent } from '@voicectl/sdk';
import type { Room } from '../room';

export class AgentNames {
  readonly #known = new Map<string, string>();
  #offered: { readonly until: number; readonly names: Promise<readonly string[]> } | undefined;

  /** Those that will be gone, or are about to be changed for another. */
  note({ id, name }: Pick<Agent, 'id' | 'name'>): void {
    this.#known.set(id, String(name));
  }

  /** Of all that have answered. What is not there any more goes by its id. */
  async of(room: Room, signal: AbortSignal): Promise<(id: string) => string> {
    const ids = new Set([room.agentId, ...room.turns.map(({ agent }) => agent)]);
    await Promise.all([...ids].map((id) => this.#learn(room, id, signal)));
    signal.throwIfAborted();
    return (id) => this.#known.get(id) ?? id.slice(0, 8);
  }

  /** For the tab key: some of the platform's agents, asked for once a minute. */
  offered(room: Room): Promise<readonly string[]> {
    const now = Date.now();
    if (!this.#offered || this.#offered.until < now) {
      const names = namesOf(room);
      this.#offered = { until: now + 60_000, names };
      names.catch(() => {
        this.#offered = undefined;
      });
    }
    return this.#offered.names;
  }

  async #learn(room: Room, id: string, signal: AbortSignal): Promise<void> {
    if (this.#known.has(id)) return;
    const reading = id === room.agentId ? room.agent() : room.client.agents.get(id, { signal });
    const agent = await reading.catch(() => undefined);
    if (agent) this.note(agent);
  }
}

/** What can be typed again as it is shown. */
async function namesOf({ client }: Room): Promise<readonly string[]> {
  const { data } = await client.agents.list({ limit: 100 }, { deadline: 1_000 });
  const { cleanLine } = await import('../../output/clean');
  return [...new Set(data.map(({ name }) => String(name)))].filter(
    (name) => cleanLine(name) === name && !name.includes('"'),
  );
}
