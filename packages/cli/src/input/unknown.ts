/** Slips of the pen in a document: keys that the contract does not know are sent, but not in silence. */
import {
  CreateAgentRequest,
  CreateGoalRequest,
  UpdateAgentRequest,
  UpdateGoalRequest,
  unknownKeys,
} from '@voicectl/sdk/contract';
import type { Output } from '../output/index';

const schemas = { CreateAgentRequest, UpdateAgentRequest, CreateGoalRequest, UpdateGoalRequest };

export function warnOfUnknown(out: Output, request: keyof typeof schemas, input: unknown): void {
  const schema = schemas[request];
  const keys = unknownKeys(schema, input);
  if (keys.length === 0) return;
  const known = Object.keys(schema.shape).join(', ');
  out.warn(`Sent as it is, but not known to the contract: ${keys.join(', ')}. Known: ${known}`);
}
