/** A draft that is tried for a while: the platform answers only as agents that are stored. */
import { randomUUID } from 'node:crypto';
import type { Agent, Client, CreateAgentRequest, UpdateAgentRequest } from '@voicectl/sdk';
import { createKey, isNotFound } from '@voicectl/sdk';
import { identified } from '../commands/identified';
import type { Fields } from '../input/assign';
import { isRecordDocument } from '../input/record';
import { composeNew, known } from '../input/writing';
import { isRecord } from '../is-record';
import { trialMark } from './trial-mark';

export interface Trial {
  /** As it is now. */
  readonly agent: Agent;
  /** @throws what the platform's client throws, and nothing is changed. */
  change(changes: Fields, signal?: AbortSignal): Promise<Agent>;
  /** Deletes it, without a signal also while all else is being stopped. @throws what the platform's client throws. */
  drop(signal?: AbortSignal): Promise<void>;
}

export interface TrialWishes {
  /** What is to be other than in the original. */
  readonly changes?: Fields | undefined;
  /** Behind the name, in brackets. Default: `trial` */
  readonly label?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * @param from an agent as the server gave it, or the document of one.
 * Stopped on its way, it is deleted again; where that fails, it is handed over all the same, for somebody has to know of it.
 * @throws InputError for a document that breaks the contract; what the platform's client throws.
 */
export async function createTrial(
  client: Client,
  from: Fields,
  { signal, ...wishes }: TrialWishes = {},
): Promise<Trial> {
  signal?.throwIfAborted();
  // A create that is broken off, or whose answer is lost, may leave a draft that nobody knows of: no signal, and a key.
  const safely = { deadline: patience, key: randomUUID() };
  let agent = identified(await client.agents.create(requestOf(from, wishes), safely));
  const trial: Trial = {
    get agent() {
      return agent;
    },
    async change(changes, during) {
      const call = during ? { signal: during } : {};
      agent = await client.agents.update(agent.id, changes as UpdateAgentRequest, call);
      return agent;
    },
    drop: (during) =>
      client.agents
        .delete(agent.id, { deadline: patience, signal: during })
        .catch((error: unknown) => {
          if (!isNotFound(error)) throw error;
        }),
  };
  if (!signal?.aborted) return trial;
  const isGone = await trial.drop().then(
    () => true,
    () => false,
  );
  if (isGone) throw signal.reason;
  return trial;
}

/** What is sent to make one. Pure. */
export function requestOf(
  from: Fields,
  { changes = {}, label = 'trial' }: Pick<TrialWishes, 'changes' | 'label'>,
): CreateAgentRequest {
  const document = isRecordDocument('agent', from) ? known('agent', from).fields : from;
  const given = { document, file: '', edits: [], flags: changes, nothing: false };
  const { fields } = composeNew('agent', given);
  const name = labelled(fields.name, label);
  return { ...fields, name, metadata: marked(fields.metadata) } as CreateAgentRequest;
}

/** What is no metadata, or no name, is left for the contract to refuse. */
function marked(metadata: unknown = {}): unknown {
  if (!isRecord(metadata)) return metadata;
  // Whoever looks for the original by its key must not find this one.
  const { [createKey]: _, ...others } = metadata;
  return { ...others, ...trialMark };
}

/** A name may have 128 characters, and no half of one before the label. */
function labelled(name: unknown, label: string): unknown {
  if (typeof name !== 'string' || name.trim() === '') return name;
  const suffix = ` (${label})`;
  return name.slice(0, 128 - suffix.length).replace(/[\ud800-\udbff]$/, '') + suffix;
}

/** Milliseconds for what is not broken off. */
const patience = 15_000;
