// biome-ignore-all format: the calls are the documentation's own text
// biome-ignore-all lint: the calls are the documentation's own text
/** The calls that the goals documentation shows, verbatim; that this compiles is half of the test. */
import type { Client, Goal } from '@voicectl/sdk';

export async function documentedList(ApiService: Client) {
const response = await ApiService.invoke<{
  items: Goal[];
  count: number;
}>({
  resource: "goals",
  action: "list",
  data: {
    agentId: "agent-uuid",
    status: "active",
    limit: 50,
  },
});
return response;
}

export async function documentedAttach(ApiService: Client) {
await ApiService.invoke({
  resource: "goals",
  action: "attach",
  data: {
    goalId: "goal-uuid",
    agentId: "agent-uuid",
  },
});
}

export async function documentedGenerate(ApiService: Client) {
const result = await ApiService.invoke({
  resource: "goals",
  action: "generate",
  data: {
    description: "Collect customer name, email, and preferred contact time for callback scheduling",
  },
});
return result;
}
