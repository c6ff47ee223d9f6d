/** `voicectl help pipelines`. */
import type { Block } from './page';

export const pipelines: readonly Block[] = [
  'Without a terminal, nothing asks and nothing waits: what would have been asked is an error that names the flag. So it is with CI in the environment, and with --no-input.',
  {
    terms: [
      ['Keys', 'VOICECTL_AGENTS_API_KEY and VOICECTL_GOALS_TOKEN, from the secrets of the CI.'],
      ['Output', 'JSON in a pipe; -o id for the next command.'],
      ['Errors', 'JSON on stderr with -o json; the exit code says what to do (help exit-codes).'],
      ['Deleting', 'wants --yes.'],
      ['Before', '--dry-run shows what would be sent, and sends nothing.'],
      ['Repeating', 'is safe on exit code 7, and only there.'],
    ],
  },
  {
    code: [
      'id=$(voicectl agents create -f agent.yaml -o id)',
      'voicectl agents activate "$id"',
      'voicectl agents test "$id" "Hello!" --query response',
    ],
  },
  'Tests of programs that talk to the platform need none: voicectl mock exec -- npm test.',
];
