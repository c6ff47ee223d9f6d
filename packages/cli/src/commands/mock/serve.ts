/** `voicectl mock serve`: both APIs on a port. */
import { once } from 'node:events';
import type { Command } from 'commander';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { number } from '../../input/number';

export function register(mock: Command, context: Context): void {
  mock
    .command('serve')
    .description('Serve both APIs from memory, until interrupted')
    .option('--port <number>', '0 takes a free one', number, 4010)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--first-token-ms <number>', 'time until the first token of an answer', number, 120)
    .option('--token-ms <number>', 'time between two tokens', number, 15)
    .action(async ({ port, host, firstTokenMs, tokenMs }) => {
      wholeNumber('--port', port, 65_535);
      wholeNumber('--first-token-ms', firstTokenMs, 60_000);
      wholeNumber('--token-ms', tokenMs, 60_000);
      if (host === '') throw new UsageError('--host must not be empty');
      const [{ createMock }, { serve }] = await Promise.all([
        import('@voicectl/mock'),
        import('@voicectl/mock/node'),
      ]);
      const platform = createMock({ pace: { firstToken: firstTokenMs, token: tokenMs } });
      const server = await serve(platform, { port, host }).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOTFOUND' || error.code === 'EADDRNOTAVAIL') {
          throw new UsageError(`${host} is no address of this machine`);
        }
        if (error.code !== 'EADDRINUSE') throw error;
        throw new UsageError(
          `Port ${port} is taken`,
          'Name another one; --port 0 takes a free one.',
        );
      });
      const { agentsUrl, goalsUrl } = server;
      const { out, signal } = context;
      if (out.format === 'json') out.jsonLine({ port: server.port, agentsUrl, goalsUrl });
      else {
        out.text(
          [
            `export VOICECTL_AGENTS_URL=${agentsUrl}`,
            `export VOICECTL_GOALS_URL=${goalsUrl}`,
            'export VOICECTL_AGENTS_API_KEY=any VOICECTL_GOALS_TOKEN=any',
            '',
          ].join('\n'),
        );
        out.say(`Listening on port ${server.port}; any key is let in. Ctrl-C stops it.`);
      }
      if (!signal.aborted) await once(signal, 'abort');
      await server.close();
    });
}

function wholeNumber(flag: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= most) return;
  throw new UsageError(`${flag} must be a whole number from 0 to ${most}, is ${value}`);
}
