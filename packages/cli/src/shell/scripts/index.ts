/** The scripts by shell. */
import { bash } from './bash';
import { fish } from './fish';
import { powershell } from './powershell';
import { zsh } from './zsh';

export const scripts = { bash, zsh, fish, powershell } as const;
