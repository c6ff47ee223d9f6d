/** What `VOICECTL_EVENTS_FILE` holds, a line each. Additions keep `v`; a change of what is there raises it. */
import * as z from 'zod';

const common = {
  v: z.literal(1),
  time: z.iso.datetime().describe('when it was written'),
  run: z.string().describe('the same for all events of one command, and for no other'),
};

const attempt = {
  call: z.int().describe('the same for all attempts of one call'),
  operation: z.string().describe('as in agents.create'),
  attempt: z.int().min(1),
};

const error = z.object({
  code: z.string().optional(),
  message: z.string().describe('its first line, with texts replaced as in args'),
  status: z.int().optional(),
  requestId: z.string().optional(),
});

export const CommandStarted = z.object({
  ...common,
  type: z.literal('command.started'),
  version: z.string().describe('of voicectl'),
  pid: z.int(),
  command: z.string().describe('as in agents create; empty where the words led to none'),
  args: z
    .array(z.string())
    .describe('what was typed; keys and long texts are replaced by [redacted] and [N characters]'),
});

export const CallSent = z.object({
  ...common,
  type: z.literal('call.sent'),
  ...attempt,
  method: z.string(),
  path: z.string().describe('its template, as in /agents/:id'),
});

export const CallAnswered = z.object({
  ...common,
  type: z.literal('call.answered'),
  ...attempt,
  ms: z.number().describe('since it was sent'),
  status: z.int().optional().describe('none where no answer came'),
  requestId: z.string().optional(),
  error: error.optional(),
});

export const CallRetried = z.object({
  ...common,
  type: z.literal('call.retried'),
  ...attempt,
  wait: z.number().describe('milliseconds until the next attempt'),
  code: z.string().optional(),
  status: z.int().optional(),
});

export const Changed = z.object({
  ...common,
  type: z.literal('changed'),
  operation: z.string(),
  resource: z.enum(['agent', 'goal']),
  id: z.string().optional().describe('none where the server did not say it'),
  agentId: z.string().optional().describe('of a goal that was attached or detached'),
  requestId: z.string().optional(),
});

export const CommandEnded = z.object({
  ...common,
  type: z.literal('command.ended'),
  exit: z.int(),
  ms: z.number(),
  error: error
    .extend({
      hint: z.string().optional(),
      next: z
        .array(z.string())
        .optional()
        .describe('command lines to go on with; none where they would repeat a text'),
    })
    .optional(),
});

export const Event = z.discriminatedUnion('type', [
  CommandStarted,
  CallSent,
  CallAnswered,
  CallRetried,
  Changed,
  CommandEnded,
]);

export type Event = z.infer<typeof Event>;
