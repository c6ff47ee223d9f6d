/** What there is to read beside the help of commands. Each is loaded when somebody reads it. */
import type { Topic } from './page';

export const topics: readonly Topic[] = [
  {
    name: 'environment',
    summary: 'every variable that counts',
    load: () => import('./environment').then(({ environment }) => environment),
  },
  {
    name: 'exit-codes',
    summary: 'what a script is told by the exit code',
    load: () => import('./exit-codes').then(({ exitCodesPage }) => exitCodesPage),
  },
  {
    name: 'files',
    summary: 'where settings, caches and the mock of --mock are kept',
    load: () => import('./files').then(({ files }) => files()),
  },
  {
    name: 'lifecycle',
    summary: 'draft, active, archived: what leads where',
    load: () => import('./lifecycle').then(({ lifecycle }) => lifecycle),
  },
  {
    name: 'mocking',
    summary: 'working without an account or a server',
    load: () => import('./mocking').then(({ mocking }) => mocking),
  },
  {
    name: 'names',
    summary: 'how agents and goals are named',
    load: () => import('./names').then(({ names }) => names),
  },
  {
    name: 'output',
    summary: 'formats, columns, queries, and what goes where',
    load: () => import('./output').then(({ output }) => output),
  },
  {
    name: 'pipelines',
    summary: 'in CI and in scripts',
    load: () => import('./pipelines').then(({ pipelines }) => pipelines),
  },
];
