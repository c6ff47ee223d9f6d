/** `voicectl help lifecycle`. */
import { transitions } from '../../input/request-fields.at-build';
import type { Block } from './page';

export const lifecycle: readonly Block[] = [
  'A new agent is a draft. These lead from one state to another:',
  {
    terms: Object.entries(transitions).map(
      ([name, { from, to }]) => [name, `${from.join(' or ')} to ${to}`] as const,
    ),
  },
  'Any other way is a conflict (exit code 5), and nothing has changed then. Where the answer was lost on its way, the agent is read again to learn what became of it.',
  'delete is soft: the agent is kept by the platform, but every later call on it is "not found". A goal that is deleted is gone.',
  {
    code: [
      'voicectl agents create -f agent.yaml -o id',
      'voicectl agents activate ID',
      'voicectl agents archive ID',
      'voicectl agents restore ID',
    ],
  },
];
