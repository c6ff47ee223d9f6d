// What a script does with the bare SDK to print all agents as lines of JSON.
import { createClient } from '@voicectl/sdk';

const client = createClient();
for await (const agent of client.agents.iterate({ limit: 100 })) {
  // As a careful script does: what the reader has not taken yet is waited for.
  if (!process.stdout.write(`${JSON.stringify(agent)}\n`)) {
    await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}
await client.close();
