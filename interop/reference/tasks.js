// Tasks of the extension io.modelcontextprotocol/tasks: a call is answered with a task, which its client asks about, gives
// answers to, or cancels. They live as long as this process, whichever request made them.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { MissingRequiredClientCapabilityError, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

export const TASKS = 'io.modelcontextprotocol/tasks';
const CLIENT_CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';
const POLL_MILLISECONDS = 100;
const AS_IT_COMES = { '~standard': { version: 1, vendor: 'tieline-reference', validate: (value) => ({ value }) } };

const tasks = new Map();

/** Carries `work` out as a task and gives the answer to the call that began it; a client without tasks waits for the end. */
export function asTask(work, call, { mcpReq }, { required = false } = {}) {
  if (!mayHaveTasks(mcpReq)) return required ? refuse() : work(call);
  const task = new Task();
  tasks.set(task.id, task);
  task.run(work);
  return { resultType: 'task', ...task.summary() };
}

/** Answers for the tasks on one server. */
export function serveTasks(server) {
  const methods = {
    'tasks/get': (task) => task.details(),
    'tasks/update': (task, retried) => task.answer(retried),
    'tasks/cancel': (task) => task.cancel(),
  };
  for (const [method, serve] of Object.entries(methods)) {
    server.setRequestHandler(method, { params: AS_IT_COMES, result: AS_IT_COMES }, (params, { mcpReq }) => {
      if (!mayHaveTasks(mcpReq)) refuse();
      const task = tasks.get(params.taskId);
      if (!task) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no such task');
      return serve(task, mcpReq) ?? {};
    });
  }
}

class Task {
  id = randomUUID();
  #status = 'working';
  #created = new Date();
  #updated = this.#created;
  #outcome = {};
  #questions = {};
  #answered = new Map();
  #ended = new AbortController();

  async run(work) {
    try {
      // Not before the call that began this has its answer.
      await sleep(0);
      this.#become('completed', { result: await work(this.#call()) });
    } catch ({ code = ProtocolErrorCode.InternalError, message }) {
      this.#become('failed', { error: { code, message } });
    }
  }

  summary() {
    return {
      taskId: this.id, status: this.#status, createdAt: this.#created.toISOString(),
      lastUpdatedAt: this.#updated.toISOString(), ttlMs: null, pollIntervalMs: POLL_MILLISECONDS,
    };
  }

  details() {
    const asking = this.#status === 'input_required';
    return { ...this.summary(), ...this.#outcome, ...asking && { inputRequests: { ...this.#questions } } };
  }

  /** Takes the answers to questions that are open; there may be others. */
  answer({ inputResponses = {} }) {
    for (const [key, response] of Object.entries(inputResponses)) {
      if (!(key in this.#questions)) continue;
      delete this.#questions[key];
      this.#answered.get(key)(response);
    }
    if (this.#status === 'input_required' && Object.keys(this.#questions).length === 0) this.#become('working');
  }

  cancel() {
    this.#become('cancelled');
  }

  #become(status, outcome = {}) {
    if (this.#ended.signal.aborted) return;
    this.#status = status;
    this.#outcome = outcome;
    this.#updated = new Date();
    if (!['working', 'input_required'].includes(status)) this.#ended.abort();
  }

  /** What the work sees: nobody hears its log and progress, and its questions wait for whoever asks about the task. */
  #call() {
    return {
      pause: (milliseconds) => sleep(milliseconds, undefined, { signal: this.#ended.signal }),
      log: () => {},
      progress: () => {},
      ask: (questions) => {
        Object.assign(this.#questions, questions);
        this.#become('input_required');
        return Promise.all(Object.keys(questions).map((key) =>
          new Promise((resolve) => this.#answered.set(key, (response) => resolve([key, response])))))
          .then(Object.fromEntries);
      },
    };
  }
}

function mayHaveTasks({ envelope }) {
  return envelope?.[CLIENT_CAPABILITIES]?.extensions?.[TASKS] !== undefined;
}

function refuse() {
  throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { extensions: { [TASKS]: {} } } });
}
