// The prompts that the conformance suite gets by name. Like a tool, a prompt may ask through its call.

import { RED_PIXEL } from './samples.js';
import { elicitation } from './tools.js';

const argument = (name, description) => ({ name, description, required: true });
const user = (content) => ({ role: 'user', content });
const say = (text) => user({ type: 'text', text });

export const PROMPTS = [
  {
    name: 'test_simple_prompt',
    description: 'A prompt without arguments',
    run: () => [say('This is a simple prompt for testing.')],
  },
  {
    name: 'test_prompt_with_arguments',
    description: 'A prompt that repeats its arguments',
    arguments: [argument('arg1', 'First argument'), argument('arg2', 'Second argument')],
    run: ({ arg1, arg2 }) => [say(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)],
  },
  {
    name: 'test_prompt_with_embedded_resource',
    description: 'A prompt with a resource inside',
    arguments: [argument('resourceUri', 'URI of the resource')],
    run: ({ resourceUri }) => [
      user({
        type: 'resource',
        resource: { uri: resourceUri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' },
      }),
      say('Please process the embedded resource above.'),
    ],
  },
  {
    name: 'test_prompt_with_image',
    description: 'A prompt with an image inside',
    run: () => [
      user({ type: 'image', data: RED_PIXEL, mimeType: 'image/png' }), say('Please analyze the image above.'),
    ],
  },
  {
    name: 'test_input_required_result_prompt',
    description: 'A prompt that asks before it answers',
    run: async (_, call) => {
      const { user_context } = await call.ask({
        user_context: elicitation('What context should the prompt use?', { context: { type: 'string' } }, ['context']),
      });
      return [say(`Use this context: ${user_context.content?.context ?? 'none'}`)];
    },
  },
];
