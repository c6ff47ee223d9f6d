/** What goals look like on the wire: snake_case in records, camelCase in filters and links, as documented. */
import * as z from 'zod';
import { openEnum } from '../../core/open-enum';
import { text } from '../../core/text';

/** The one documented status, and the default; others are kept as they come. */
export const goalStatuses = ['active'] as const;

// Lengths and the limit are our reading; they are bounds of the client.
const name = text(1, 255).describe('What the goal is called');
const description = text(0, 10_000).describe('What the agent should reach');
const id = z.string().min(1);

/** Which goals: by agent and status, at most `limit` (documented); the other fields are our reading. */
export const ListGoalsRequest = z.object({
  agentId: id.optional().describe('Only goals of this agent'),
  status: z.string().optional().describe('Only goals with this status, for example active'),
  limit: z.int().min(1).max(500).optional().describe('Most goals to return, default 50'),
  // Not documented; sent only when given.
  offset: z.int().min(0).optional().describe('Goals to skip'),
  adminMode: z.boolean().optional().describe('Goals of all users, with their owners'),
  userId: z.string().optional().describe('With adminMode: only goals of this user'),
});
export type ListGoalsRequest = z.input<typeof ListGoalsRequest>;

/** Something that the agent is to find out about its caller. Its shape is our reading. */
export const LeadInfoField = z.looseObject({
  name: z.string(),
  type: z.string().optional(),
  required: z.boolean().optional(),
  description: z.string().nullish(),
});
export type LeadInfoField = z.input<typeof LeadInfoField>;

/** A new goal: `name` and `agent_id` at least (our reading). */
export const CreateGoalRequest = z.object({
  name,
  agent_id: id.describe('Agent the goal belongs to'),
  description: description.optional(),
  status: z.string().min(1).optional().describe('Default active'),
  priority: z.number().optional().describe('Weight among goals'),
  lead_info_fields: z.array(LeadInfoField).optional().describe('What to collect from the caller'),
});
export type CreateGoalRequest = z.input<typeof CreateGoalRequest>;

/** Fields to change (documented), one at least (our reading). */
export const UpdateGoalRequest = z
  .object({
    name: name.optional(),
    description: description.nullish(),
    status: z.string().min(1).optional().describe('New status'),
    priority: z.number().nullish().describe('Weight among goals'),
    agent_id: id.optional().describe('Agent the goal belongs to'),
  })
  .refine(
    (changes) => Object.values(changes).some((value) => value !== undefined),
    // Our reading: an update that changes nothing is a mistake.
    'must have at least one of name, description, status, priority, agent_id',
  );
export type UpdateGoalRequest = z.input<typeof UpdateGoalRequest>;

/** Which goal to attach to which agent; both must exist (documented). */
export const AttachGoalRequest = z.object({
  goalId: id.describe('Goal to attach'),
  agentId: id.describe('Agent to attach it to'),
});
export type AttachGoalRequest = z.input<typeof AttachGoalRequest>;

/** Which agent to free of its goal (our reading). */
export const DetachGoalRequest = z.object({
  agentId: id.describe('Agent to free'),
  goalId: id.optional().describe('Only when this goal is attached'),
});
export type DetachGoalRequest = z.input<typeof DetachGoalRequest>;

/** A goal in your own words, 1-10,000 characters (our reading). */
export const GenerateGoalRequest = z.object({
  description: text(1, 10_000).describe('The goal in your own words'),
});
export type GenerateGoalRequest = z.input<typeof GenerateGoalRequest>;

/** Whose goals may be seen (our reading). */
export const GetGoalRequest = z.object({
  adminMode: z.boolean().optional(),
  userId: z.string().optional(),
});
export type GetGoalRequest = z.input<typeof GetGoalRequest>;

/** A goal as the platform answers it (documented). Unknown keys and a `status` yet unknown are kept. */
export const Goal = z.looseObject({
  id: z.string(),
  agent_id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  status: openEnum(goalStatuses),
  priority: z.number().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  // Only in admin mode.
  owner: z
    .looseObject({
      id: z.string(),
      full_name: z.string().nullish(),
      email: z.string().nullish(),
    })
    .nullish(),
  lead_info_fields: z.array(LeadInfoField).nullish(),
});
export type Goal = z.output<typeof Goal>;

/** Some goals, and how many match in all (the count: our reading). */
export const GoalList = z.looseObject({ items: z.array(Goal), count: z.number() });
export type GoalList = z.output<typeof GoalList>;

/** What delete, attach and detach answer: some object, not documented. */
export const GoalReceipt = z.looseObject({});
export type GoalReceipt = z.output<typeof GoalReceipt>;

/** A goal drafted from a description, loosely typed; nothing is saved (documented). */
export const GoalSuggestion = z.looseObject({
  name: z.string().optional(),
  description: z.string().nullish(),
  priority: z.number().nullish(),
  fields: z
    .array(
      z.looseObject({
        name: z.string(),
        type: z.string(),
        required: z.boolean(),
        description: z.string().nullish(),
      }),
    )
    .optional(),
});
export type GoalSuggestion = z.output<typeof GoalSuggestion>;
