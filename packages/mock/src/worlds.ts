/** The worlds of a mock: one for each name, made on first use, so that parallel tests never meet. */
import { LiveWorld, type Setup } from './live-world';
import { Refusal } from './refusal';
import type { State } from './state/state';
import type { Store } from './store/store';

// Anybody may name a world; nobody is to fill the memory with names.
const mostWorlds = 10_000;

/** The world of a request that names none. */
export const defaultWorld = 'default';

export class Worlds {
  readonly #start: State;
  readonly #setup: Setup;
  readonly #store: Store | undefined;
  readonly #worlds = new Map<string, LiveWorld>();

  /** `start` is what each world begins with. */
  constructor(start: State, setup: Setup, store: Store | undefined) {
    this.#start = start;
    this.#setup = setup;
    this.#store = store;
  }

  /** @throws Refusal 400 for what is no name. */
  get(name: string): LiveWorld {
    const known = this.#worlds.get(name);
    if (known) return known;
    if (this.#worlds.size >= mostWorlds) {
      throw new Refusal(400, [`world: there are ${mostWorlds} already; remove some`]);
    }
    const store = this.#store;
    const keep = store && ((state: State) => store.keeper(checked(name), state));
    const world = new LiveWorld(checked(name), this.#start, this.#setup, keep);
    this.#worlds.set(name, world);
    return world;
  }

  /** Names, those included that only the store knows of. */
  async names(): Promise<string[]> {
    const kept = (await this.#store?.worlds()) ?? [];
    return [...new Set([...this.#worlds.keys(), ...kept])].sort();
  }

  /** Forgets a world; its name then stands for a new one. */
  async remove(name: string): Promise<void> {
    this.#worlds.delete(name);
    await this.#store?.remove(name);
  }
}

export function isWorldName(name: unknown): name is string {
  return typeof name === 'string' && /^[A-Za-z0-9][\w.-]{0,63}$/.test(name);
}

function checked(name: string): string {
  if (isWorldName(name)) return name;
  throw new Refusal(400, [
    'world: must be 1 to 64 letters, digits, ".", "_" or "-", beginning with a letter or digit',
  ]);
}
