/** `voicectl goals generate`. */
import type { GoalSuggestion } from '@voicectl/sdk';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { textOf } from '../../input/text';
import type { View } from '../../output/index';
import { findAgentId } from '../find/agents';
import type { Verb } from '../verb';

interface Options {
  readonly save?: boolean;
  readonly agent?: string;
  readonly attach?: boolean;
}

export function addGenerate(goals: Verb, context: Context): void {
  goals
    .command('generate')
    .description('Suggest a goal from a description; on a terminal it can be edited and saved')
    .examples(
      'voicectl goals generate "Collect name and email for a callback"',
      'voicectl goals generate @idea.txt --save --agent "Customer Support Agent" --attach',
    )
    .prints('GoalSuggestion', 'Goal')
    .previews()
    .argument(
      '<description>',
      'the goal in your own words (1-10000 characters); @FILE or - reads it from there',
    )
    .option('--save', 'save it as a goal of --agent, and print that')
    .option('--agent <agent>', 'whose goal it will be: id, the beginning of one, or exact name')
    .option('--attach', 'attach the saved goal to that agent, in place of whatever is attached')
    .action(async (words: string, options: Options) => {
      refuseHalf(context, options);
      const { out } = context;
      const description = await textOf(words === '-' ? '@-' : words, 'goals generate ', context);
      // Before anything is paid for.
      const agentId =
        options.save || options.agent !== undefined
          ? await findAgentId(context, options.agent)
          : undefined;
      const suggestion = await context.call('Thinking', ({ goals: api }, call) =>
        api.generate({ description }, call),
      );
      const asks = !options.save && context.interactive && !out.isForMachines;
      if (!options.save) await out.show(suggestion, () => suggestionView(suggestion));
      if (!options.save && !asks) return;
      const { settle } = await import('./suggestion');
      await settle(context, { suggestion, description, agentId, attach: options.attach, asks });
    });
}

/** @throws UsageError where flags are given that would do nothing. */
function refuseHalf({ interactive }: Context, { save, agent, attach }: Options): void {
  if (save || interactive) return;
  const idle = agent !== undefined ? '--agent' : attach ? '--attach' : undefined;
  if (idle) throw new UsageError(`${idle} does nothing without --save`, 'Add --save.');
}

function suggestionView(suggestion: GoalSuggestion): View<never> {
  return {
    fields: [
      ['name', suggestion.name],
      ['description', suggestion.description],
      ['priority', suggestion.priority],
      ...(suggestion.fields ?? []).map(
        ({ name, type, required }) =>
          [`field ${name}`, `${type}, ${required ? 'required' : 'optional'}`] as const,
      ),
    ],
  };
}
