/** What an assistant is told of a call: the platform's answer, or the same facts that the command line gives of a failure. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Endpoint } from '@voicectl/sdk/contract';
import { failureOf } from '../failure';
import { cleanJson } from '../output/clean';

type Structure = Readonly<Record<string, unknown>>;

export function succeeded(answer: unknown, warnings: readonly string[] = []): CallToolResult {
  // The SDK hands over nothing else.
  const structure = answer as Record<string, unknown>;
  return {
    content: [
      text(cleanJson(structure)),
      ...warnings.map((message) => text(cleanJson({ warning: { message } }))),
    ],
    structuredContent: structure,
  };
}

export function failed(error: unknown): CallToolResult {
  const { exit: _, ...facts } = failureOf(error);
  return refusal(facts);
}

export function notAllowed({ operation, effect }: Endpoint): CallToolResult {
  const what = effect === 'costly' ? 'is paid for' : 'changes the platform';
  return refusal({
    code: 'WRITES_NOT_ALLOWED',
    message: `${operation} ${what}, and this server only reads; nothing was sent`,
    hint: 'Only the person who set it up can change that: voicectl mcp --allow-writes.',
  });
}

function refusal(error: Structure): CallToolResult {
  return { content: [text(cleanJson({ error }))], structuredContent: { error }, isError: true };
}

function text(words: string) {
  return { type: 'text', text: words } as const;
}
