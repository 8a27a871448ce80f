// The program's own commands at a real terminal, a pseudo-terminal of `script`, before the authors' reference server: every
// question form of the protocol answered by somebody who types, declined, cancelled, and interrupted.

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, execute, INTEROP, Missing, NODE, NotRun, packaged } from '../harness.js';

const TIELINE = join(INTEROP, '..', 'bin', 'tieline');
const SERVER = [NODE, packaged('@modelcontextprotocol', 'server-everything', 'dist', 'index.js'), 'stdio'];
const FORM = 'trigger-elicitation-request';
const ESCAPES = /\u001b\[[0-9;]*[A-Za-z]/g;

/** What is typed into the form, field by field: wrong first where the form has something to say. */
const TYPED = [
  ['String', 'Ada'],
  ['Boolean', 'perhaps', 'neither y nor n', 'y'],
  ['String with default', ''],
  ['String with email format', 'nobody', 'no address', 'ada@example.com'],
  ['String with uri format', 'here', 'no URI', 'https://example.com/ada'],
  ['String with date format', 'yesterday', 'no date', '1815-12-10'],
  ['Integer', '101', 'at most 100', '7'],
  ['Number in range 1-1000', '2.5'],
  ['Untitled Single Select Enum', '3'],
  ['Untitled Multiple Select Enum', '1, 2, 3, 4', 'at most 3', 'Piano, 4'],
  ['Titled Single Select Enum', 'Wonder Woman'],
  ['Titled Multiple Select Enum', '1,3'],
  ['Legacy Titled Single Select Enum', ''],
];

const FILLED = {
  name: 'Ada', check: true, firstLine: 'It was a dark and stormy night.', email: 'ada@example.com',
  homepage: 'https://example.com/ada', birthdate: '1815-12-10', integer: 7, number: 2.5, untitledSingleSelectEnum: 'Joey',
  untitledMultipleSelectEnum: ['Piano', 'Drums'], titledSingleSelectEnum: 'hero-3',
  titledMultipleSelectEnum: ['fish-1', 'fish-3'], legacyTitledEnum: 'pet-1',
};

/** How each shell loads a script that stands behind this, and says that it did. */
const SHELLS = [
  ['bash', '-c', 'source "$0" && complete -p tieline'],
  ['zsh', '-fc', 'autoload -Uz compinit && compinit -u -D && source "$0" && echo ${_comps[tieline]}'],
  ['fish', '-c', 'source $argv[1]; complete -C "tieline do"'],
];

export default async function terminal(harness) {
  if (harness.direct) throw new NotRun('it is about the program itself');
  // Also builds the program, so that no build is between what is typed.
  const listed = await tieline('list', '--', ...SERVER);
  await harness.check('list shows signatures', () => {
    strictEqual(listed.code, 0, listed.errors);
    match(listed.output, /^ {2}get-sum\(a: number, b: number\)$/m);
    match(listed.output, /^Prompts$/m);
  });
  await harness.check('a form of every kind of field is filled in', async () => {
    const desk = new Desk(FORM);
    for (const [field, ...lines] of TYPED) {
      await desk.shows(`${field} (`);
      for (let at = 0; at < lines.length; at += 2) {
        desk.types(lines[at]);
        if (lines[at + 1]) await desk.shows(lines[at + 1]);
      }
    }
    strictEqual(await desk.ends(), 0, desk.text);
    const raw = desk.text.slice(desk.text.indexOf('"content": {'));
    for (const [name, value] of Object.entries(FILLED)) {
      ok(raw.replace(/\s+/g, ' ').includes(`"${name}": ${JSON.stringify(value, undefined, 1).replace(/\s+/g, ' ')}`), name);
    }
  });
  for (const [typed, said] of [[':decline', /declined/i], [':cancel', /cancell?ed/i]]) {
    await harness.check(`a form is left by ${typed}`, async () => {
      const desk = new Desk(FORM);
      await desk.shows('String (');
      desk.types(typed);
      strictEqual(await desk.ends(), 0, desk.text);
      match(desk.text, said);
    });
  }
  await harness.check('Ctrl-C in the middle of a form cancels the call', async () => {
    const desk = new Desk(FORM);
    await desk.shows('String (');
    desk.types('Ada');
    await desk.shows('Boolean (');
    desk.keys('\u0003');
    strictEqual(await desk.ends(), 130, desk.text);
  });
  await harness.check('a page is shown, and visited when somebody says so', async () => {
    const desk = new Desk('trigger-url-elicitation', 'url=https://example.com/visit');
    await desk.shows('https://example.com/visit');
    await desk.shows('Visit it?');
    desk.types('y');
    strictEqual(await desk.ends(), 0, desk.text);
  });
  await harness.check('progress is a bar', async () => {
    const desk = new Desk('trigger-long-running-operation', 'duration=1', 'steps=4');
    strictEqual(await desk.ends(), 0, desk.text);
    match(desk.text, /\[=+ *\] \d\/4/);
  });
  await harness.check('an image is a file', async () => {
    const { code, errors } = await tieline('call', '--out', harness.folder, 'get-tiny-image', '--', ...SERVER);
    strictEqual(code, 0, errors);
    ok(readdirSync(harness.folder).includes('get-tiny-image-1.png'));
  });
  await harness.check('where nobody types, a question is declined, and a model may be a program', async () => {
    const { code, output, errors } = await tieline('call', FORM, '--', ...SERVER);
    strictEqual(code, 0, errors);
    match(output, /declined/i);
    match(errors, /nobody is at the terminal/);
    const sampled = await tieline('call', '--sampling', 'echo forty-two', 'trigger-sampling-request', 'prompt=why', '--', ...SERVER);
    match(sampled.output, /forty-two/, sampled.errors);
  });
  for (const [shell, ...load] of SHELLS) {
    const script = join(harness.folder, `completion.${shell}`);
    const there = await execute('sh', ['-c', `command -v ${shell}`]);
    if (there.code !== 0) continue;
    await harness.check(`${shell} loads its completion`, async () => {
      const { output, code, errors } = await tieline('completion', shell);
      strictEqual(code, 0, errors);
      writeFileSync(script, output);
      const loaded = await execute(shell, [...load, script]);
      strictEqual(`${loaded.code}${loaded.errors}`, '0');
      match(loaded.output, /doctor|_tieline/);
    });
  }
  await harness.check('doctor finds nothing wrong', async () => {
    const { code, output, errors } = await tieline('doctor', '--json', '--tool', 'get-tiny-image', '--', ...SERVER);
    const failed = JSON.parse(output).servers[0].findings.filter(({ state }) => state === 'failed');
    deepStrictEqual(failed, []);
    strictEqual(code, 0, errors);
  });
}

const tieline = (...words) => execute(TIELINE, words);

/** One call at a terminal. */
class Desk {
  text = '';
  #seen = 0;

  constructor(...words) {
    const line = [TIELINE, 'call', ...words, '--', ...SERVER].map((word) => `'${word}'`).join(' ');
    // Who is started in the background may have to ignore Ctrl-C; at a terminal nobody has to.
    const command = ['--default-signal=INT', 'script', '-qfec', line, '/dev/null'];
    this.child = spawn('env', command, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdout.on('data', (chunk) => (this.text += String(chunk).replace(ESCAPES, '')));
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', (error) => reject(new Missing(`script (util-linux): ${error.message}`)));
      this.child.once('close', resolve);
    });
    this.ended.catch(() => {});
  }

  /** Waits for what stands behind all that was waited for before. */
  async shows(text) {
    const at = await eventually(() => this.text.indexOf(text, this.#seen) + 1, `"${text}" in ${this.text}`, 30_000);
    this.#seen = at - 1 + text.length;
  }

  types(line) { this.keys(`${line}\r`); }

  keys(keys) { this.child.stdin.write(keys); }

  ends() { return this.ended; }
}
