// The catalogue served by the revision 2026-07-28 and no other. A tool that asks is left where it asks, and its call ends
// with the questions; the retry runs the tool again from its start, with all answers so far at hand. They travel in the
// request state, under a seal, because nothing is kept here between requests.

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRequestStateCodec, inputRequired, McpServer } from '@modelcontextprotocol/server';
import { CAPABILITIES, change, IDENTITY, progressOf, serveCatalogue } from './catalogue.js';
import { JOBS } from './jobs.js';
import { asTask, serveTasks, TASKS } from './tasks.js';
import { TOOLS } from './tools.js';

const SEAL = createRequestStateCodec({ key: randomBytes(32), bind: ({ mcpReq }) => mcpReq.method });
const CLIENT_CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';

/** Thrown out of a tool that needs answers which are not there yet. */
class Unanswered extends Error {
  constructor(questions) {
    super('the client is asked first');
    this.questions = questions;
  }
}

/**
 * One server, for one request or for one process.
 *
 * @param changed told when a tool changes the list of `'tools'` or `'prompts'`; by default the server says so itself
 */
export function statelessServer(changed) {
  const served = new McpServer(IDENTITY, {
    capabilities: { ...CAPABILITIES, extensions: { [TASKS]: {} } }, requestState: { verify: SEAL.verify },
  });
  // Over HTTP the SDK compares the headers that repeat arguments by the schema that it finds here.
  served.toolInputSchemaJson = (name) => TOOLS.find((tool) => tool.name === name)?.inputSchema;
  const { server } = served;
  const announce = changed ?? ((kind) => kind === 'tools' ? server.sendToolListChanged() : server.sendPromptListChanged());
  serveCatalogue(server, [...TOOLS, ...JOBS], async (entry, args, context, whenDone) => {
    const answers = context.mcpReq.requestState()?.answers ?? {};
    try {
      return whenDone(await entry.run(args, callOf(context, answers, announce)));
    } catch (problem) {
      if (!(problem instanceof Unanswered)) throw problem;
      return inputRequired({ inputRequests: problem.questions, requestState: await SEAL.mint({ answers }, context) });
    }
  });
  serveTasks(server);
  return served;
}

/** What a tool sees of the request that it serves; what it has been answered is added to `answers`. */
function callOf(context, answers, announce) {
  const { mcpReq } = context;
  const call = {
    memory: {},
    task: (work, options) => asTask(work, call, context, options),
    pause: (milliseconds) => sleep(milliseconds),
    log: (level, data) => mcpReq.log(level, data, 'reference'),
    progress: progressOf(mcpReq),
    may: (capability) => mcpReq.envelope?.[CLIENT_CAPABILITIES]?.[capability] !== undefined,
    ask: async (questions) => {
      const keys = Object.keys(questions);
      for (const key of keys) answers[key] ??= mcpReq.inputResponses?.[key];
      const missing = keys.filter((key) => answers[key] === undefined);
      if (missing.length > 0) throw new Unanswered(Object.fromEntries(missing.map((key) => [key, questions[key]])));
      return Object.fromEntries(keys.map((key) => [key, answers[key]]));
    },
    changed: (kind) => {
      change(kind);
      return announce(kind);
    },
    closeStream: () => {},
  };
  return call;
}
