// ElevenLabs checks answers by its own schemas, so it is given answers of its own shape, which are shorter than ours.

const seconds = 1_736_937_000;
const access = {
  is_creator: true,
  creator_name: 'Acme',
  creator_email: 'ops@acme.example',
  role: 'admin',
};

/** @param {string} id */
export const elevenLabsAgent = (id) => ({
  agent_id: id,
  name: 'Customer Support Agent 1',
  conversation_config: {
    agent: {
      first_message: 'Hello! How can I help you with your order or your account today?',
      language: 'en',
      prompt: {
        prompt:
          'You are a helpful customer support agent for Acme Corp. Be friendly and concise. Refunds are only allowed within 30 days of purchase.',
        temperature: 0.7,
        max_tokens: 1024,
      },
    },
    tts: { voice_id: 'EXAVITQu4vr4xnSDxMaL' },
  },
  metadata: { created_at_unix_secs: seconds, updated_at_unix_secs: seconds },
  access_info: access,
  tags: ['billing', 'account inquiries'],
});

/** @param {string[]} ids */
export const elevenLabsPage = (ids) => ({
  agents: ids.map((id) => ({
    agent_id: id,
    name: 'Customer Support Agent 1',
    voice_id: 'EXAVITQu4vr4xnSDxMaL',
    tags: ['billing', 'account inquiries'],
    created_at_unix_secs: seconds,
    access_info: access,
  })),
  has_more: false,
});
