/** `voicectl goals generate`. */
import type { GoalSuggestion } from '@voicectl/sdk';
import type { Context } from '../../context';
import type { View } from '../../output/index';
import type { Verb } from '../verb';

export function addGenerate(goals: Verb, context: Context): void {
  goals
    .command('generate')
    .description('Suggest a goal from a description')
    .examples('voicectl goals generate "Collect name and email for a callback"')
    .prints('GoalSuggestion')
    .argument('<description>', 'the goal in your own words (1-10000 characters)')
    .action(async (description: string) => {
      const suggestion = await context.call('Thinking', ({ goals: api }, call) =>
        api.generate({ description }, call),
      );
      await context.out.show(suggestion, () => suggestionView(suggestion));
    });
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
