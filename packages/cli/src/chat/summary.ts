/** Where the time of a turn went, in one line. Pure. */
import type { TurnEnded, VoiceFailed } from '../voice/session-events';

export function summarize(turn: TurnEnded): string {
  const { firstTokenMs, totalMs, usage, voice, underruns } = turn;
  const tokens = usage?.outputTokens === undefined ? [] : [`${usage.outputTokens} tokens`];
  const text = [`first token ${firstTokenMs} ms`, `done ${totalMs} ms`, ...tokens];
  if (voice === null) return text.join(' · ');
  const { listen, hear, think, wait, speak, play } = turn.stages;
  // Of a message that was typed, nothing had to be heard.
  const heard = hear === undefined ? '' : `listen ${listen} | hear ${hear} | `;
  const stages = `${heard}think ${think + wait} | speak ${speak + play} ms`;
  const { firstToken, firstAudio, end } = turn.marks;
  const totals = [
    ...at('first token', firstToken),
    ...at('first audio', firstAudio),
    ...at('end to end', end),
    ...(underruns > 0 ? [`${underruns} underruns`] : []),
  ];
  return [stages, ...totals, ...tokens].join(' · ');
}

/** The sentence about a voice that failed. */
export function voiceless({ message, hint }: Pick<VoiceFailed, 'message' | 'hint'>): string {
  const rest = hint ?? 'The chat goes on as text.';
  return `${message}${/[.!?]$/.test(message) ? '' : '.'} ${rest}`;
}

const at = (what: string, ms: number | undefined) => (ms === undefined ? [] : [`${what} ${ms} ms`]);
