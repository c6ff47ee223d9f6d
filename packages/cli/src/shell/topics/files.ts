/** `voicectl help files`. */
import { userFilePlace } from '../../config/places';
import { cacheFolder } from '../user-cache';
import type { Block } from './page';

/** As it is on this machine. */
export function files(): readonly Block[] {
  const { env } = process;
  return [
    {
      terms: [
        [
          shown(userFilePlace({ env, cwd: process.cwd() })),
          'your own settings, by profile, and keys where there is no keychain. Nobody else may read it. VOICECTL_CONFIG names another.',
        ],
        [
          'voicectl.config.yaml (or .json)',
          "settings of a project, in its folder or above: never keys. It can't have your keys sent to where you have not been.",
        ],
        [
          shown(cacheFolder({ env })),
          'what completion was told in the last minute, and whether there is a newer version. May be deleted at any time.',
        ],
        ['.voicectl/mock.json', 'agents and goals of --mock, in the folder where it was used.'],
      ],
    },
    'voicectl config path says where the settings are, voicectl doctor whether all is well.',
  ];
}

function shown(path: string): string {
  const { HOME } = process.env;
  return HOME && path.startsWith(`${HOME}/`) ? `~${path.slice(HOME.length)}` : path;
}
