// What is asked of every contender: one agent to read, and one to make; the documentation's own example.
import { readFileSync } from 'node:fs';

export const id = '550e8400-e29b-41d4-a716-446655440000';

const example = new URL('../../examples/agents/customer-support.json', import.meta.url);
/** What creating one sends. @type {Record<string, unknown> & { name: string }} */
export const draft = JSON.parse(readFileSync(example, 'utf8'));

/**
 * An agent as our mock answers it, byte for byte but for ids and times.
 * @param {string} id
 * @param {Record<string, unknown>} given
 */
export function made(id, { resolutionCriteria: _, ...given }) {
  const now = new Date().toISOString();
  return {
    id,
    organizationId: '660e8400-e29b-41d4-a716-446655440001',
    name: given.name,
    description: given.description ?? null,
    instructions: given.instructions,
    policy: given.policy ?? null,
    status: 'draft',
    version: 1,
    modelConfig: given.modelConfig,
    voiceConfig: given.voiceConfig ?? null,
    memoryConfig: given.memoryConfig,
    knowledgeBaseConfig: given.knowledgeBaseConfig ?? null,
    metadata: given.metadata ?? {},
    createdAt: now,
    updatedAt: now,
    createdBy: '770e8400-e29b-41d4-a716-446655440002',
  };
}
