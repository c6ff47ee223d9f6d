/** Whether agents live as the contract says: from call to call, what is known of each is compared with what comes. */
import { agentStatuses, canTransition, type Transition, transitions } from '@voicectl/sdk/contract';
import { isRecord, type JsonRecord } from '../json';
import { isGood, type Opened, recordOf } from '../opened';
import { checkUpdate, type KnownAgent } from './agent-update';
import { agentsIn } from './answers';
import { askedOf, compareFields } from './fields';
import { type Findings, shown } from './finding';
import { statusOf } from './requests';
import { endOf, type Timeline } from './timeline';

export class AgentLives {
  readonly #known = new Map<string, KnownAgent | 'deleted'>();
  readonly #findings: Findings;
  readonly #timeline: Timeline;

  constructor(findings: Findings, timeline: Timeline) {
    this.#findings = findings;
    this.#timeline = timeline;
  }

  isDeleted(id: unknown): boolean {
    return this.#known.get(String(id)) === 'deleted';
  }

  /** Calls come in the order in which they ended. */
  see(opened: Opened): void {
    const { operation, endpoint, id } = opened;
    if (opened.api !== 'agents' || endpoint === undefined) return;
    if (operation === 'agents.create') this.#create(opened);
    else if (operation === 'agents.list') this.#list(opened);
    else if (id !== undefined) this.#seeOne(opened, id);
  }

  #seeOne(opened: Opened, id: string): void {
    // Of calls that overlap nobody can say which came first.
    if (this.#timeline.overlaps(opened)) {
      this.#known.delete(id);
      return;
    }
    const status = statusOf(opened);
    if (opened.exchange.response.ended || isAnyServers(status)) {
      if (opened.endpoint?.effect !== 'read') this.#known.delete(id);
      return;
    }
    this.#one(opened, id, status);
  }

  #one(opened: Opened, id: string, status: number): void {
    const known = this.#known.get(id);
    if (known === 'deleted') {
      if (status === 404) return;
      const reading =
        opened.operation === 'agents.delete'
          ? 'a second delete is 404'
          : 'after its delete, every call on an agent is 404';
      this.#depart(opened, 'status', String(status), reading);
      if (isGood(opened)) this.#known.delete(id);
      return;
    }
    if (known && status === 404) {
      this.#depart(
        opened,
        'status',
        '404, though it was there',
        'an agent is there until its delete',
      );
      this.#known.delete(id);
      return;
    }
    const record = isGood(opened) ? recordOf(opened) : undefined;
    const name = opened.operation.replace('agents.', '');
    if (name === 'delete' && isGood(opened)) this.#known.set(id, 'deleted');
    else if (name === 'get' && record) this.#get(opened, known, record);
    else if (name === 'update' && record) {
      const criteria = checkUpdate(opened, known, record, this.#findings);
      this.#keep(opened, record, criteria);
    } else if (Object.hasOwn(transitions, name)) {
      this.#move(opened, name as Transition, known, record, status);
    }
  }

  #create(opened: Opened): void {
    const record = isGood(opened) ? recordOf(opened) : undefined;
    if (record === undefined || !isRecord(opened.body)) return;
    const asked = askedOf(opened, record, this.#findings);
    const { resolutionCriteria = [], ...given } = asked;
    compareFields(opened, draftOf(given), record, 'a new agent', this.#findings);
    this.#keep(opened, record, resolutionCriteria);
  }

  #list(opened: Opened): void {
    const page = isGood(opened) ? recordOf(opened) : undefined;
    if (page === undefined) return;
    for (const agent of agentsIn(opened, page)) {
      if (this.isDeleted(agent.id)) {
        this.#depart(opened, 'answer.data[].id', shown(agent.id), 'lists leave deleted agents out');
      }
    }
  }

  #get(opened: Opened, known: KnownAgent | undefined, record: JsonRecord): void {
    // Somebody else may have changed it since; then its time says so.
    if (known && record.updatedAt === known.agent.updatedAt) {
      compareFields(opened, known.agent, record, 'it has not been changed since', this.#findings);
    }
    this.#keep(opened, record, known?.criteria);
  }

  #move(
    opened: Opened,
    name: Transition,
    known: KnownAgent | undefined,
    record: JsonRecord | undefined,
    status: number,
  ): void {
    const before = known?.agent;
    const from = agentStatuses.find((each) => each === before?.status);
    const { from: allowed, to } = transitions[name];
    if (from !== undefined && record && !canTransition(name, from)) {
      const reading = `is 409: ${name} leads from ${allowed.join(' or ')} to ${to}`;
      this.#depart(opened, 'status', `${status} from ${from}`, reading);
    }
    if (from !== undefined && status === 409 && canTransition(name, from)) {
      const reading = `is allowed: ${name} leads from ${allowed.join(' or ')} to ${to}`;
      this.#depart(opened, 'status', `409 from ${from}`, reading);
    }
    if (record === undefined) return;
    if (record.status !== to) {
      this.#depart(opened, 'answer.status', shown(record.status), `${name} leads to ${to}`);
    }
    if (known) {
      const { status: _, updatedAt: before, ...same } = known.agent;
      compareFields(
        opened,
        same,
        record,
        'a transition changes status and updatedAt alone',
        this.#findings,
      );
      if (this.#timeline.stoodStill(known, opened, record.updatedAt)) {
        this.#depart(opened, 'answer.updatedAt', shown(before), 'a transition sets updatedAt');
      }
    }
    this.#keep(opened, record, known?.criteria);
  }

  #keep(opened: Opened, agent: JsonRecord, criteria: unknown): void {
    this.#known.set(String(agent.id), { agent, criteria, since: endOf(opened) });
  }

  #depart(opened: Opened, path: string, seen: string, reading: string): void {
    this.#findings.departure(opened, { path, seen, reading, section: 'agents' });
  }
}

/** These say nothing about the agent. */
function isAnyServers(status: number): boolean {
  return (
    status >= 500 || [401, 403, 408, 413, 429].includes(status) || (status >= 300 && status < 400)
  );
}

/** The documented defaults; a config that is given is stored as given. */
function draftOf(given: JsonRecord): JsonRecord {
  const { modelConfig, memoryConfig, metadata, ...others } = given;
  return {
    description: null,
    policy: null,
    voiceConfig: null,
    knowledgeBaseConfig: null,
    ...others,
    status: 'draft',
    version: 1,
    modelConfig: modelConfig ?? {
      model: 'openai/gpt-4o-mini',
      modelSettings: { temperature: 0.7 },
    },
    memoryConfig: memoryConfig ?? { enabled: true, lastMessages: 20, semanticRecall: false },
    metadata: metadata ?? {},
  };
}
