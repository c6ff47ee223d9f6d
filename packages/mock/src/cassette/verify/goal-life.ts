/** Whether goals and their attachments live as the contract says. */
import { isRecord, type JsonRecord } from '../json';
import { isGood, type Opened, recordOf } from '../opened';
import type { AgentLives } from './agent-life';
import { askedOf, compareFields } from './fields';
import { type Findings, shown } from './finding';
import { statusOf } from './requests';
import type { Timeline } from './timeline';

export class GoalLives {
  readonly #known = new Map<string, JsonRecord | 'deleted'>();
  /** The goal of an agent; null where it surely has none. */
  readonly #attached = new Map<string, string | null>();
  readonly #findings: Findings;
  readonly #timeline: Timeline;
  readonly #agents: AgentLives;

  constructor(findings: Findings, timeline: Timeline, agents: AgentLives) {
    this.#findings = findings;
    this.#timeline = timeline;
    this.#agents = agents;
  }

  /** Calls come in the order in which they ended. */
  see(opened: Opened): void {
    if (opened.api !== 'goals' || opened.endpoint === undefined) return;
    const action = opened.endpoint.action ?? '';
    const record = isGood(opened) ? recordOf(opened) : undefined;
    if (action === 'attach' || action === 'detach') this.#link(opened, action);
    else if (action === 'list') this.#list(opened);
    else if (action === 'create' && record) this.#create(opened, record);
    else if (opened.id !== undefined) this.#seeOne(opened, action, opened.id, record);
  }

  #seeOne(opened: Opened, action: string, id: string, record: JsonRecord | undefined): void {
    if (this.#timeline.overlaps(opened)) {
      this.#known.delete(id);
      return;
    }
    this.#one(opened, action, id, record);
  }

  #one(opened: Opened, action: string, id: string, record: JsonRecord | undefined): void {
    const known = this.#known.get(id);
    if (known === 'deleted') {
      if (!isGood(opened)) return;
      this.#depart(opened, 'status', 'a success', 'a deleted goal is NOT_FOUND');
      this.#known.delete(id);
      return;
    }
    if (known && statusOf(opened) === 404) {
      this.#depart(
        opened,
        'status',
        '404, though it was there',
        'a goal is there until its delete',
      );
      this.#known.delete(id);
      return;
    }
    if (record === undefined) return;
    if (action === 'delete') {
      this.#known.set(id, 'deleted');
      return;
    }
    if (known && action === 'get' && record.updated_at === known.updated_at) {
      const { owner: _, ...fields } = known;
      compareFields(opened, fields, record, 'it has not been changed since', this.#findings);
    }
    if (known && action === 'update' && isRecord(opened.body)) {
      const asked = askedOf(opened, record, this.#findings);
      const { updated_at: _, owner: __, ...fields } = { ...known, ...asked };
      compareFields(opened, fields, record, 'only what is given changes', this.#findings);
    }
    this.#known.set(id, record);
  }

  #create(opened: Opened, record: JsonRecord): void {
    const {
      name,
      agent_id,
      description = null,
      status = 'active',
      priority = null,
    } = Object(opened.body) as JsonRecord;
    const expected = { name, agent_id, description, status, priority };
    compareFields(opened, expected, record, 'a new goal', this.#findings);
    if (this.#agents.isDeleted(agent_id)) {
      this.#depart(opened, 'request.data.agent_id', 'a deleted agent', 'the agent must exist');
    }
    this.#known.set(String(record.id), record);
  }

  #list(opened: Opened): void {
    const page = isGood(opened) ? recordOf(opened) : undefined;
    for (const goal of Array.isArray(page?.items) ? page.items : []) {
      if (this.#known.get(String(Object(goal).id)) === 'deleted') {
        this.#depart(opened, 'answer.items[].id', shown(Object(goal).id), 'a deleted goal is gone');
      }
    }
  }

  #link(opened: Opened, action: 'attach' | 'detach'): void {
    const { agentId, goalId } = Object(opened.body) as JsonRecord;
    const agent = String(agentId);
    if (isGood(opened)) {
      if (action === 'detach' && this.#attached.get(agent) === null) {
        this.#depart(opened, 'status', 'a success', 'nothing attached is NOT_FOUND');
      }
      if (action === 'attach' && this.#known.get(String(goalId)) === 'deleted') {
        this.#depart(opened, 'request.data.goalId', 'a deleted goal', 'both must exist');
      }
      if (action === 'attach' && this.#agents.isDeleted(agentId)) {
        this.#depart(opened, 'request.data.agentId', 'a deleted agent', 'both must exist');
      }
      this.#attached.set(agent, action === 'attach' ? String(goalId) : null);
      return;
    }
    const attached = this.#attached.get(agent);
    const fits = goalId === undefined || goalId === attached;
    const alive = attached && this.#known.get(attached) !== 'deleted';
    if (
      action === 'detach' &&
      statusOf(opened) === 404 &&
      alive &&
      fits &&
      !this.#agents.isDeleted(agentId)
    ) {
      this.#depart(opened, 'status', '404', 'what is attached can be detached');
      this.#attached.delete(agent);
    }
  }

  #depart(opened: Opened, path: string, seen: string, reading: string): void {
    this.#findings.departure(opened, { path, seen, reading, section: 'goals' });
  }
}
