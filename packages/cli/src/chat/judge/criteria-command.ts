/** `/criteria`: what the conversation is to bring about, and how it stands. */
import type { SlashCommand } from '../slash/command';
import { criteriaLines } from '../view/criteria';
import { judgeVariable } from './judge';
import type { Criteria } from './standing';

/** @param criteria of the chat, asked when the command is. */
export function criteriaCommand(criteria: () => Criteria): SlashCommand {
  return {
    name: 'criteria',
    takes: '',
    does: 'what the conversation is to bring about, and how it stands',
    run(_words, { say, print, context }) {
      const { verdicts, judge, judging } = criteria();
      const columns = (context.out.screen?.columns ?? 80) - 1;
      for (const line of criteriaLines(verdicts, { columns, paint: context.out.paint }))
        print(line);
      say(footOf(verdicts.length, judge, judging));
      return Promise.resolve(undefined);
    },
  };
}

function footOf(many: number, judge: string | undefined, judging: boolean): string {
  if (many === 0) {
    return 'No criteria: the agent tells none. play --criteria FILE takes them from an agent file or a list.';
  }
  if (judge === undefined) {
    return `Nobody judges them: ${judgeVariable} names a model, OPENAI_BASE_URL and OPENAI_API_KEY where it is.`;
  }
  return judging ? `${judge} is judging.` : `Judged by ${judge} after each turn.`;
}
