/** `voicectl mock replay`: a recording as a server that knows nothing else. */
import type { Handle } from '@voicectl/mock';
import type { RecordedCall, ReplayReport } from '@voicectl/mock/cassette';
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { number } from '../../input/number';
import type { Verb } from '../verb';
import { cassetteIn } from './cassette';
import { addListenFlags, type ListenFlags, listening, logLive, untilStopped } from './listening';

interface ReplayFlags extends ListenFlags {
  readonly pace: number;
  readonly once?: true;
}

export function register(mock: Verb, context: Context): void {
  const replay = mock
    .command('replay <file>')
    .examples('voicectl mock replay recording.ndjson --port 4010')
    .prints('Any')
    .endsUnread()
    .description('Serve a recording; what was never recorded is a 501')
    .option('--pace <factor>', 'how long answers take: 1 as recorded, 0 at once', number, 0)
    .option('--once', 'refuse what is asked for more often than it was recorded');
  addListenFlags(replay).action((file: string, flags: ReplayFlags) => run(file, flags, context));
}

async function run(file: string, flags: ReplayFlags, context: Context): Promise<void> {
  const { pace, once } = flags;
  if (!(pace >= 0 && pace <= 100)) {
    throw new UsageError(`--pace must be a number from 0 to 100, is ${pace}`);
  }
  const cassette = await cassetteIn(file, context);
  const [{ replay }, { serve }] = await Promise.all([
    import('@voicectl/mock/cassette'),
    import('@voicectl/mock/node'),
  ]);
  const replayed = replay(cassette, { pace, once });
  const server = await listening(flags, (address) =>
    serve({ handle: logged(replayed.handle, context) }, address),
  );
  try {
    const count = cassette.exchanges.length;
    await untilStopped(server, `${count} exchanges of ${file} are served.`, context);
  } finally {
    await server.close();
  }
  await tell(replayed.report(), context);
}

/** Each request with its line, once its answer begins. */
function logged(handle: Handle, context: Context): Handle {
  return async (request) => {
    const at = new Date().toISOString();
    const started = performance.now();
    const answer = await handle(request);
    const { method, path } = request;
    const ms = performance.now() - started;
    logLive({ at, ms, method, path, status: answer.status }, context);
    return answer;
  };
}

async function tell(report: ReplayReport, { out }: Context): Promise<void> {
  const { answered, refused, unused } = report;
  if (out.format === 'json') {
    out.jsonLine(report);
    return;
  }
  const never = unused.length === 0 ? 'Nothing' : String(unused.length);
  out.say(
    `${answered} answered, ${refused} refused. ${never} of the recording was never asked for.`,
  );
  if (unused.length > 0) await out.show(unused, () => ({ rows: unused, columns }));
}

const columns = [
  { title: 'exchange', value: ({ exchange }: RecordedCall) => exchange },
  { title: 'operation', value: ({ operation }: RecordedCall) => operation },
  { title: 'method', value: ({ method }: RecordedCall) => method },
  {
    title: 'path',
    value: ({ path, query }: RecordedCall) => (query ? `${path}?${query}` : path),
  },
  { title: 'status', value: ({ status }: RecordedCall) => status },
];
