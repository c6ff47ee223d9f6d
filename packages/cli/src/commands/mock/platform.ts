/** A mock made of flags, listening. */
import type { Mock, MockOptions, Store } from '@voicectl/mock';
import type { MockServer } from '@voicectl/mock/node';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { readDocument, readValue } from '../../input/document';
import { brainFrom } from './brain';
import { fitting } from './file-problems';
import { listening } from './listening';
import { checkPlatformFlags, type PlatformFlags } from './platform-flags';

export interface Platform extends AsyncDisposable {
  readonly mock: Mock;
  readonly server: MockServer;
  /** Where a person can look into it. */
  readonly inspectorUrl: string;
  /** What its callers may be: any, but for what is named here. */
  readonly keys: Keys;
}

interface Keys {
  readonly apiKey: string | undefined;
  readonly token: string | undefined;
  readonly adminToken: string | undefined;
}

/** @throws UsageError for flags and files that make no sense, or an address that can't be had. */
export async function startPlatform(flags: PlatformFlags, context: Context): Promise<Platform> {
  checkPlatformFlags(flags);
  const keys = keysFrom(context.streams.env);
  const options = await optionsFrom(flags, keys, context);
  const mock = await makeMock(options, flags);
  try {
    const server = await serveMock(mock, flags);
    return {
      mock,
      server,
      inspectorUrl: new URL('/__voicectl', server.agentsUrl).href,
      keys,
      async [Symbol.asyncDispose]() {
        await server.close();
        await mock.close();
      },
    };
  } catch (error) {
    await mock.close();
    throw error;
  }
}

async function serveMock(mock: Mock, flags: PlatformFlags): Promise<MockServer> {
  const { serve } = await import('@voicectl/mock/node');
  const pages = { cors: listed(flags.cors), hosts: listed(flags.hosts) };
  try {
    return await listening(flags, (address) => serve(mock, { ...address, ...pages }));
  } catch (error) {
    const isOption = error instanceof TypeError && /^(cors|hosts)\[/.test(error.message);
    throw isOption ? new UsageError(`--${error.message}`) : error;
  }
}

function listed(words: readonly string[] | undefined): '*' | readonly string[] | undefined {
  return words?.includes('*') ? '*' : words;
}

/** Keys are never flags: a process list would show them. */
function keysFrom(env: NodeJS.ProcessEnv): Keys {
  return {
    apiKey: env.VOICECTL_MOCK_API_KEY || undefined,
    token: env.VOICECTL_MOCK_TOKEN || undefined,
    adminToken: env.VOICECTL_MOCK_ADMIN_TOKEN || undefined,
  };
}

/** All but where it is kept. */
async function optionsFrom(
  flags: PlatformFlags,
  keys: Keys,
  context: Context,
): Promise<MockOptions> {
  const { firstTokenMs, tokenMs, seed, seedAgents, strict, goalsPerMinute } = flags;
  const { faults, knowledge } = flags;
  return {
    ...keys,
    seed,
    seedAgents,
    strict,
    goalsPerMinute,
    pace: { firstToken: firstTokenMs, token: tokenMs },
    contents: await contentsFrom(flags, context),
    faults: faults === undefined ? undefined : await faultsIn(faults, context),
    brain: await brainFrom(flags, context),
    knowledge: knowledge === undefined ? undefined : await knowledgeIn(knowledge),
  };
}

async function contentsFrom(
  { seedFile, seedAgents }: PlatformFlags,
  { streams, signal }: Context,
): Promise<object | undefined> {
  if (seedFile === undefined) return undefined;
  const contents = await readDocument(seedFile, streams.stdin, signal);
  if (!seedAgents || contents.version === undefined) return contents;
  throw new UsageError(
    `${seedFile} is a snapshot, and so a whole world; --seed-agents can't add to it`,
    'Leave one of them out.',
  );
}

async function faultsIn(file: string, { streams, signal }: Context) {
  const { parseFaults } = await import('@voicectl/mock');
  const faults = await readValue(file, streams.stdin, signal);
  return fitting(file, 'faults', () => parseFaults(faults));
}

async function knowledgeIn(folder: string) {
  const [{ createKnowledge }, { readKnowledgeFolder }] = await Promise.all([
    import('@voicectl/mock/knowledge'),
    import('@voicectl/mock/knowledge-folder'),
  ]);
  const documents = await readKnowledgeFolder(folder).catch((error: Error) => {
    throw error.name === 'KnowledgeError' ? knowledgeProblem(folder, error) : error;
  });
  return createKnowledge(documents);
}

function knowledgeProblem(folder: string, { message, cause }: Error): UsageError {
  const { code } = Object(cause) as NodeJS.ErrnoException;
  const words = code === 'ENOENT' ? 'there is no such folder' : 'it is a file, not a folder';
  const isFolder = code !== 'ENOENT' && code !== 'ENOTDIR';
  return new UsageError(isFolder ? message : `Can't read the documents in ${folder}: ${words}`);
}

async function makeMock(options: MockOptions, { seedFile, data }: PlatformFlags): Promise<Mock> {
  const { createMock } = await import('@voicectl/mock');
  const store = data === undefined ? undefined : await storeAt(data);
  const make = () => createMock({ ...options, store });
  try {
    const mock =
      seedFile === undefined ? make() : await fitting(seedFile, "a world's contents", make);
    if (store && hasBeginning(options)) await keepBeginning(mock, store);
    return mock;
  } catch (error) {
    await store?.close();
    throw error;
  }
}

function hasBeginning({ seed, seedAgents, contents }: MockOptions): boolean {
  return seed !== undefined || contents !== undefined || Boolean(seedAgents);
}

/** At once: a world that was only looked at would be another one when the mock starts without these flags. */
async function keepBeginning(mock: Mock, store: Store): Promise<void> {
  const kept = await store.worlds();
  if (!kept.includes(mock.name)) await mock.restore(mock.snapshot());
}

async function storeAt(place: string) {
  const { openStore } = await import('@voicectl/mock/store');
  return openStore(place);
}
