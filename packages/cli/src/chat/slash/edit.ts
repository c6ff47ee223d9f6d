/** `/edit`: other instructions, tried at once by a draft that lives as long as the chat. */

import type { Context } from '../../context';
import { UsageError } from '../../failure/errors';
import type { AgentNames } from './agent-names';
import type { SlashCommand, Stage } from './command';
import type { InstructionsEdit } from './instructions-edit';
import { withoutWord } from './words';

export function editCommand(names: AgentNames): SlashCommand {
  let open: InstructionsEdit | undefined;
  let begun = 0;

  async function edit(word: string, stage: Stage): Promise<void> {
    if (open && word === '' && !open.answersIn(stage.room)) {
      throw new UsageError(
        `Instructions of ${open.name} are being tried already`,
        '/edit again goes on with them; /edit keep or /edit drop ends it.',
      );
    }
    if (!open) {
      if (word === 'again') throw nothingOpen();
      const { InstructionsEdit } = await import('./instructions-edit');
      open = await InstructionsEdit.begin(stage, names, begun + 1);
      begun += 1;
    }
    const editing = open;
    try {
      await editing.edit(stage);
    } finally {
      if (editing.isIdle) await close(stage.context);
    }
  }

  async function close(context: Context): Promise<void> {
    await open?.end(context);
    open = undefined;
  }

  return {
    name: 'edit',
    takes: '[again|keep|drop]',
    does: 'change the instructions in your editor and try again; keep or drop them',
    completions: () => ['again', 'keep', 'drop'],
    async run(words, stage) {
      const { has: yes, rest } = withoutWord(words.toLowerCase(), '--yes');
      if (!['', 'again', 'keep', 'drop'].includes(rest)) {
        throw new UsageError(
          `/edit does not know ${JSON.stringify(rest)}`,
          'It takes again, keep or drop, or nothing.',
        );
      }
      if (rest === '' || rest === 'again') await edit(rest, stage);
      else if (!open) throw nothingOpen();
      else if (rest === 'drop' || (await open.keep(stage, yes))) {
        await open.drop(stage);
        open = undefined;
      }
      return undefined;
    },
    end: close,
  };
}

function nothingOpen(): UsageError {
  return new UsageError('No instructions are being tried', '/edit begins it.');
}
