/** What a chat completion says (documented: `choices[0].message`, with `content` or a `refusal`). Pure. */
import { isRecord } from '../../is-record';
import { type CloudAccess, quoted } from '../../voice/keys';

export interface Completion {
  readonly answer: string;
  /** Why there is none that counts. */
  readonly refusal?: string | undefined;
}

/** @returns undefined for what is no chat completion. */
export function completionIn(body: string, access: CloudAccess): Completion | undefined {
  const choice = firstChoice(body);
  const message = choice?.['message'];
  if (!isRecord(message)) return undefined;
  const { content, refusal } = message;
  const reason = choice?.['finish_reason'];
  if (typeof refusal === 'string' && refusal !== '') {
    return { answer: '', refusal: `The judge refused: ${quoted(refusal, access)}` };
  }
  if (reason === 'content_filter') {
    return { answer: '', refusal: "The service's filter kept the answer back" };
  }
  if (reason === 'length') return { answer: '', refusal: "The judge's answer was cut off" };
  const answer = textOf(content);
  return answer === undefined ? undefined : { answer };
}

function firstChoice(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const { choices } = Object(JSON.parse(body)) as { choices?: unknown };
    const [first] = Array.isArray(choices) ? choices : [];
    return isRecord(first) ? first : undefined;
  } catch {
    return undefined;
  }
}

/** Some servers answer in parts. */
function textOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  return content
    .map((part) => (isRecord(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}
