/** Who listens in a session: an endpoint that is configured, else Moonshine on this machine. */
import type { Streams } from '../streams';
import { ListenError } from './listen/listen-error';
import type { Listener } from './stages';

export interface ListenerWishes {
  /** ISO 639-1. Default: found out by an endpoint; English on this machine */
  readonly language?: string | undefined;
  /** What a person should know, in a sentence without an end mark. */
  note(text: string): void;
}

export interface SessionListener extends Listener {
  /** When it can begin at once. @throws ListenError */
  ready?(): Promise<unknown>;
}

/** It is started, and not waited for. @throws ListenError where there is none; UsageError for a wrong setting. */
export async function openListener(
  { language, note }: ListenerWishes,
  { env }: Pick<Streams, 'env'>,
): Promise<SessionListener> {
  const { cloudListener } = await import('./listen/cloud');
  const far = await cloudListener({ env, language, note });
  if (far) return far;
  if (language && !/^en\b/i.test(language)) {
    throw new ListenError(
      `Nothing on this machine understands ${JSON.stringify(language)}, only English`,
      'OPENAI_API_KEY, or OPENAI_BASE_URL of a server of your own, brings other languages.',
    );
  }
  const { moonshine } = await import('./listen/moonshine');
  return moonshine({ env });
}
