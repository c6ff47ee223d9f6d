/** `voicectl agents list`. */
import type { AgentQueryParams } from '@voicectl/sdk';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { addFields } from '../../input/fields';
import type { Verb } from '../verb';
import { agentTable } from './view';

export function addList(agents: Verb, context: Context): void {
  const list = agents
    .command('list')
    .description('Agents, newest first, a page at a time')
    .examples(
      'voicectl agents list --status draft --search support',
      'voicectl agents list --all -o ndjson > agents.ndjson',
      'voicectl agents list --sort name --columns name,status,modelConfig.model',
    )
    .prints('AgentList')
    .option('--all', 'every page');
  const query = addFields(list, 'AgentQueryParams');
  list.action(async (options) => {
    const wanted: AgentQueryParams = query.read(options);
    if (options.all && (wanted.page !== undefined || wanted.limit !== undefined)) {
      throw new UsageError('--all excludes --page and --limit', 'Leave one of them out.');
    }
    await (options.all ? showAll : showPage)(context, wanted);
  });
}

async function showPage(context: Context, query: AgentQueryParams): Promise<void> {
  const { out } = context;
  const page = await context.call('Reading', ({ agents }, options) => agents.list(query, options));
  await out.show(page, () => agentTable(out, page.data));
  const { page: number, totalPages, total, hasNextPage } = page.meta ?? {};
  if (hasNextPage) {
    out.say(
      `Page ${number} of ${totalPages}, ${total} agents. More: --page ${Number(number) + 1}, or --all`,
    );
  }
}

async function showAll(context: Context, query: AgentQueryParams): Promise<void> {
  const { out } = context;
  const data = await context.call('Reading', (client, options) =>
    client.agents.iterate(query, options).toArray({ limit: Number.POSITIVE_INFINITY }),
  );
  await out.show({ data }, () => agentTable(out, data));
}
