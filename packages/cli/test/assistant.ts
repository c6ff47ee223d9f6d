/** An assistant as its makers build one: the official client, which starts the built binary and talks to it. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { onTestFinished } from 'vitest';
import { binary, cleanEnv, newFolder, startPlatform } from './voicectl';

export interface ToolError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly status?: number;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
}

export interface ToolResult<T = Record<string, unknown>> {
  readonly isError: boolean;
  readonly value: T & { readonly error?: ToolError };
  /** What stands beside the value, as a warning. */
  readonly words: readonly string[];
  /** All texts, as they came. */
  readonly texts: readonly string[];
}

export class Assistant {
  readonly client: Client;
  stderr = '';

  private constructor(client: Client, transport: StdioClientTransport) {
    this.client = client;
    transport.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
  }

  static async start(
    args: readonly string[],
    {
      env = {},
      cwd = newFolder(),
      revision = 'legacy',
    }: {
      readonly env?: Readonly<Record<string, string>>;
      readonly cwd?: string;
      /** Which of the protocol's two handshakes it begins with. */
      readonly revision?: 'legacy' | 'auto';
    } = {},
  ): Promise<Assistant> {
    const client = new Client(
      { name: 'test', version: '1.0.0' },
      { versionNegotiation: { mode: revision } },
    );
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [binary, 'mcp', ...args],
      env: cleanEnv(env) as Record<string, string>,
      cwd,
      stderr: 'pipe',
    });
    const assistant = new Assistant(client, transport);
    await client.connect(transport);
    return assistant;
  }

  async call<T = Record<string, unknown>>(
    name: string,
    args: Record<string, unknown> = {},
    signal?: AbortSignal,
  ): Promise<ToolResult<T>> {
    const result = await this.client.callTool(
      { name, arguments: args },
      signal === undefined ? {} : { signal },
    );
    const texts = result.content.map((part) => (part.type === 'text' ? part.text : part.type));
    return {
      isError: result.isError === true,
      value: result.structuredContent as ToolResult<T>['value'],
      words: texts.slice(1),
      texts,
    };
  }

  async toolNames(): Promise<string[]> {
    return (await this.client.listTools()).tools.map(({ name }) => name);
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

/** Until the end of the test. */
export async function assistant(...input: Parameters<typeof Assistant.start>): Promise<Assistant> {
  const started = await Assistant.start(...input);
  onTestFinished(() => started.close());
  return started;
}

/** Until the end of the test. */
export async function platform(...input: Parameters<typeof startPlatform>) {
  const started = await startPlatform(...input);
  onTestFinished(() => started.server.close());
  return started;
}

/** A server that is not the platform, until the end of the test; what leads the binary to it. */
export async function strangeServer(listener: RequestListener): Promise<Record<string, string>> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    VOICECTL_AGENTS_URL: url,
    VOICECTL_GOALS_URL: url,
    VOICECTL_AGENTS_API_KEY: 'key-that-nobody-may-see',
    VOICECTL_GOALS_TOKEN: 'token-that-nobody-may-see',
  };
}
