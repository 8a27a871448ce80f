// The catalogue as request handlers, the same in every era. What differs is how a tool or a prompt is carried out, since
// it may ask through its call: that is `perform(entry, arguments, context, whenDone)`, from the server module of the era.

import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from '@modelcontextprotocol/server';
import { PROMPTS } from './prompts.js';
import { read, RESOURCE_TEMPLATES, RESOURCES } from './resources.js';

export const IDENTITY = { name: 'tieline-reference', version: '1.0.0' };
export const CAPABILITIES = {
  tools: { listChanged: true }, prompts: { listChanged: true }, resources: { subscribe: true }, completions: {}, logging: {},
};

/** How often each list has changed. */
const changes = { tools: 0, prompts: 0 };

/** Changes the list of `'tools'` or `'prompts'`, for all whom this process serves. */
export function change(kind) {
  changes[kind] += 1;
}

export function serveCatalogue(server, tools, perform) {
  server.setRequestHandler('tools/list', () => ({ tools: listed('tools', tools) }));
  server.setRequestHandler('tools/call', ({ params }, context) =>
    perform(named(tools, params.name), params.arguments ?? {}, context, (result) => result));
  server.setRequestHandler('resources/list', () => ({ resources: RESOURCES }));
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: RESOURCE_TEMPLATES }));
  server.setRequestHandler('resources/read', ({ params: { uri } }) => {
    const contents = read(uri);
    if (!contents) throw new ResourceNotFoundError(uri);
    return { contents: [contents] };
  });
  server.setRequestHandler('prompts/list', () => ({ prompts: listed('prompts', PROMPTS) }));
  server.setRequestHandler('prompts/get', ({ params }, context) =>
    perform(named(PROMPTS, params.name), params.arguments ?? {}, context, (messages) => ({ messages })));
  server.setRequestHandler('completion/complete', ({ params: { argument } }) => {
    const values = ['paris', 'park', 'party'].filter((word) => word.startsWith(argument.value));
    return { completion: { values, total: values.length, hasMore: false } };
  });
}

/** Reports progress on the request that `mcpReq` stands for, if its sender wants to hear of it. */
export function progressOf(mcpReq) {
  const token = mcpReq._meta?.progressToken;
  return (progress, total) => token === undefined ? undefined : mcpReq.notify({
    method: 'notifications/progress', params: { progressToken: token, progress, total },
  });
}

/** A list that has changed shows it in its first entry. */
function listed(kind, entries) {
  const [first, ...others] = entries.map(definition);
  const seen = changes[kind] === 0 ? '' : ` (change ${changes[kind]})`;
  return [{ ...first, description: first.description + seen }, ...others];
}

function definition({ run, ...rest }) {
  return rest;
}

function named(catalogue, name) {
  const found = catalogue.find((entry) => entry.name === name);
  if (!found) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no ${name} here`);
  return found;
}
