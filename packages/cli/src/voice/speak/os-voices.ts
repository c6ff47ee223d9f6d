/** The voices of the operating system: which there are, and a speaker for one of them. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Speaker } from '../stages';
import type { SystemVoice } from './choose';
import { speakEach } from './each';
import { Leveller } from './level';
import { speakOnce } from './os-voices-once';
import { listScript, powershell, speakScript } from './os-voices-sapi';
import { VoiceProcess } from './voice-process';

export interface System {
  readonly env: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform | undefined;
}

/** Empty where there are none, or they can't be listed. Takes up to a second on Windows. */
export async function systemVoices(system: System): Promise<readonly SystemVoice[]> {
  const { platform = process.platform, env } = system;
  try {
    if (platform === 'darwin') {
      const program = programOf('say', env);
      return program ? saidBy((await run(program, ['-v', '?'], options(env))).stdout) : [];
    }
    if (platform === 'win32') {
      const program = powershellOf(env);
      return program
        ? sapiVoices((await run(program, powershell(listScript), options(env))).stdout)
        : [];
    }
    // `spd-say` plays by itself and gives nobody the sound.
    return programOf('espeak-ng', env)
      ? [{ program: 'espeak-ng', name: 'espeak-ng', language: '*' }]
      : [];
  } catch {
    return [];
  }
}

/** In `language`, where the voice speaks several. */
export function systemSpeaker(
  voice: SystemVoice,
  { env }: System,
  language: string = 'en',
): Speaker {
  const leveller = new Leveller();
  const name = voice.program === voice.name ? voice.program : `${voice.program} ${voice.name}`;
  if (voice.program === 'sapi') {
    const command = powershellOf(env) ?? 'powershell.exe';
    const child = new VoiceProcess({
      name: voice.name,
      command,
      args: powershell(speakScript),
      env,
    });
    return {
      name,
      speak: (pieces, signal) =>
        speakEach(pieces, signal, (text) => child.say(text, voice.name), leveller),
      close: () => child.close(),
    };
  }
  const program = programOf(voice.program, env) ?? voice.program;
  return {
    name,
    speak: (pieces, signal) =>
      speakEach(pieces, signal, speakOnce(voice, program, env, language), leveller),
  };
}

/** `Thomas              fr_FR    # Bonjour, je m'appelle Thomas.` */
function saidBy(list: string): SystemVoice[] {
  return list.split('\n').flatMap((line) => {
    const [, name, language] = /^(.*?)\s+([a-z]{2,3}[-_]\w+)\s+#/.exec(line) ?? [];
    if (!name || !language) return [];
    return [{ program: 'say', name, language: language.replace('_', '-') } as const];
  });
}

function sapiVoices(lines: string): SystemVoice[] {
  return lines.split('\n').flatMap((line) => {
    const [name, language] = line.trim().split('\t');
    return name && language ? [{ program: 'sapi', name, language } as const] : [];
  });
}

/** Never one that lies in the present folder. */
function programOf(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function powershellOf(env: NodeJS.ProcessEnv): string | undefined {
  const own = join(env.SystemRoot ?? '', 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  return env.SystemRoot && isProgram(own) ? own : programOf('powershell.exe', env);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const run = promisify(execFile);
const options = (env: NodeJS.ProcessEnv) =>
  ({ env, timeout: 5000, windowsHide: true, encoding: 'utf8' }) as const;
