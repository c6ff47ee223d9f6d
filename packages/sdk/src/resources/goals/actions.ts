/** What can be done with goals, as the envelope's `action` says it (documented). */
export const goalActions = [
  'list',
  'get',
  'create',
  'update',
  'delete',
  'attach',
  'detach',
  'generate',
] as const;

/** What the goals API can do: the `action` of its envelope (documented). */
export type GoalAction = (typeof goalActions)[number];
