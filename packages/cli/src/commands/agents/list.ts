/** `voicectl agents list`. */
import type { AgentQueryParams } from '@voicectl/sdk';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { addFields } from '../../input/fields';
import { orTellEmpty, tellEmpty } from '../find/empty';
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
  await out.show(page, () => ({ columns: agentColumns(out, query.sortBy), rows: page.data }));
  if (page.data?.length === 0) tellEmpty(context, 'agent', query);
  const { page: number, totalPages, total, hasNextPage } = page.meta ?? {};
  if (hasNextPage) {
    tellPartlySorted(context);
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
  return out.stream(
    orTellEmpty(agents, () => tellEmpty(context, 'agent', query)),
    {
      columns: agentColumns(out, query.sortBy),
      whole: (data) => ({ data }),
      signal,
    },
  );
}

const sortedByServer = ['name', 'createdAt', 'updatedAt', 'status'];

/** `--sort` knows what is printed, and no more than that. */
function tellPartlySorted({ out, flags: { sort } }: Context): void {
  if (sort === undefined) return;
  const column = sort.replace(/^-|:(asc|desc)$/gi, '');
  const field = sortedByServer.find(
    (name) => name.replace(/At$/, '') === column.replace(/At$/, ''),
  );
  const all =
    field === undefined ? '--all sorts all of them' : `--sort-by ${field} sorts all of them`;
  out.say(`Sorted within this page; ${all}.`);
}
