/** A check as YAML for people to go on writing. Pure. */
import { yamlText } from '../../input/yaml-text';
import type { Check } from './check';

/** Reads back as the very same check. */
export function checkText({ turns, criteria, ...head }: Check): string {
  const tail = criteria === undefined ? '' : yamlText({ criteria });
  return [about, yamlText(head), 'turns:\n', ...turns.map(turnText), tail].join('');
}

/** One item of the list, and below what it expects a place for more. */
function turnText(turn: Check['turns'][number]): string {
  const item = yamlText({ turns: [turn] }).replace(/^turns:\n/, '');
  // Only below a number: a comment below a text would be part of it.
  return turn.expect?.firstTokenMs === undefined ? item : `${item}${place}`;
}

const about = `# A check: voicectl play AGENT --check FILE says this to an agent again. An empty answer always fails.
# expect takes: includes, excludes (texts; case and spacing don't matter), matches (RE2, as in (?i)order \\d+),
# firstTokenMs, totalMs (at most). A judge ticks criteria, where VOICECTL_JUDGE_MODEL names one.
`;
const place = '      # includes: [what every good answer says]\n';
