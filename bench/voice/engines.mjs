// The voices that are measured: those that are here, and services in the cloud by their stand-ins.
import { Conversation, Ended, soundFile } from './programs.mjs';
import { firstByte } from './services.mjs';

/** @typedef {{ name: string, voice: string, env: NodeJS.ProcessEnv }} Engine */

/**
 * @param {Awaited<ReturnType<typeof import('./services.mjs').startServices>>} services
 * @returns {Engine[]}
 */
export function allEngines(services) {
  const cloud = `stand-in on loopback, first byte after ${firstByte} ms`;
  return [
    { name: 'flite rms (default)', voice: 'flite:rms', env: {} },
    { name: 'flite slt', voice: 'flite:slt', env: {} },
    { name: 'flite kal16', voice: 'flite:kal16', env: {} },
    { name: 'eSpeak NG', voice: 'espeak', env: {} },
    { name: 'voice of the system', voice: 'system', env: {} },
    { name: `ElevenLabs, ${cloud}`, voice: 'elevenlabs', env: services.elevenlabs },
    { name: `OpenAI-compatible, ${cloud}`, voice: 'openai', env: services.openai },
  ];
}

/**
 * Those that speak here; what is missing is said.
 * @param {readonly Engine[]} engines
 * @param {string} agent
 * @param {NodeJS.ProcessEnv} env
 */
export async function thoseHere(engines, agent, env) {
  const here = [];
  for (const engine of engines) {
    const flags = ['--voice', engine.voice, '--out', soundFile(), '--say', 'one'];
    const trial = new Conversation([agent, ...flags], { ...env, ...engine.env });
    try {
      await trial.turn();
      here.push(engine);
    } catch (error) {
      // Wrong use is what a voice is that is not here.
      if (!(error instanceof Ended) || error.code !== 2) throw error;
      console.log(`Not here: ${engine.name}.`);
    } finally {
      await trial.close();
    }
  }
  return here;
}
