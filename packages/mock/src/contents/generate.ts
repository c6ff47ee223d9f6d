/** A world full of plausible agents and goals, the same for the same seed. */
import type { Goal } from '@voicectl/sdk/contract';
import { type Random, random } from '../random';
import { newAgent } from '../rooms/agents';
import { newGoal } from '../rooms/goals';
import { remember, type Snapshot } from '../state/snapshot';
import { State, type StoredAgent } from '../state/state';

/** How much to make, and from what. */
export interface GenerateOptions {
  /** How many agents that lists show; as many again as a twentieth have been deleted. */
  readonly agents: number;
  /** The same seed makes the same world. Default 1. */
  readonly seed?: string | number | undefined;
  /** The youngest record is of this time. Default 2026-01-01T00:00:00.000Z. */
  readonly now?: Date | undefined;
}

const day = 86_400_000;

/** Agents in all states, with goals for half of them, some attached; spread over the year before `now`. */
export function generateWorld({
  agents: wanted,
  seed = 1,
  now = new Date(Date.UTC(2026, 0, 1)),
}: GenerateOptions): Snapshot {
  const dice = random(`world/${seed}`);
  const agents: StoredAgent[] = [];
  const goals: Goal[] = [];
  const attachments = new Map<string, string>();
  const end = now.getTime();
  const total = wanted + Math.floor(wanted / 20);
  for (let index = 0; index < total; index++) {
    const createdAt = end - Math.floor(((total - index) / total) * 365 * day);
    // Every twenty-first has been deleted.
    const stored = someAgent(dice, createdAt, end, index % 21 === 20);
    agents.push(stored);
    if (stored.deletedAt !== null || dice.next() < 0.5) continue;
    const goal = someGoal(dice, stored.agent.id, createdAt);
    goals.push(goal);
    if (dice.next() < 0.5) attachments.set(stored.agent.id, goal.id);
  }
  const state = new State();
  state.agents.fill(agents.map((stored) => [stored.agent.id, stored]));
  state.goals.fill(goals.map((goal) => [goal.id, goal]));
  state.attachments.fill(attachments);
  const { settings: _, ...world } = state.snapshot();
  // As one of our own, it needs no check when a world takes it over.
  return remember(world, state);
}

function someAgent(dice: Random, createdAt: number, end: number, isDeleted: boolean): StoredAgent {
  const trade = dice.pick(trades);
  const role = dice.pick(roles);
  const place = dice.pick(places);
  const at = new Date(createdAt).toISOString();
  const stored = newAgent(
    {
      name: `${place} ${trade.name} ${role.name}`,
      description: `${role.does} for ${place} ${trade.name}, ${trade.scope}.`,
      instructions: `You are the ${role.name.toLowerCase()} of ${place} ${trade.name}. ${role.how} Ask one question at a time, and repeat names and numbers back.`,
      ...(dice.next() < 0.6 && { policy: trade.policy }),
      modelConfig: {
        model: dice.pick(models),
        modelSettings: { temperature: dice.int(0, 10) / 10 },
      },
      ...(dice.next() < 0.7 && {
        voiceConfig: {
          pipelineMode: dice.pick(['batch', 'streaming'] as const),
          voiceId: dice.pick(voices),
        },
      }),
      metadata: { scope: trade.scope, toneStyle: dice.pick(tones) },
    },
    dice.uuid(),
    at,
  );
  const touched = createdAt + Math.floor(dice.next() * (end - createdAt));
  const updatedAt = new Date(touched).toISOString();
  // As in life: most are in use, some are being made, some have had their day.
  const status = dice.pick(['draft', 'active', 'active', 'archived'] as const);
  const agent = { ...stored.agent, status, version: dice.int(1, 9), updatedAt };
  return { ...stored, agent, deletedAt: isDeleted ? updatedAt : null };
}

function someGoal(dice: Random, agentId: string, createdAt: number): Goal {
  const [name, description] = dice.pick(wishes);
  const at = new Date(createdAt + dice.int(1, 3600) * 1000).toISOString();
  return newGoal(
    { agent_id: agentId, name, description, priority: dice.int(1, 5) },
    dice.uuid(),
    at,
  );
}

