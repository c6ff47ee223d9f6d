/** What an assistant can ask for, wired to the platform: tools and resources. */
import {
  type CallToolResult,
  McpServer,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import { version } from '../../package.json';
import type { Context } from '../context';
import { callTool } from './call';
import { instructions } from './instructions';
import { listResources, readResource, resourceTemplates } from './resources';
import { notAllowed } from './result';
import { isOffered, type PlatformTool, tools } from './tools';

// Neither list changes while the server runs.
const capabilities = { tools: { listChanged: false }, resources: { listChanged: false } };

export function createServer(context: Context, allowWrites: boolean): McpServer {
  const mcp = new McpServer(
    { name: 'voicectl', title: 'voicectl: voice agents and their goals', version },
    { capabilities, instructions: instructions(allowWrites) },
  );
  // Below the registry of tools, whose checks would answer before ours and name neither bound nor way out.
  const { server } = mcp;
  const offered = tools.filter(({ endpoint }) => isOffered(endpoint, allowWrites));
  server.setRequestHandler('tools/list', () => ({
    tools: offered.map(({ definition }) => definition),
  }));
  server.setRequestHandler(
    'tools/call',
    async ({ params }, { mcpReq }): Promise<CallToolResult> => {
      const tool = toolNamed(params.name);
      if (!offered.includes(tool)) return notAllowed(tool.endpoint);
      return callTool(context, tool.endpoint, params.arguments ?? {}, mcpReq.signal);
    },
  );
  server.setRequestHandler('resources/list', ({ params }, { mcpReq }) =>
    listResources(context, params?.cursor, mcpReq.signal),
  );
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates }));
  server.setRequestHandler('resources/read', ({ params }, { mcpReq }) =>
    readResource(context, params.uri, mcpReq.signal),
  );
  return mcp;
}

function toolNamed(name: string): PlatformTool {
  const tool = tools.find(({ definition }) => definition.name === name);
  if (tool) return tool;
  const all = tools.map(({ definition }) => definition.name).join(', ');
  const message = `There is no tool ${JSON.stringify(name)}, only ${all}`;
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
