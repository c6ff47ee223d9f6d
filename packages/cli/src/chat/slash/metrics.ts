/** `/metrics`: how long the turns took. */
import type { AgentNames } from './agent-names';
import type { SlashCommand } from './command';
import { printWidth } from './print-width';

export function metricsCommand(names: AgentNames): SlashCommand {
  return {
    name: 'metrics',
    takes: '',
    does: 'times of all turns: medians and the slow ones',
    async run(_, { room, context, signal, say, print }) {
      if (room.turns.length === 0) {
        say('Nothing has been measured yet.');
        return undefined;
      }
      const { metricsTable } = await import('../view/metrics-table');
      const look = { columns: printWidth(context), paint: context.out.paint };
      print(metricsTable(room.turns, look, await names.of(room, signal)).trimEnd());
      return undefined;
    },
  };
}
