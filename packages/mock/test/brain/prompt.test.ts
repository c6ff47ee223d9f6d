/** The system prompt: what the platform documents to be in it. */
import { describe, expect, it } from 'vitest';
import { systemPrompt } from '../../src/brain/index';
import { nora } from './agents';

const passage = {
  document: 'faq.md',
  group: null,
  similarity: 1,
  text: 'Tables are free on Mondays.',
};

describe('The system prompt', () => {
  it('holds the instructions, and the documented defaults of scope and tone', () => {
    const prompt = systemPrompt(nora);
    expect(prompt).toContain(nora.instructions);
    expect(prompt).toContain('You are here for: general customer assistance.');
    expect(prompt).toContain('Speak in this style: professional, warm, and helpful.');
  });

  it('takes scope and tone from the metadata, and nothing else of it', () => {
    const metadata = { scope: 'evening bookings', toneStyle: 'casual', secret: 'sesame' };
    const prompt = systemPrompt({ ...nora, metadata });
    expect(prompt).toContain('You are here for: evening bookings.');
    expect(prompt).toContain('Speak in this style: casual.');
    expect(prompt).not.toContain('sesame');
  });

  it.each([7, null, '', '  ', ['a'], { a: 1 }])('takes the default for a scope of %j', (scope) => {
    expect(systemPrompt({ ...nora, metadata: { scope } })).toContain('general customer assistance');
  });

  it('has the policy, and the order to keep it from callers', () => {
    const prompt = systemPrompt({ ...nora, policy: 'Tables are held for 15 minutes.' });
    expect(prompt).toMatch(/internal: never quote.*\n\nTables are held for 15 minutes\./);
    expect(systemPrompt(nora)).not.toContain('Policy');
    expect(systemPrompt({ ...nora, policy: ' ' })).not.toContain('Policy');
  });

  it('ends with what was found in the knowledge base', () => {
    expect(systemPrompt(nora, [passage])).toMatch(/\[1\] faq\.md\nTables are free on Mondays\.$/);
    expect(systemPrompt(nora, [])).not.toContain('Knowledge');
  });
});
