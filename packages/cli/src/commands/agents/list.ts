/** `voicectl agents list`. */
import type { AgentQueryParams } from '@voicectl/sdk';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { addFields } from '../../input/fields';
import type { Verb } from '../verb';
import { addWatch } from '../watch';
import { agentColumns } from './view';

export function addList(agents: Verb, context: Context): void {
  const list = agents
    .command('list')
    .description('Agents, newest first, a page at a time')
    .examples(
      'voicectl agents list --status draft --search support',
      'voicectl agents list --all -o ndjson > agents.ndjson',
      'voicectl agents list -o table --sort name --columns name,status,modelConfig.model',
    )
    .prints('AgentList')
    .previews()
    .endsUnread()
    .option('--all', 'every page');
  const query = addFields(list, 'AgentQueryParams');
  const watched = addWatch(list, context);
  list.action(async (options) => {
    const wanted: AgentQueryParams = query.read(options);
    if (options.all && (wanted.page !== undefined || wanted.limit !== undefined)) {
      throw new UsageError('--all excludes --page and --limit', 'Leave one of them out.');
    }
    await watched(options, () => (options.all ? showAll : showPage)(context, wanted));
  });
}

async function showPage(context: Context, query: AgentQueryParams): Promise<void> {
  const { out } = context;
  const page = await context.call('Reading', ({ agents }, options) => agents.list(query, options));
  await out.show(page, () => ({ columns: agentColumns(out), rows: page.data }));
  const { page: number, totalPages, total, hasNextPage } = page.meta ?? {};
  if (hasNextPage) {
    out.say(
      `Page ${number} of ${totalPages}, ${total} agents. More: --page ${Number(number) + 1}, or --all`,
    );
  }
}

function showAll(context: Context, query: AgentQueryParams): Promise<void> {
  const { out, signal } = context;
  const agents = context.walk(({ agents: api }, options) =>
    api.iterate(query, { ...options, prefetch: 2 }),
  );
  return out.stream(agents, {
    columns: agentColumns(out),
    whole: (data) => ({ data }),
    signal,
  });
}
