// The tools that the conformance suite calls to see tasks, which only the stateless era has in this form. What may last
// goes on in `call.task(work)`, which runs `work` with a call of its own: as a task if the client knows tasks, otherwise
// within the call at hand.

import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { elicitation, nameQuestion, text, tool } from './tools.js';

const ONE_SECOND = 1000;
const confirmation = (message) => elicitation(message, { confirm: { type: 'boolean' } }, ['confirm']);

export const JOBS = [
  tool('greet', 'Answers at once, never as a task', ({ name }) => text(`Hello, ${name}!`), {
    type: 'object', properties: { name: { type: 'string' } }, required: ['name'],
  }),
  tool('slow_compute', 'Takes as many seconds as it is told', ({ seconds, label }, call) => call.task(async (task) => {
    await task.pause(seconds * ONE_SECOND);
    return text(`Computed ${label ?? 'something'} in ${seconds} s`);
  }), { type: 'object', properties: { seconds: { type: 'number' }, label: { type: 'string' } }, required: ['seconds'] }),
  tool('failing_job', 'Fails after a second; only as a task', (_, call) => call.task(async (task) => {
    await task.pause(ONE_SECOND);
    return { isError: true, ...text('The job has failed') };
  }, { required: true })),
  tool('protocol_error_job', 'Breaks', (_, call) => call.task(() => {
    throw new ProtocolError(ProtocolErrorCode.InternalError, 'The job is broken');
  })),
  tool('confirm_delete', 'Asks before it deletes', ({ filename }, call) => call.task(async (task) => {
    const { confirm } = await task.ask({ confirm: confirmation(`Delete ${filename}?`) });
    return text(confirm.content?.confirm ? `Deleted ${filename}` : `Kept ${filename}`);
  }), { type: 'object', properties: { filename: { type: 'string' } }, required: ['filename'] }),
  tool('multi_input', 'Asks twice at once', (_, call) => call.task(async (task) => {
    const { first, second } = await task.ask({ first: nameQuestion('First name?'), second: nameQuestion('Second name?') });
    return text(`${first.content?.name} and ${second.content?.name}`);
  })),
  tool('test_tool_with_task', 'Asks in the call, then goes on as a task', async (_, call) => {
    const { user_name } = await call.ask({ user_name: nameQuestion('What is your name?') });
    return call.task(async (task) => {
      await task.pause(ONE_SECOND / 10);
      return text(`Hello, ${user_name.content?.name}!`);
    });
  }),
];
