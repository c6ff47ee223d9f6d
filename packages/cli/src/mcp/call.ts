/** One call of a tool: its arguments to the platform, what came of it to the assistant. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import { type Client, InputError } from '@voicectl/sdk';
import { type Endpoint, problemsOf, unknownKeys } from '@voicectl/sdk/contract';
import type { Context } from '../context';
import { failed, succeeded } from './result';

type Arguments = Readonly<Record<string, unknown>>;

/** Never throws: what goes wrong is for the assistant to read. */
export async function callTool(
  context: Context,
  endpoint: Endpoint,
  given: Arguments,
  signal: AbortSignal,
): Promise<CallToolResult> {
  // An assistant that goes away takes nothing back of what it has asked for.
  using _ = context.streams.keepGoing();
  try {
    refuseWhatLeadsNowhere(endpoint, given);
    const call = (client: Client) => send(client, endpoint, given, signal);
    if (context.flags.dryRun) return succeeded(await context.preview(call), [dryRun]);
    const answer = await call(await context.client());
    if (endpoint.lenient) return succeeded({ id: given.id, deleted: true });
    return succeeded(answer, [...unknownWords(endpoint, given), ...driftWords(endpoint, answer)]);
  } catch (error) {
    return failed(error);
  }
}

const dryRun = 'Nothing was sent: this server was started with --dry-run';

/** By the SDK's methods, each of which checks its input and settles a lost answer in its own way. */
async function send(
  client: Client,
  endpoint: Endpoint,
  given: Arguments,
  signal: AbortSignal,
): Promise<unknown> {
  const { operation, api, id: named, query, body } = endpoint;
  const verb = operation.slice(api.length + 1);
  const { id, ...others } = given;
  const rest = named ? others : given;
  const input = [...(named ? [id] : []), ...(query || body ? [rest] : []), { signal }];
  if (operation === 'goals.get' && Object.keys(rest).length > 0) {
    // The method has no room for them.
    const invocation = { resource: 'goals', action: 'get', id: id as string, data: rest } as const;
    return client.invoke(invocation, { signal });
  }
  const methods = client[api] as unknown as Record<string, (...input: unknown[]) => unknown>;
  return methods[verb]?.(...input);
}

function refuseWhatLeadsNowhere({ operation, query, body }: Endpoint, given: Arguments): void {
  if (query || body) return;
  const problems = Object.keys(given)
    .filter((key) => key !== 'id')
    .map((key) => ({ path: key, message: 'is not known; this takes only id' }));
  if (problems.length > 0) throw new InputError(problems, { operation });
}

function unknownWords({ id, query, body }: Endpoint, given: Arguments): string[] {
  const schema = query ?? body;
  if (schema === undefined) return [];
  const keys = unknownKeys(schema, given).filter((key) => !id || key !== 'id');
  if (keys.length === 0) return [];
  return [`Sent as it is, but not known to the contract: ${keys.join(', ')}`];
}

function driftWords({ operation, result }: Endpoint, answer: unknown): string[] {
  const places = problemsOf(result, answer)?.map(({ path }) => path || 'its root') ?? [];
  if (places.length === 0) return [];
  return [
    `The answer of ${operation} does not fit the contract at ${places.slice(0, 5).join(', ')}`,
  ];
}
