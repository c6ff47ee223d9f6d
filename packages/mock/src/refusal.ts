/** A request that the platform turns down, and the two bodies that say so. */

/** Thrown inside a room; each API writes it in its own shape. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** One sentence, or a list of `path: problem`. */
  readonly words: string | readonly string[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    words: string | readonly string[],
    { code = codes[status] ?? 'ERROR', headers = {} }: RefusalDetails = {},
  ) {
    super([words].flat().join('; '));
    this.status = status;
    this.code = code;
    this.words = words;
    this.headers = headers;
  }
}

export interface RefusalDetails {
  code?: string;
  headers?: Readonly<Record<string, string>>;
}

/** The agents API documents no error body; this is our reading, and the SDK accepts any. */
export function agentsBody({ status, words }: Refusal) {
  return { statusCode: status, message: words, error: reasons[status] ?? 'Error' };
}

/** The goals envelope, as documented. */
export function goalsBody({ status, code, message }: Refusal) {
  return { success: false, error: { code, message, status } };
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  417: 'Expectation Failed',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

const codes: Readonly<Record<number, string>> = {
  400: 'VALIDATION_ERROR',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  417: 'EXPECTATION_FAILED',
  429: 'RATE_LIMIT_EXCEEDED',
  431: 'HEADERS_TOO_LARGE',
  500: 'INTERNAL_ERROR',
  501: 'NOT_IMPLEMENTED',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
  504: 'GATEWAY_TIMEOUT',
};

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
