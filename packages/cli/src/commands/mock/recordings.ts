/** Answers heard before, out of a file: written down by hand, or a cassette of `mock record`. */
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { nameOf, readSource, valueIn } from '../../input/document';

/** For a brain to look at more closely. @throws UsageError | CassetteError naming the file and what is wrong. */
export async function recordingsIn(file: string, context: Context): Promise<object> {
  const { streams, signal } = context;
  const source = await readSource(file, streams.stdin, signal);
  if (isCassette(source)) return heardIn(source, nameOf(file), context);
  const value = await valueIn(source, file);
  if (isWritten(value)) return value;
  throw new UsageError(`${nameOf(file)} can't be used as recordings`, undefined, [
    {
      path: 'answers',
      message:
        'is missing: a list of {message, response}, with agent and usage if known; goals, a list of ' +
        '{description, suggestion}, may be beside it or alone. A file of voicectl mock record is taken, too',
    },
  ]);
}

function isCassette(source: string): boolean {
  const [first = ''] = source.split('\n', 1);
  try {
    return Object(JSON.parse(first)).voicectl === 'cassette';
  } catch {
    return false;
  }
}

async function heardIn(source: string, name: string, { out }: Context): Promise<object> {
  const { readCassette, recordings } = await import('@voicectl/mock/cassette');
  const cassette = readCassette(source, name);
  if (cassette.torn !== undefined) {
    out.warn(`${name} ends in the middle of line ${cassette.torn}, which is left out`);
  }
  const heard = recordings(cassette);
  if (heard.answers.length + heard.goals.length === 0) {
    out.warn(`${name} holds no answer of an agent and no goal that was suggested`);
  }
  return heard;
}

function isWritten(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return 'answers' in value || 'goals' in value;
}
