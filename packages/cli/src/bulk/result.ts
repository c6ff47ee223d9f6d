/** What a bulk command prints as data: its types, and the same as JSON Schema for who describes it to others. */

export interface BulkItem {
  readonly id: string;
  readonly name?: string;
  /** skipped: it is so already, or a filter caught it that can't be so. left: not begun. */
  readonly outcome: 'done' | 'skipped' | 'failed' | 'left';
  /** Where the record is now, as far as is known; any that a server may have. */
  readonly status?: string;
  readonly reason?: string;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly status?: number;
    readonly requestId?: string;
  };
}

export interface BulkResult {
  /** In the order of the plan. With `-o ndjson` each is a line, printed when it is finished. */
  readonly results: readonly BulkItem[];
  readonly summary: Readonly<Record<BulkItem['outcome'], number>>;
  /** Where the ids are of what failed or is left, and the command that goes on with them. */
  readonly resume?: { readonly file: string; readonly command: string };
}

const string = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;

export const bulkItemSchema = {
  type: 'object',
  properties: {
    id: string,
    name: string,
    outcome: { type: 'string', enum: ['done', 'skipped', 'failed', 'left'] },
    status: string,
    reason: string,
    error: {
      type: 'object',
      properties: {
        code: string,
        message: string,
        status: { type: 'integer' },
        requestId: string,
      },
      required: ['code', 'message'],
    },
  },
  required: ['id', 'outcome'],
} as const;

export const bulkResultSchema = {
  type: 'object',
  properties: {
    results: { type: 'array', items: bulkItemSchema },
    summary: {
      type: 'object',
      properties: { done: count, skipped: count, failed: count, left: count },
      required: ['done', 'skipped', 'failed', 'left'],
    },
    resume: {
      type: 'object',
      properties: { file: string, command: string },
      required: ['file', 'command'],
    },
  },
  required: ['results', 'summary'],
} as const;
