/** `voicectl agents test`. */
import type { Context } from '../../context';
import { UnexpectedAnswerError } from '../../failure';
import { findAgentId } from '../find/agents';
import type { Verb } from '../verb';

export function addTest(agents: Verb, context: Context): void {
  agents
    .command('test')
    .description('One message to the agent, one answer; nothing is remembered')
    .examples(
      'voicectl agents test "Customer Support Agent" "Where is my order?"',
      'voicectl agents test ID "Hello!" --query usage',
    )
    .prints('TestAgentResponse')
    .previews()
    .argument('<agent>', 'id, the beginning of one, or exact name')
    .argument('<message>', 'what to say (1-10000 characters)')
    .action(async (ref: string, message: string) => {
      const { out } = context;
      const id = await findAgentId(context, ref);
      const answer = await context.call('Thinking', ({ agents: api }, options) =>
        api.test(id, { message }, options),
      );
      if (out.format !== 'table')
        return out.show(answer, () => ({ fields: Object.entries(answer) }));
      if (typeof answer.response !== 'string') throw new UnexpectedAnswerError();
      out.text(`${answer.response}\n`);
    });
}
