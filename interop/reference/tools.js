// The tools that the conformance suite calls by name.
//
// A tool is a function of its arguments and of the call it serves. What a call can do is the same in every era:
// `log`, `progress`, `pause`, `closeStream`, `changed` (changes a list and says so), `may` (has the client this
// capability?), `memory` (an object for as long as the session, if there are sessions), and `ask`, which takes questions
// under keys of the tool's own choice and gives back the answers under the same keys. How a question travels is the
// business of the server module of the era. In the stateless era a tool that asks is run again from its start once the
// answers are there: what it does before must bear that.

import { DEMANDING_SCHEMA, RED_PIXEL, SILENCE } from './samples.js';

const NO_ARGUMENTS = { type: 'object', properties: {} };

export const text = (value) => ({ content: [{ type: 'text', text: value }] });
export const tool = (name, description, run, inputSchema = NO_ARGUMENTS) => ({ name, description, inputSchema, run });
const oneString = (name, description) => ({
  type: 'object', properties: { [name]: { type: 'string', description } }, required: [name],
});

export const elicitation = (message, properties, required = []) => ({
  method: 'elicitation/create', params: { message, requestedSchema: { type: 'object', properties, required } },
});
const sampling = (prompt, maxTokens = 100) => ({
  method: 'sampling/createMessage',
  params: { messages: [{ role: 'user', content: { type: 'text', text: prompt } }], maxTokens },
});
const roots = () => ({ method: 'roots/list', params: {} });

const content = [
  tool('test_simple_text', 'Answers with one line of text', () => text('This is a simple text response for testing.')),
  tool('test_image_content', 'Answers with an image', () => ({
    content: [{ type: 'image', data: RED_PIXEL, mimeType: 'image/png' }],
  })),
  tool('test_audio_content', 'Answers with a sound', () => ({
    content: [{ type: 'audio', data: SILENCE, mimeType: 'audio/wav' }],
  })),
  tool('test_embedded_resource', 'Answers with a resource inside the result', () => ({
    content: [{
      type: 'resource',
      resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'This is an embedded resource content.' },
    }],
  })),
  tool('test_multiple_content_types', 'Answers with text, an image and a resource', () => ({
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      { type: 'image', data: RED_PIXEL, mimeType: 'image/png' },
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"test":"data","value":123}',
        },
      },
    ],
  })),
  tool('test_error_handling', 'Always fails', () => ({
    isError: true, ...text('This tool intentionally returns an error for testing'),
  })),
  tool('json_schema_2020_12_tool', 'Tool with JSON Schema 2020-12 features',
    (args) => text(`Received ${JSON.stringify(args)}`), DEMANDING_SCHEMA),
  tool('test_header_mirroring', 'Has an argument that clients over HTTP repeat in a header', ({ region }) => text(`In ${region}`), {
    type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' } }, required: ['region'],
  }),
];

const duringTheCall = [
  tool('test_tool_with_logging', 'Logs three times while it runs', async (_, call) => {
    await call.log('info', 'Tool execution started');
    await call.pause(50);
    await call.log('info', 'Tool processing data');
    await call.pause(50);
    await call.log('info', 'Tool execution completed');
    return text('Logged three messages.');
  }),
  tool('test_tool_with_progress', 'Reports progress at 0, 50 and 100', async (_, call) => {
    await call.progress(0, 100);
    await call.pause(50);
    await call.progress(50, 100);
    await call.pause(50);
    await call.progress(100, 100);
    return text('Reported progress three times.');
  }),
  tool('test_reconnection', 'Closes its response stream before it answers', async (_, call) => {
    call.closeStream();
    await call.pause(100);
    return text('Answered after the stream was closed and resumed.');
  }),
  tool('test_logging_tool', 'Logs once', async (_, call) => {
    await call.log('info', 'test_logging_tool was called');
    return text('Logged once.');
  }),
  tool('test_session_memory', 'Keeps a word for the session, or tells which one it keeps', ({ word }, call) => {
    call.memory.word = word ?? call.memory.word;
    return text(`Remembered: ${call.memory.word ?? 'nothing'}`);
  }, { type: 'object', properties: { word: { type: 'string' } } }),
  tool('test_trigger_tool_change', 'Changes the list of tools', async (_, call) => {
    await call.changed('tools');
    return text('The list of tools has changed.');
  }),
  tool('test_trigger_prompt_change', 'Changes the list of prompts', async (_, call) => {
    await call.changed('prompts');
    return text('The list of prompts has changed.');
  }),
];

