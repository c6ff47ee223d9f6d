/** A server on a real socket whose records are as hard to print as records get; not one of them is what a mock would send. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const times = { createdAt: '2025-01-15T10:30:00.000Z', updatedAt: '2025-01-20T14:45:00.000Z' };

export const agent = (number: number, others: object) => ({
  id: `550e8400-e29b-41d4-a716-${String(number).padStart(12, '0')}`,
  organizationId: '660e8400-e29b-41d4-a716-446655440001',
  name: 'Agent',
  description: null,
  instructions: 'Be brief.',
  policy: null,
  status: 'draft',
  version: 1,
  modelConfig: { model: 'openai/gpt-4o-mini', modelSettings: { temperature: 0.7 } },
  voiceConfig: null,
  memoryConfig: { enabled: true, lastMessages: 20, semanticRecall: false },
  knowledgeBaseConfig: null,
  metadata: {},
  ...times,
  createdBy: '770e8400-e29b-41d4-a716-446655440002',
  ...others,
});

const sentence = 'You answer in one sentence, and never promise what the shop can not keep. ';

export const agents = [
  agent(1, { name: 'Customer Support Agent', status: 'active', version: 12 }),
  agent(2, {
    name: '客服代理人員，負責處理所有客戶的問題與投訴',
    description: '中文說明。'.repeat(12),
  }),
  agent(3, { name: '👩‍👩‍👧‍👦 Family 🇲🇦 ☎️ hotline 1️⃣', status: 'archived' }),
  agent(4, {
    name: 'وكيل خِدمَة العُملاء 24/7',
    description: 'يُجيب عن أسئلة الزبائن (24/7) ويحجز المواعيد.',
    status: 'active',
  }),
  agent(5, { name: 'שלום 123', status: 'hibernating' }),
  agent(6, {
    name: 'A name that goes on and on, as far as the contract lets it: one hundred and twenty-eight characters, no more and no less, in all',
  }),
  agent(7, { name: 'red \u001b[31m\u009b31m \u202eesrever\r\nid  forged', status: 'dr\u0007aft' }),
  agent(8, { name: null, status: null, version: null, updatedAt: null, modelConfig: null }),
  agent(9, {
    name: '=HYPERLINK("http://example.com")',
    instructions: sentence.repeat(140).slice(0, 10_000),
  }),
  agent(10, {
    name: 'e\u0301tude हिन्दी ไทยน้ำ',
    instructions: 'First line.\n\n  - a point\n  - one more\n',
  }),
];

const goal = (number: number, others: object) => ({
  id: `990e8400-e29b-41d4-a716-${String(number).padStart(12, '0')}`,
  agent_id: agents[0]?.id,
  name: 'Book a callback',
  description: 'Ask for a name and a number, then offer two times.',
  status: 'active',
  priority: 1,
  created_at: times.createdAt,
  updated_at: times.updatedAt,
  ...others,
});

export const goals = [
  goal(1, {}),
  goal(2, { name: '預約回電', priority: null, description: null }),
  goal(3, { name: 'حجز موعد', status: 'paused', priority: 10 }),
  goal(4, { name: 'bad \u001b]0;title\u0007 \u2067goal', description: 'one\r\ntwo\tthree' }),
];

/** The addresses of the two APIs, and a way to end them. */
export async function startHardPlatform(listed: readonly object[] = agents, delay = 0) {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    await new Promise((resolve) => setTimeout(resolve, delay));
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(answer(new URL(request.url ?? '/', 'http://localhost'), body, listed)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    VOICECTL_AGENTS_URL: `${url}/api`,
    VOICECTL_GOALS_URL: `${url}/v1`,
    VOICECTL_AGENTS_API_KEY: 'test-key',
    VOICECTL_GOALS_TOKEN: 'test-token',
  };
  return { env, close: () => server.close() };
}

function answer({ pathname }: URL, body: string, data: readonly object[]): unknown {
  if (pathname.startsWith('/v1')) {
    const { action, id } = JSON.parse(body);
    const found = action === 'list' ? { items: goals, count: goals.length } : one(goals, id);
    return { success: true, data: found };
  }
  const id = /\/agents\/([^/]+)$/.exec(pathname)?.[1];
  return id === undefined ? { data, meta } : one(agents, id);
}

function one<T extends { id: string }>(records: readonly T[], id: string | undefined) {
  return records.find((record) => record.id === id) ?? {};
}

const meta = {
  total: agents.length,
  page: 1,
  limit: 20,
  totalPages: 1,
  hasNextPage: false,
  hasPreviousPage: false,
};
