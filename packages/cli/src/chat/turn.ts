/** One message and its answer, as it comes, timed. */
import type { Client, TokenUsage } from '@voicectl/sdk';

export interface Turn {
  readonly message: string;
  readonly response: string;
  readonly usage: TokenUsage | undefined;
  /** Milliseconds from sending to the first token. */
  readonly firstTokenMs: number;
  /** Milliseconds from sending to the end. */
  readonly totalMs: number;
}

/** @throws whatever the SDK throws, AbortedError when `signal` fires. */
export async function takeTurn(
  client: Client,
  agentId: string,
  message: string,
  onToken: (text: string) => void,
  signal: AbortSignal,
): Promise<Turn> {
  const start = performance.now();
  const elapsed = () => Math.round(performance.now() - start);
  let firstTokenMs: number | undefined;
  let whole: { response: string; usage: TokenUsage | undefined } | undefined;
  for await (const part of client.agents.testStream(agentId, { message }, { signal })) {
    if (part.type === 'done') whole = part;
    else {
      firstTokenMs ??= elapsed();
      onToken(part.text);
    }
  }
  const totalMs = elapsed();
  return {
    message,
    response: whole?.response ?? '',
    usage: whole?.usage,
    firstTokenMs: firstTokenMs ?? totalMs,
    totalMs,
  };
}

export function summarize({ firstTokenMs, totalMs, usage }: Turn): string {
  const tokens = usage?.outputTokens === undefined ? [] : [`${usage.outputTokens} tokens`];
  return [`first token ${firstTokenMs} ms`, `done ${totalMs} ms`, ...tokens].join(' · ');
}
