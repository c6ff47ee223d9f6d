/** The commands of a chat: `/mode batch` and the others. Each chat has its own, for some remember what they began. */
import type { Context } from '../../context';
import type { Room } from '../room';
import { agentCommand } from './agent';
import { AgentNames } from './agent-names';
import type { SlashCommand } from './command';
import { compareModes } from './compare';
import { completionsOf } from './complete';
import { context as contextCommand } from './context';
import { editCommand } from './edit';
import { helpCommand } from './help';
import { historyCommand } from './history';
import { type SlashLine, slashLine } from './line';
import { metricsCommand } from './metrics';
import { modeCommand } from './mode';
import { quit } from './quit';
import { retry } from './retry';
import { saveCommand } from './save';
import { versusCommand } from './versus';
import { voiceCommand } from './voice';

export type { SlashCommand, Stage } from './command';
export type { SlashLine } from './line';

export interface SlashCommands {
  readonly all: readonly SlashCommand[];
  /** What a line means: a message, a command, or one that there isn't. */
  named(line: string): SlashLine;
  /** For the tab key: what may stand in place of all that is before the cursor. */
  completions(line: string, cursor: number, room: Room): Promise<readonly string[]>;
  /** When the chat is over, however it ended, and its screen is closed. Never throws. */
  end(context: Context, room: Room): Promise<void>;
}

/**
 * @param more those that belong to other parts, such as /mute.
 * @param env where the tab key looks for what is installed.
 */
export function slashCommands(
  more: readonly SlashCommand[] = [],
  env: NodeJS.ProcessEnv = process.env,
): SlashCommands {
  const names = new AgentNames();
  const all: readonly SlashCommand[] = [
    retry,
    editCommand(names),
    agentCommand(names),
    versusCommand(names),
    voiceCommand(env),
    modeCommand(),
    compareModes,
    contextCommand,
    ...more,
    historyCommand(names),
    metricsCommand(names),
    saveCommand(names),
    helpCommand(() => all),
    quit,
  ];
  return {
    all,
    named: (line) => slashLine(line, all),
    completions: (line, cursor, room) => completionsOf(line, cursor, room, all),
    end: async (context, room) => {
      await Promise.allSettled(all.map((command) => command.end?.(context, room)));
    },
  };
}
