// Calls of the SDK as OpenTelemetry spans, from its diagnostics channels alone: the SDK knows nothing of it.
import { subscribe } from 'node:diagnostics_channel';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { createMock } from '@voicectl/mock';
import { createClient } from '@voicectl/sdk';

const exporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
);

traceCalls();

const client = createClient(createMock().clientOptions);
const agent = await client.agents.create({ name: 'Traced', instructions: 'Be brief.' });
await client.agents.activate(agent.id);
await client.agents.restore(agent.id).catch(() => {});

for (const { name, status, attributes } of exporter.getFinishedSpans()) {
  process.stdout.write(`${name} ${SpanStatusCode[status.code]} ${JSON.stringify(attributes)}\n`);
}

/** A span for each attempt; attempts of one call share `voicectl.call`. */
function traceCalls() {
  const tracer = trace.getTracer('voicectl');
  /** @type {Map<string, import('@opentelemetry/api').Span>} */
  const open = new Map();

  subscribe('voicectl:request', (message) => {
    const notice = /** @type {import('@voicectl/sdk').RequestNotice} */ (message);
    const { call, attempt, operation, method, path } = notice;
    const attributes = {
      'http.request.method': method,
      'url.template': path,
      'http.request.resend_count': attempt - 1,
      'voicectl.call': call,
    };
    const span = tracer.startSpan(operation, { kind: SpanKind.CLIENT, attributes });
    open.set(`${call}/${attempt}`, span);
  });

  subscribe('voicectl:response', (message) => {
    const notice = /** @type {import('@voicectl/sdk').ResponseNotice} */ (message);
    const key = `${notice.call}/${notice.attempt}`;
    const span = open.get(key);
    open.delete(key);
    if (notice.status !== undefined) {
      span?.setAttribute('http.response.status_code', notice.status);
    }
    if (notice.error) {
      span?.setAttribute('error.type', notice.error.name);
      span?.setStatus({ code: SpanStatusCode.ERROR, message: notice.error.message });
    }
    span?.end();
  });
}
