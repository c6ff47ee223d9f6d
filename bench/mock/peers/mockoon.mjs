// The environment of Mockoon: one data bucket, and its own CRUD route over it.
import { randomUUID } from 'node:crypto';
import { draft, id, made } from '../agent.mjs';

export function environment() {
  const [route, response, bucket] = [randomUUID(), randomUUID(), 'agnt'];
  return {
    uuid: randomUUID(),
    lastMigration: 33,
    name: 'Agents',
    port: 3000,
    routes: [
      {
        uuid: route,
        type: 'crud',
        endpoint: 'agents',
        responses: [
          {
            uuid: response,
            statusCode: 200,
            bodyType: 'DATABUCKET',
            databucketID: bucket,
            default: true,
            headers: [],
          },
        ],
      },
    ],
    rootChildren: [{ type: 'route', uuid: route }],
    headers: [{ key: 'content-type', value: 'application/json' }],
    data: [
      { uuid: randomUUID(), id: bucket, name: 'agents', value: JSON.stringify([made(id, draft)]) },
    ],
  };
}
