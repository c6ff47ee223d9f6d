/** `voicectl help topics` and `voicectl help TOPIC`. */
import type { Context } from '../../context';
import { UsageError } from '../../failure';
import { nearest } from '../../nearest';
import { topics } from './index';
import { pageText, type Topic } from './page';

/**
 * Shows the topic that the words name.
 * @returns whether there is one; else they are about a command, if there is such a one.
 * @throws UsageError for what is neither.
 */
export async function showTopic(
  words: readonly string[],
  { streams: { stdout } }: Context,
  commands: readonly string[],
): Promise<boolean> {
  const [name = ''] = words;
  if (name.startsWith('-') || commands.includes(name)) return false;
  const topic = name === 'topics' ? listOfTopics : topics.find((each) => each.name === name);
  if (topic === undefined) throw unknown(name, commands);
  const width = (stdout.isTTY && stdout.columns) || 80;
  stdout.write(pageText(await topic.load(), width));
  return true;
}

const listOfTopics: Pick<Topic, 'load'> = {
  load: async () => [
    'Read one by voicectl help TOPIC:',
    { terms: topics.map(({ name, summary }) => [name, summary]) },
    'What a command does is said by its --help; voicectl man COMMAND is its man page.',
  ],
};

function unknown(name: string, commands: readonly string[]): UsageError {
  const known = ['topics', ...topics.map((topic) => topic.name), ...commands];
  const meant = nearest(name, known);
  return new UsageError(
    `There is no command and no topic ${JSON.stringify(name)}`,
    meant === undefined
      ? 'voicectl help topics lists the topics, voicectl --help the commands.'
      : `Did you mean voicectl help ${meant}?`,
  );
}