const places = [
  'Amber',
  'Atlas',
  'Bayside',
  'Beacon',
  'Birch',
  'Bluebird',
  'Canal',
  'Cedar',
  'Copper',
  'Crescent',
  'Delta',
  'Eastgate',
  'Elm',
  'Fairview',
  'Garden',
  'Granite',
  'Harbour',
  'Hazel',
  'Hilltop',
  'Ivory',
  'Juniper',
  'Lakeside',
  'Lantern',
  'Linden',
  'Maple',
  'Meadow',
  'Mill',
  'Northgate',
  'Oak',
  'Orchard',
  'Palm',
  'Park',
  'Pearl',
  'Quarry',
  'River',
  'Saffron',
  'Station',
  'Sunrise',
  'Terrace',
  'Willow',
];
const trades = [
  {
    name: 'Dental',
    scope: 'dental appointments',
    policy: 'Never give medical advice. Emergencies go to the dentist on duty.',
  },
  {
    name: 'Clinic',
    scope: 'medical appointments',
    policy: 'Never give a diagnosis. Chest pain is a matter for the ambulance.',
  },
  {
    name: 'Motors',
    scope: 'car repairs and test drives',
    policy: 'Quote no price that is not on the list.',
  },
  {
    name: 'Hotel',
    scope: 'rooms and reservations',
    policy: 'A cancellation is free until 18:00 on the day before arrival.',
  },
  {
    name: 'Kitchen',
    scope: 'tables and orders',
    policy: 'Allergies are always passed on to the kitchen.',
  },
  {
    name: 'Bank',
    scope: 'accounts and cards',
    policy: 'Never ask for a PIN. A lost card is blocked at once.',
  },
  { name: 'Travel', scope: 'flights and tours', policy: 'Prices hold for 24 hours.' },
  {
    name: 'Energy',
    scope: 'contracts and meter readings',
    policy: 'A smell of gas goes to the emergency line at once.',
  },
  {
    name: 'Homes',
    scope: 'viewings and rents',
    policy: 'Give no address before a viewing is booked.',
  },
  {
    name: 'Fitness',
    scope: 'memberships and classes',
    policy: 'A membership ends at the end of a month.',
  },
  { name: 'Books', scope: 'orders and returns', policy: 'Returns are accepted for 30 days.' },
  { name: 'Telecom', scope: 'lines and bills', policy: 'A refund over 50 needs a supervisor.' },
] as const;
const roles = [
  {
    name: 'Reception',
    does: 'Answers every call',
    how: 'Find out what the caller needs and put them through.',
  },
  {
    name: 'Booking Desk',
    does: 'Takes bookings',
    how: 'Find a time that suits the caller and confirm it.',
  },
  {
    name: 'Support',
    does: 'Solves problems',
    how: 'Find out what went wrong and what has been tried.',
  },
  {
    name: 'Sales Desk',
    does: 'Qualifies leads',
    how: 'Learn what the caller looks for and arrange a call back.',
  },
  { name: 'Billing', does: 'Explains bills', how: 'Find the bill and go through it line by line.' },
  {
    name: 'Night Line',
    does: 'Answers after hours',
    how: 'Take a message and say when somebody will call back.',
  },
  {
    name: 'Survey',
    does: 'Asks for feedback',
    how: 'Ask how it went and thank the caller for the time.',
  },
] as const;
const wishes = [
  ['Book a callback', 'Collect name, phone and preferred time to call back'],
  ['Qualify the lead', 'Learn the budget and when they want to begin'],
  ['Confirm the appointment', 'Repeat date and time until the caller agrees'],
  ['Collect feedback', 'Ask for a rating from 1 to 5, and the reason'],
  ['Find the order', 'Collect the order number and email'],
  ['Offer the newsletter', 'Ask whether they want it, and for their email'],
] as const;
const models = ['openai/gpt-4o-mini', 'openai/gpt-4o', 'anthropic/claude-sonnet-4-5'];
const voices = ['alloy', 'coral', 'sage', 'verse'];
const tones = [
  'professional, warm, and helpful',
  'casual and upbeat',
  'formal',
  'calm and patient',
];
