// The official conformance suite as the client; behind the gateway a reference server that speaks only 2025-11-25.
// Every scenario of that revision must pass, over HTTP and over stdio, without a warning and without an exception.

import { join } from 'node:path';
import { conformance, REVISION } from '../conformance/verdicts.js';
import { INTEROP, NODE } from '../harness.js';

const REFERENCE = join(INTEROP, 'reference', 'serve.js');

/** The frozen contract. */
const REQUIRED = [
  'server-initialize', 'logging-set-level', 'ping', 'completion-complete', 'tools-list', 'tools-call-simple-text',
  'tools-call-image', 'tools-call-audio', 'tools-call-embedded-resource', 'tools-call-mixed-content',
  'tools-call-with-logging', 'tools-call-error', 'tools-call-with-progress', 'tools-call-sampling',
  'tools-call-elicitation', 'elicitation-sep1034-defaults', 'server-sse-multiple-streams', 'elicitation-sep1330-enums',
  'resources-list', 'resources-read-text', 'resources-read-binary', 'resources-templates-read', 'resources-subscribe',
  'resources-unsubscribe', 'prompts-list', 'prompts-get-simple', 'prompts-get-with-args',
  'prompts-get-embedded-resource', 'prompts-get-with-image', 'dns-rebinding-protection',
];
/** What the suite runs without scoring it. */
const FURTHER = ['server-session-lifecycle', 'json-schema-2020-12', 'server-sse-polling'];

export default async function conformanceServer(harness) {
  const server = await harness.start(NODE, [REFERENCE, 'http'], { ready: (line) => line.match(/http:\S+/)?.[0] });
  await judge(harness, 'http', { url: server.ready });
  if (!harness.direct) await judge(harness, 'stdio', { command: [NODE, REFERENCE, 'stdio'] });
}

async function judge(harness, transport, backend) {
  const { url } = await harness.through(backend);
  const passed = await conformance(
    'server', join(harness.folder, transport), ['--url', url, '--requirements', REVISION]);
  for (const scenario of [...REQUIRED, ...FURTHER]) {
    await harness.check(`${transport}: ${scenario}`, () => passed(scenario));
  }
}