const asking = [
  tool('test_sampling', 'Asks the client for a completion', async ({ prompt }, call) => {
    const { completion } = await call.ask({ completion: sampling(prompt) });
    return text(`LLM response: ${textOf(completion)}`);
  }, oneString('prompt', 'What to ask the model')),
  tool('test_elicitation', 'Asks the user for a name and an address', async ({ message }, call) => {
    const { user } = await call.ask({
      user: elicitation(message, {
        username: { type: 'string', description: "User's response" },
        email: { type: 'string', description: "User's email address" },
      }, ['username', 'email']),
    });
    return text(`User response: ${outcome(user)}`);
  }, oneString('message', 'What to show to the user')),
  tool('test_elicitation_sep1034_defaults', 'Asks with a default in every kind of field', async (_, call) => {
    const { form } = await call.ask({
      form: elicitation('Please check these values', {
        name: { type: 'string', description: 'Name', default: 'John Doe' },
        age: { type: 'integer', description: 'Age', default: 30 },
        score: { type: 'number', description: 'Score', default: 95.5 },
        status: { type: 'string', description: 'Status', enum: ['active', 'inactive', 'pending'], default: 'active' },
        verified: { type: 'boolean', description: 'Verified', default: true },
      }),
    });
    return text(`Elicitation completed: ${outcome(form)}`);
  }),
  tool('test_elicitation_sep1330_enums', 'Asks with all five forms of an enumeration', async (_, call) => {
    const { form } = await call.ask({ form: elicitation('Please choose', enumerations()) });
    return text(`Elicitation completed: ${outcome(form)}`);
  }),
  tool('test_input_required_result_elicitation', 'Asks for a name', async (_, call) => {
    const { user_name } = await call.ask({ user_name: nameQuestion('What is your name?') });
    return text(`Hello, ${user_name.content?.name ?? 'stranger'}!`);
  }),
  tool('test_input_required_result_sampling', 'Asks the model for a capital', async (_, call) => {
    const { capital_question } = await call.ask({ capital_question: sampling('What is the capital of France?') });
    return text(textOf(capital_question));
  }),
  tool('test_input_required_result_list_roots', 'Asks for the roots', async (_, call) => {
    const { client_roots } = await call.ask({ client_roots: roots() });
    return text(`Roots: ${client_roots.roots.map(({ uri }) => uri).join(', ')}`);
  }),
  tool('test_input_required_result_multiple_inputs', 'Asks three questions at once', async (_, call) => {
    const answers = await call.ask({
      user_name: nameQuestion('What is your name?'), greeting: sampling('Generate a greeting', 50), client_roots: roots(),
    });
    const { user_name, greeting, client_roots } = answers;
    return text(`${textOf(greeting)} ${user_name.content?.name}, with ${client_roots.roots.length} roots`);
  }),
  tool('test_input_required_result_multi_round', 'Asks two questions, one after the other', async (_, call) => {
    const { step1 } = await call.ask({ step1: nameQuestion('Step 1: What is your name?') });
    const { step2 } = await call.ask({
      step2: elicitation('Step 2: What is your favorite color?', { color: { type: 'string' } }, ['color']),
    });
    return text(`${step1.content?.name} likes ${step2.content?.color}`);
  }),
  tool('test_input_required_result_request_state', 'Asks for a confirmation', confirm),
  tool('test_input_required_result_tampered_state', 'Asks for a confirmation', confirm),
  tool('test_streaming_elicitation', 'Asks for a confirmation', confirm),
  tool('test_missing_capability', 'Asks the model, whether the client can or not', async (_, call) => {
    const { completion } = await call.ask({ completion: sampling('Are you there?') });
    return text(textOf(completion));
  }),
  tool('test_input_required_result_capabilities', 'Asks only what the client can answer', async (_, call) => {
    const answers = await call.ask({
      ...call.may('sampling') && { greeting: sampling('Generate a greeting', 50) },
      ...call.may('elicitation') && { user_name: nameQuestion('What is your name?') },
    });
    return text(`Answered: ${Object.keys(answers).join(', ') || 'nothing'}`);
  }),
];

export const TOOLS = [...content, ...duringTheCall, ...asking];

async function confirm(_, call) {
  const { confirm: answer } = await call.ask({
    confirm: elicitation('Please confirm', { ok: { type: 'boolean' } }, ['ok']),
  });
  return text(`state-ok: ${outcome(answer)}`);
}

function enumerations() {
  const titled = (noun) => ['First', 'Second', 'Third'].map((word, at) => ({ const: `value${at + 1}`, title: `${word} ${noun}` }));
  return {
    untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
    titledSingle: { type: 'string', oneOf: titled('Option') },
    legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['Option One', 'Option Two', 'Option Three'] },
    untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
    titledMulti: { type: 'array', items: { anyOf: titled('Choice') } },
  };
}

export function nameQuestion(message) {
  return elicitation(message, { name: { type: 'string' } }, ['name']);
}

function outcome({ action, content: values }) {
  return `action=${action}, content=${JSON.stringify(values ?? {})}`;
}

function textOf({ content: answer }) {
  return [answer].flat().filter(({ type }) => type === 'text').map((block) => block.text).join('');
}
