/** What an OpenAI-compatible endpoint refuses, as a sentence and a way out. */
import { type CloudAccess, openAiUrl, quoted } from './keys';

export interface Asked {
  readonly access: CloudAccess;
  readonly model: string;
  /** The variable that names it. */
  readonly modelVariable: string;
  /** What needs no network: the end of every hint. */
  readonly offline: string;
}

export interface Explained {
  readonly message: string;
  readonly hint: string;
}

/** For people: `OpenAI`, or where it is. Without a path, which may hold secrets. */
export function serviceName({ url }: CloudAccess): string {
  return new URL(url).host === new URL(openAiUrl).host ? 'OpenAI' : new URL(url).origin;
}

/** @param body `{"error": {"message": "...", "code": "..."}}` (documented), or anything. */
export function refusedByOpenAi(status: number, body: string, asked: Asked): Explained {
  const { access, model, modelVariable, offline } = asked;
  const { keyVariable, urlVariable } = access;
  const name = serviceName(access);
  const { code, words } = errorOf(body);
  if (status === 407) {
    return { message: 'The proxy wants credentials (407)', hint: `Check HTTPS_PROXY; ${offline}` };
  }
  if (status === 401 || status === 403) {
    // What it says to a wrong key holds a part of it, so it is not repeated.
    const message = access.key
      ? `${name} refuses the key of ${keyVariable} (${status})`
      : `${name} wants a key (${status})`;
    return { message, hint: `Check ${keyVariable} and ${urlVariable}; ${offline}` };
  }
  if (/quota|billing/.test(code) || status === 402) {
    return { message: `The quota of ${name} is used up`, hint: `Wait or pay; ${offline}` };
  }
  if (status === 429) {
    const message = `${name} takes no more requests for now (429)`;
    return { message, hint: `Try again in a moment; ${offline}` };
  }
  const said = words === '' ? '' : `: ${quoted(words, access)}`;
  if (status === 404 || /model/.test(code)) {
    const message = `${name} has no model ${quoted(model, access, 60)} for this (${status})${said}`;
    return { message, hint: `Check ${modelVariable} and ${urlVariable}; ${offline}` };
  }
  if (status >= 300 && status < 400) {
    const message = `${name} is elsewhere (${status}); a key is not sent after a redirect`;
    return { message, hint: `Set ${urlVariable} to where it is.` };
  }
  return { message: `${name} refused (${status})${said}`, hint: `Try again; ${offline}` };
}

function errorOf(body: string): { code: string; words: string } {
  try {
    const { error } = Object(JSON.parse(body)) as { error?: unknown };
    const { code, type, message } = Object(error) as Record<string, unknown>;
    const words = typeof error === 'string' ? error : message;
    return {
      code: [code, type].filter((name) => typeof name === 'string').join(' '),
      words: typeof words === 'string' ? words : '',
    };
  } catch {
    return { code: '', words: '' };
  }
}
