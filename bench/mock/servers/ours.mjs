// Our mock as a program of one's own starts it. `node ours.mjs PORT WORLD`
import { readFileSync } from 'node:fs';
import { createMock } from '@voicectl/mock';
import { serve } from '@voicectl/mock/node';

const [, , port, world = ''] = process.argv;
const mock = createMock({ contents: JSON.parse(readFileSync(world, 'utf8')) });
await serve(mock, { port: Number(port) });
