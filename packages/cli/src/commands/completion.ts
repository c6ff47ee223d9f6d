/** `voicectl completion`: the script that makes a shell ask this program what fits. */
import { Argument } from 'commander';
import type { Context } from '../context';
import type { Verb } from './verb';

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
type Shell = (typeof shells)[number];

export function register(completion: Verb, context: Context): void {
  completion
    .prints('Text')
    .previews()
    .addArgument(new Argument('<shell>', 'whose script').choices(shells))
    .addHelpText('after', help)
    .action(async (shell: Shell) => {
      const { scripts } = await import('../shell/scripts/index');
      context.out.write(scripts[shell]);
    });
}

const help = `
Each script begins with how it is installed. Agents, goals and worlds are completed from the platform that the flags on
the line, the environment and the profile lead to; what it answers is kept for a minute.`;
