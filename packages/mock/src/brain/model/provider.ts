/** Whose models answer: where they are, by which key, through which library. */
import type { OpenAIProvider } from '@ai-sdk/openai';
import { Refusal } from '../../refusal';

/** A model as the client libraries have it, one interface for all of them. */
export type Model = ReturnType<OpenAIProvider['chat']>;

/** What a model is asked. */
export type ModelCall = Parameters<Model['doStream']>[0];

/** A model that can be asked, and what is to be said of it when that fails. */
export interface Connection {
  readonly model: Model;
  readonly provider: ProviderName;
  /** Without the provider. */
  readonly modelName: string;
  /** Where it is, without a path: that may hold secrets. */
  readonly origin: string;
  readonly keyVariable: string;
  readonly urlVariable: string;
  /** Empty where an endpoint of one's own wants none. */
  readonly key: string;
}

export type ProviderName = 'openai' | 'anthropic';

export type Environment = Readonly<Record<string, string | undefined>>;

interface Provider {
  readonly keyVariable: string;
  readonly urlVariable: string;
  readonly standardUrl: string;
  readonly library: string;
  load(settings: Settings): Promise<(modelName: string) => Model>;
}

interface Settings {
  readonly baseURL: string;
  readonly apiKey: string;
  readonly fetch?: typeof globalThis.fetch;
}

const providers: Readonly<Record<ProviderName, Provider>> = {
  openai: {
    keyVariable: 'OPENAI_API_KEY',
    urlVariable: 'OPENAI_BASE_URL',
    standardUrl: 'https://api.openai.com/v1',
    library: '@ai-sdk/openai',
    async load(settings) {
      const { createOpenAI } = await import('@ai-sdk/openai');
      // Chat completions: what every compatible endpoint speaks.
      return createOpenAI(settings).chat;
    },
  },
  anthropic: {
    keyVariable: 'ANTHROPIC_API_KEY',
    urlVariable: 'ANTHROPIC_BASE_URL',
    standardUrl: 'https://api.anthropic.com/v1',
    library: '@ai-sdk/anthropic',
    async load({ baseURL, ...settings }) {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      // The variable is commonly set without the version, as Anthropic's own library wants it.
      const versioned = /\/v\d+$/.test(baseURL) ? baseURL : `${baseURL}/v1`;
      return createAnthropic({ ...settings, baseURL: versioned }).messages;
    },
  },
};

/** @throws Refusal 500 when the reference, the key, the address or the library is missing or wrong. */
export async function connect(
  reference: string,
  environment: Environment,
  fetch: typeof globalThis.fetch | undefined,
): Promise<Connection> {
  const { name, modelName } = parsed(reference);
  const provider = providers[name];
  const { keyVariable, urlVariable } = provider;
  const own = environment[urlVariable]?.trim();
  const baseURL = (own || provider.standardUrl).replace(/\/+$/, '');
  const origin = originOf(baseURL, urlVariable);
  const key = environment[keyVariable]?.trim() ?? '';
  if (key === '' && !own) {
    throw new Refusal(
      500,
      `No key for ${name}, whose ${modelName} is to answer: set ${keyVariable} (or ${urlVariable}, for an endpoint that needs no key)`,
    );
  }
  // The libraries want some key; endpoints that need none ignore it.
  const settings = { baseURL, apiKey: key || 'none', ...(fetch && { fetch }) };
  const model = (await loaded(provider, settings))(modelName);
  return { model, provider: name, modelName, origin, keyVariable, urlVariable, key };
}

function parsed(reference: string): { name: ProviderName; modelName: string } {
  const [, name, modelName] = /^([^/]+)\/(\S+)$/.exec(reference) ?? [];
  if (modelName !== undefined && (name === 'openai' || name === 'anthropic')) {
    return { name, modelName };
  }
  throw new Refusal(
    500,
    `No model ${JSON.stringify(reference)} can be asked: it must be openai/model-name or anthropic/model-name`,
  );
}

/** Also refuses an address that is none before a library says so less clearly. */
function originOf(url: string, urlVariable: string): string {
  const { protocol, host } = URL.canParse(url) ? new URL(url) : { protocol: '', host: '' };
  if (/^https?:$/.test(protocol)) return `${protocol}//${host}`;
  throw new Refusal(500, `${urlVariable} must be an http or https URL`);
}

async function loaded(provider: Provider, settings: Settings) {
  try {
    return await provider.load(settings);
  } catch (error) {
    if (!/MODULE_NOT_FOUND$/.test(String(Object(error).code))) throw error;
    const { library } = provider;
    throw new Refusal(500, `The model brain needs ${library}: npm install ${library}@3`);
  }
}
