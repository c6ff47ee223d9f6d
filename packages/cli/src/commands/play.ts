/** `voicectl play`: a conversation with an agent, by text or by voice. */
import { Option } from 'commander';
import type { Given, PlayFlags } from '../chat/flags';
import type { Context } from '../context';
import { wholeNumber } from '../input/whole-number';
import { agentHelp } from './find/agents';
import type { Verb } from './verb';

export function register(play: Verb, context: Context): void {
  /** In the order of the command line, whichever flags they come by. */
  const given: Given[] = [];
  play.endsUnread().argument('[agent]', agentHelp);
  // Errors and warnings follow it, too.
  play.on('option:json', () => play.parent?.setOptionValue('output', 'ndjson'));
  const groups = {
    'Voice:': ofVoice(),
    'Devices:': ofDevices(),
    'In a browser:': ofBrowser(),
    'Without a terminal:': ofScripts(given),
    'Checking:': ofChecking(),
    'Comparing:': ofComparing(),
  };
  for (const [group, options] of Object.entries(groups)) {
    for (const option of options) play.addOption(option.helpGroup(group));
  }
  play
    .examples(
      'voicectl play ID --voice',
      'voicectl play ID --say "Where is my order?" --out answer.wav',
      'voicectl play ID --in question.wav --record turns',
      'voicectl play ID --web',
      'voicectl play ID --compare --script questions.txt --report modes.md',
      'voicectl play ID --check order.check.yaml --report checks.xml',
    )
    .addHelpText('after', help)
    .action(async (agent: string | undefined, flags: PlayFlags) => {
      const { play: run } = await import('../chat/play');
      await run(context, agent, flags, given);
    });
}

const ofVoice = () => [
  new Option('--voice [name]', 'speak the answers, with the voice that fits or with this one'),
  new Option('--no-voice', 'text only (default)'),
  new Option('--language <code>', 'of what is said and heard, as in fr; default: found out'),
  new Option('--mode <mode>', "batch or streaming; default: the agent's own, else streaming"),
  new Option('--out <file>', 'answers as WAV: all in one file, or one each for turn-{n}.wav'),
  new Option('--record <folder>', 'keep each turn: question.wav, answer.wav, turn.json'),
];

const ofDevices = () => [
  new Option('--hands-free', 'speak without a key; the microphone waits while the agent speaks'),
  new Option('--headphones', 'the same, and who speaks interrupts the agent'),
  new Option(
    '--input-device <name>',
    "microphone, by id or part of its name; default: the system's",
  ),
  new Option('--output-device <name>', 'loudspeaker, likewise'),
  new Option('--list-devices', 'loudspeakers and microphones of this machine'),
];

const ofBrowser = () => [
  new Option('--web', 'talk in a browser on this machine: prints a link that opens once'),
  new Option('--port <n>', 'of that page; default: a free one').argParser(wholeNumber(1, 65_535)),
];

const ofScripts = (given: Given[]) => [
  new Option('--say <text>', 'a message; can be repeated').argParser((say: string) => {
    given.push({ say });
    return given;
  }),
  new Option('--in <file>', 'a message as WAV; can be repeated').argParser((sound: string) => {
    given.push({ sound });
    return given;
  }),
  new Option('--script <file>', 'a message a line, # for comments; - is standard input'),
  new Option('--json', 'all that happens, one event a line: the same as -o ndjson'),
];

const ofChecking = () => [
  new Option('--check <file>', 'run a saved conversation as a check; can be repeated').argParser(
    (file: string, files: readonly string[] = []) => [...files, file],
  ),
  new Option('--criteria <file>', 'what a judge ticks: an agent file, or a list of criteria'),
];

const ofComparing = () => [
  new Option('--compare', 'run --say and --script through both modes; print medians'),
  new Option('--with <agent>', 'compare with another agent, or with an agent file'),
  new Option('--rounds <n>', 'how often the script is run (default: 3)').argParser(
    wholeNumber(1, 1000),
  ),
  new Option('--report <file>', 'what came of it, as .md or .json; of checks as .xml (JUnit)'),
];

const help = `
With -o ndjson each line is an event: turn.started, heard, token, piece, played, voice.failed, turn.ended. With -o json and
without a voice there is only the last of these.`;
