/** `voicectl help mocking`. */
import type { Block } from './page';

export const mocking: readonly Block[] = [
  'Everything can be tried without an account.',
  {
    terms: [
      [
        '--mock',
        'on any command: an embedded platform, kept in .voicectl/mock.json of this folder. No server, no key.',
      ],
      ['mock serve', 'both APIs on a port, for programs of any language, with a page to look at.'],
      ['mock exec', 'a server for as long as one command runs, as for tests.'],
      ['mock record', 'writes down what a real server says; mock replay serves it again.'],
    ],
  },
  {
    code: [
      'voicectl agents create --name Support --instructions "Be brief." --mock',
      'voicectl play Support --mock',
      'voicectl mock serve --seed-agents 50',
      'voicectl mock exec -- npm test',
    ],
  },
  'Faults make it fail as a server would: voicectl mock faults --help.',
];
