/** `voicectl openapi`: the contract for tools that know neither TypeScript nor zod. */
import type { Context } from '../context';
import { UsageError } from '../failure';
import type { GlobalFlags } from '../input/global-flags';
import type { Verb } from './verb';

export function register(openapi: Verb, context: Context): void {
  openapi.previews().action(async () => {
    const { agentsUrl, goalsUrl } = openapi.optsWithGlobals<GlobalFlags>();
    const { env } = context.streams;
    const { openApiDocument } = await import('@voicectl/sdk/contract');
    context.out.json(
      openApiDocument({
        agentsUrl: address('--agents-url', agentsUrl ?? env.VOICECTL_AGENTS_URL),
        goalsUrl: address('--goals-url', goalsUrl ?? env.VOICECTL_GOALS_URL),
      }),
    );
  });
}

function address(flag: string, url: string | undefined): string | undefined {
  if (!url) return undefined;
  if (URL.canParse(url)) return url;
  throw new UsageError(`${flag} must be an absolute URL, as in https://api.example.com/v1`);
}
