/** What `fixtures/browser/story.js` sees, wherever it runs, and where it sees it. */
import { createMock, type Handle } from '@voicectl/mock';
import { serve } from '@voicectl/mock/node';
import { onTestFinished } from 'vitest';

export const story = {
  created: 'draft',
  activated: 'active',
  conflict: 'ConflictError',
  missing: true,
  listed: true,
  whole: true,
  streamed: true,
  goal: true,
  aborted: 'AbortError',
  redirected: 'UnexpectedResponseError',
  undici: 'ConfigurationError NO_UNDICI',
  drifts: 0,
};

/** The mock, and whatever else is to be found at its address. */
export async function host(
  files: Readonly<Record<string, readonly [type: string, text: string]>> = {},
): Promise<string> {
  const mock = createMock();
  const handle: Handle = async (request) => {
    const file = files[request.path];
    if (request.path.startsWith('/moved')) {
      return { status: 302, headers: { location: '/api/agents' }, body: '' };
    }
    if (file === undefined) return mock.handle(request);
    const headers = {
      'content-type': file[0],
      // No `eval`: schemas can't be compiled.
      'content-security-policy': "default-src 'self'",
    };
    return { status: 200, headers, body: file[1] };
  };
  const server = await serve({ handle }, { port: 0 });
  onTestFinished(() => server.close());
  return `http://127.0.0.1:${server.port}`;
}
