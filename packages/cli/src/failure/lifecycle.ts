/** After a conflict: which transitions the agent's status does allow, where one was asked for. */
import { findAgents } from '../commands/find/agents';
import { transitions } from '../input/request-fields.at-build';
import type { Failure } from './errors';
import { commandOf, other, type Scene } from './scene';

/** Milliseconds for a look at the agent; the failure itself should not wait long. */
const patience = 3_000;

export async function afterConflict(scene: Scene): Promise<Pick<Failure, 'next' | 'hint'>> {
  const { acting } = scene;
  const [noun = 'agents', verb = ''] = commandOf(scene);
  const [ref, ...others] = acting?.args ?? [];
  if (!(noun === 'agents' || noun === 'goals')) return { next: other(scene, 'agents', 'list') };
  if (ref === undefined || ref === '-' || others.length > 0) {
    return { next: other(scene, noun, 'list') };
  }
  // Begins with what is there now.
  if (verb === 'edit') return { next: other(scene, noun, 'edit', ref) };
  if (noun === 'goals' || !Object.hasOwn(transitions, verb)) {
    return {
      next: verb === 'update' ? other(scene, noun, 'get', ref) : other(scene, noun, 'list'),
    };
  }
  const status = await statusOf(ref, scene).catch(() => undefined);
  if (typeof status !== 'string') return { next: other(scene, 'agents', 'get', ref) };
  const allowed = Object.entries(transitions).filter(([, { from }]) =>
    (from as readonly string[]).includes(status),
  );
  return {
    hint: `The agent is ${status}${allowed.length === 0 ? ', and the lifecycle knows no way from there' : ''}.`,
    next:
      allowed.length === 0
        ? other(scene, 'agents', 'get', ref)
        : allowed.flatMap(([name]) => other(scene, 'agents', name, ref)),
  };
}

async function statusOf(ref: string, { context }: Scene): Promise<unknown> {
  const [found] = await findAgents(context, [ref]);
  if (found?.status !== undefined) return found.status;
  const { agents } = await context.client();
  const { signal } = context;
  const agent = await agents.get(String(found?.id), { signal, deadline: patience, maxRetries: 0 });
  return agent.status;
}
