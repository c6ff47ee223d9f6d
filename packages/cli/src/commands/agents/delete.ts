/** `voicectl agents delete`. */
import type { Context } from '../../context';
import { confirm } from '../../input/prompt';
import { agentHelp, findAgentId } from '../find/agents';
import type { Verb } from '../verb';

export function addDelete(agents: Verb, context: Context): void {
  agents
    .command('delete')
    .description('Soft-delete: every later call on it is "not found"')
    .examples('voicectl agents delete "Customer Support Agent"', 'voicectl agents delete ID --yes')
    .prints('Deleted')
    .argument('[agent]', agentHelp)
    .option('-y, --yes', 'do not ask')
    .action(async (ref: string | undefined, { yes }) => {
      const { out, signal } = context;
      const id = await findAgentId(context, ref);
      const sure = await confirm(context, yes, async () => {
        const { name, status } = await (await context.client()).agents.get(id, { signal });
        return `Delete ${JSON.stringify(name)} (${status})?`;
      });
      if (sure) {
        await context.call('Deleting', ({ agents: api }, options) => api.delete(id, options));
      }
      await out.show({ id, deleted: sure }, () => ({ fields: [[sure ? 'deleted' : 'kept', id]] }));
    });
}
