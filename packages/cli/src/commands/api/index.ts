/** `voicectl api`: any call of the platform, also those that have no verb here. */
import type { Effect } from '@voicectl/sdk/contract';

import type { Context } from '../../context';
import { UsageError } from '../../failure';
import type { Verb } from '../verb';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof methods)[number];

interface Flags {
  readonly file?: string;
  readonly field?: readonly string[];
  readonly retry?: true;
  readonly paginate?: true;
}

export function register(api: Verb, context: Context): void {
  api
    .prints('Any')
    .previews()
    .argument('[method]', `${methods.join(', ')}; left out, it is GET`)
    .argument('[path]', 'below the URL of the agents API, as in /agents/ID')
    .addHelpText('after', help)
    .action(async (first: string | undefined, path: string | undefined, flags: Flags) => {
      if (first === undefined) throw new UsageError('Which call?', fewExamples);
      const isPath = path === undefined && first.startsWith('/');
      const method = methodOf(isPath ? 'GET' : first);
      await callAgents(context, method, pathOf(isPath ? first : path), flags);
    });
  const goals = api
    .command('goals')
    .description('Any action of the goals API')
    .prints('Any')
    .previews()
    .examples(
      'voicectl api goals list --field limit=100 --paginate -o ndjson',
      'voicectl api goals update --id GOAL_ID --field priority=5',
    )
    .argument('<action>', 'of the envelope, sent as it is')
    .option('--id <id>', 'of the envelope')
    // Flags that both commands have are given to the outer one.
    .action((action: string, _: object, command: Verb) =>
      callGoals(context, action, command.optsWithGlobals()),
    );
  for (const command of [api, goals]) {
    command
      .option('-f, --file <file>', 'JSON or YAML that is sent; - reads standard input')
      .option('-F, --field <path=value>', fieldHelp, collect)
      .option('--retry', 'repeat it as if it changed nothing, also where the server may have acted')
      .option('--paginate', 'ask for every page; prints the items alone');
  }
}

const fieldHelp = 'a field of what is sent: JSON, text, or @FILE; of a GET or DELETE, of its query';

const fewExamples =
  'As in: voicectl api GET /agents, or voicectl api goals list. Add --help to see more.';

const help = `
The input goes out as it is, with the keys and the time limits of every command; any JSON is an answer. A GET is repeated
after what is transient, all else only where the server surely did not act, or with --retry.`;

async function callAgents(
  context: Context,
  method: Method,
  path: string,
  flags: Flags,
): Promise<void> {
  const inQuery = method === 'GET' || method === 'DELETE';
  if (inQuery && flags.file !== undefined) {
    throw new UsageError(`A ${method} has no body`, 'Leave out --file; --field goes to its query.');
  }
  if (flags.paginate && method !== 'GET') {
    throw new UsageError('--paginate is for a GET', 'Leave it out.');
  }
  const { bodyOf, queryOf } = await import('./fields');
  const { showAnswer, showPages } = await import('./show');
  const { request } = await import('@voicectl/sdk');
  const query = inQuery ? await queryOf(flags.field) : {};
  const body = inQuery ? undefined : await bodyOf(flags, context);
  const call = { method, body, ...effectOf(flags) };
  const send = (to: string, parameters: Readonly<Record<string, string | number>>) =>
    context.call('Asking', (client, options) =>
      request(client, { ...call, path: to, query: parameters }, options),
    );
  if (!flags.paginate) return showAnswer(context.out, await send(path, query));
  const { agentPages } = await import('./pages');
  await showPages(context, agentPages(send, path, query));
}

async function callGoals(
  context: Context,
  action: string,
  flags: Flags & { readonly id?: string },
): Promise<void> {
  if (flags.paginate && action !== 'list') {
    throw new UsageError('--paginate is for list', 'Leave it out.');
  }
  const { bodyOf } = await import('./fields');
  const { showAnswer, showPages } = await import('./show');
  const { request } = await import('@voicectl/sdk');
  const data = await bodyOf(flags, context);
  const call = { resource: 'goals', action, id: flags.id, ...effectOf(flags) } as const;
  const send = (sent: unknown) =>
    context.call('Asking', (client, options) => request(client, { ...call, data: sent }, options));
  if (!flags.paginate) return showAnswer(context.out, await send(data));
  const { goalPages } = await import('./pages');
  await showPages(context, goalPages(send, data));
}

function effectOf({ retry }: Flags): { effect?: Effect } {
  return retry ? { effect: 'idempotent' } : {};
}

/** @throws UsageError */
function methodOf(text: string): Method {
  const method = methods.find((each) => each === text.toUpperCase());
  if (method !== undefined) return method;
  throw new UsageError(
    `${JSON.stringify(text)} is no method`,
    `It is one of ${methods.join(', ')}, as in: voicectl api GET /agents. Actions of the goals API: voicectl api goals ACTION.`,
  );
}

function pathOf(text: string | undefined): string {
  if (text === undefined) {
    throw new UsageError('Which path?', 'As in: voicectl api GET /agents');
  }
  if (/^[a-z][a-z+.-]*:\/\//i.test(text)) {
    throw new UsageError(
      'The path must be a path, and not a URL: keys go nowhere else',
      'It goes below the URL of the agents API, as in /agents/ID; --agents-url names another.',
    );
  }
  return text.startsWith('/') ? text : `/${text}`;
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
