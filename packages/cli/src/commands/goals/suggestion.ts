/** A suggested goal: saved, edited first, or dropped. Once it has been paid for it is not lost. */
import type { CreateGoalRequest, Goal, GoalSuggestion } from '@voicectl/sdk';
import { lineOf, samePlatform } from '../../command-line';
import type { Context } from '../../context';
import { showDiff } from '../../edit/diff';
import { editUntilRight } from '../../edit/draft';
import { problemsIn } from '../../edit/editable';
import { EditorError } from '../../edit/errors';
import { keepText, openSession } from '../../edit/session';
import { failureOf, UsageError } from '../../failure';
import type { Fields } from '../../input/assign';
import { requests } from '../../input/contract';
import { pick } from '../../input/prompt';
import { warnOfUnknown } from '../../input/unknown';
import { yamlText } from '../../input/yaml-text';
import { findAgentId } from '../find/agents';
import { identified } from '../identified';
import { showMade } from '../made';
import { showGoal } from './view';

interface Suggested {
  readonly suggestion: GoalSuggestion;
  /** What it was asked for with. */
  readonly description: string;
  /** Picked when it is saved, where nobody has said. */
  readonly agentId?: string | undefined;
  readonly attach?: boolean | undefined;
  /** Whether the person decides, or has decided already. */
  readonly asks: boolean;
}

export async function settle(context: Context, suggested: Suggested): Promise<void> {
  let goal: Fields | undefined = requestOf(suggested.suggestion, suggested.description);
  try {
    if (suggested.asks) goal = await decide(context, goal);
    if (goal === undefined) return context.out.say('Nothing was saved.');
    await save(context, goal, suggested);
  } catch (error) {
    if (goal !== undefined && !(error instanceof AttachFailed)) await keep(context, goal);
    throw error instanceof AttachFailed ? error.cause : error;
  }
}

/** What `goals create` takes; the agent is missing still. */
export function requestOf(suggestion: GoalSuggestion, words: string): Fields {
  const { name, description, priority, fields } = suggestion;
  const given = {
    name: name || beginning(words),
    description,
    priority,
    lead_info_fields: Array.isArray(fields) && fields.length > 0 ? fields : undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => (value ?? null) !== null));
}

/** A goal needs a name, which a suggestion may lack. */
function beginning(words: string): string {
  return (words.trim().split('\n')[0] ?? '')
    .slice(0, 80)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
}

/** Undefined when it is dropped. */
async function decide(context: Context, suggested: Fields): Promise<Fields | undefined> {
  let goal = suggested;
  for (;;) {
    const chosen = await pick(context, 'What about this goal?', [
      { name: 'Save it', value: 'save' },
      { name: 'Edit it first', value: 'edit' },
      { name: 'Discard it', value: 'discard' },
    ]);
    if (chosen === 'save') return goal;
    if (chosen === 'discard') return undefined;
    goal = await edited(context, goal).catch((error: unknown) => {
      // A slip in an editor is no reason to lose what was suggested.
      if (!(error instanceof EditorError || error instanceof UsageError)) throw error;
      context.out.fail(failureOf(error));
      return goal;
    });
  }
}

async function edited(context: Context, goal: Fields): Promise<Fields> {
  const session = await openSession(context, 'goal.yaml');
  try {
    const draft = await editUntilRight(
      context,
      session,
      `${header}${yamlText(goal)}`,
      (fields) => ({
        value: fields,
        // Of the agent the person is asked when the goal is saved.
        problems: problemsIn(requests.CreateGoalRequest, { agent_id: 'asked later', ...fields }),
      }),
    );
    const after = draft?.value ?? goal;
    await showDiff(context, yamlText(goal), yamlText(after));
    await session.remove();
    return after;
  } catch (error) {
    if (session.worthKeeping) context.out.warn(`Your text is kept in ${session.file}`);
    else await session.remove();
    throw error;
  }
}

const header = `# A suggested goal. Save and close this to go on; nothing is saved before you say so.
# To leave it as it was, take everything away.

`;

async function save(context: Context, goal: Fields, { agentId, attach }: Suggested): Promise<void> {
  const { out } = context;
  warnOfUnknown(out, 'CreateGoalRequest', goal);
  const owner = agentId ?? goal.agent_id ?? (await findAgentId(context, undefined));
  const body = { ...goal, agent_id: owner } as CreateGoalRequest;
  const saved: Goal = identified(
    await context.call('Saving', ({ goals: api }, call) => api.create(body, call)),
  );
  await showMade(context, 'goal', saved.id, () => showGoal(out, saved));
  const link = `goals attach ${saved.id} ${String(owner)}`;
  if (!attach) return out.say(`Saved. ${context.next(link)}`);
  try {
    await context.call('Attaching', ({ goals: api }, call) =>
      api.attach({ goalId: saved.id, agentId: String(owner) }, call),
    );
  } catch (cause) {
    const words = [...link.split(' '), ...samePlatform(context.flags)];
    out.warn(`The goal is saved, but not attached: ${lineOf(words) ?? link}`);
    throw new AttachFailed('', { cause });
  }
  out.say('Saved and attached.');
}

/** The goal itself is safe. */
class AttachFailed extends Error {}

async function keep({ out, flags }: Context, goal: Fields): Promise<void> {
  const file = await keepText('goal.yaml', yamlText(goal));
  const words = ['goals', 'create', '--agent-id', 'AGENT', '-f', file, ...samePlatform(flags)];
  out.warn(`The goal is kept: ${lineOf(words) ?? file}`);
}
