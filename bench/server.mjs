// A server in a process of its own, as cheap as Node makes it: one agent, pages of 100, and a list of a million.
// Peers ask for their own paths, and are given the same agents; only ElevenLabs needs answers of another shape.
import { createServer } from 'node:http';
import { elevenLabsAgent, elevenLabsPage } from './peers/elevenlabs-answers.mjs';

/** @param {number} index */
const agent = (index) => ({
  id: `550e8400-e29b-41d4-a716-${String(index).padStart(12, '0')}`,
  organizationId: '660e8400-e29b-41d4-a716-446655440001',
  name: `Customer Support Agent ${index}`,
  description: 'AI agent for handling customer inquiries',
  instructions: 'You are a helpful customer support agent for Acme Corp. Be friendly and concise.',
  policy: 'Refunds are only allowed within 30 days of purchase. Escalate complaints about billing.',
  status: 'active',
  version: 1,
  modelConfig: {
    model: 'openai/gpt-4o-mini',
    modelSettings: { temperature: 0.7, maxTokens: 1024 },
  },
  voiceConfig: { pipelineMode: 'batch', voiceId: 'EXAVITQu4vr4xnSDxMaL' },
  memoryConfig: { enabled: true, lastMessages: 20 },
  knowledgeBaseConfig: { knowledgeBaseId: '880e8400-e29b-41d4-a716-446655440003', topK: 5 },
  metadata: { scope: 'billing and account inquiries', toneStyle: 'professional' },
  createdAt: '2025-01-15T10:30:00.000Z',
  updatedAt: '2025-01-15T10:30:00.000Z',
  createdBy: '770e8400-e29b-41d4-a716-446655440002',
});

const total = 1_000_000;
const limit = 100;
const one = JSON.stringify(agent(1));

/** @param {number} page */
function pageOf(page) {
  const data = Array.from({ length: limit }, (_, index) => agent((page - 1) * limit + index));
  const totalPages = total / limit;
  const [hasNextPage, hasPreviousPage] = [page < totalPages, page > 1];
  return JSON.stringify({
    data,
    meta: { page, limit, total, totalPages, hasNextPage, hasPreviousPage },
  });
}
const firstPage = pageOf(1);
const theirs = {
  one: JSON.stringify(elevenLabsAgent(agent(1).id)),
  page: JSON.stringify(
    elevenLabsPage(Array.from({ length: limit }, (_, index) => agent(index).id)),
  ),
};

// Keeps each answer back for as many milliseconds, as a real network would.
const wait = Number(process.env.WAIT ?? 0);

const server = createServer((request, response) => {
  request.resume();
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
  const page = Number(searchParams.get('page') ?? 1);
  const isOne = pathname.includes('/550e8400-');
  const list = () => (page === 1 ? firstPage : pageOf(page));
  const ordinary = () => (isOne ? one : list());
  const body = pathname.startsWith('/v1/convai') ? theirs[isOne ? 'one' : 'page'] : ordinary();
  const answer = () => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  };
  if (wait > 0) setTimeout(answer, wait);
  else answer();
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.stdout.write(`${address?.port}\n`);
});
