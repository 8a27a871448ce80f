// The live view in Chromium, as somebody looks at it: two servers, eight calls at once that ask, a server that dies and a
// call that is refused; every message under its call (scenario 119).

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { CHROMIUM, installChromium } from '../chromium.js';
import { eventually, execute, freePort, INTEROP, NODE } from '../harness.js';
import { python } from '../toolchains.js';

const TOKEN = '0123456789abcdef0123456789abcdef';
const BLUE = { command: NODE, args: [`${INTEROP}/reference/serve.js`, 'stdio'] };
const RED = { ...BLUE, args: [...BLUE.args, '--revision', '2025-11-25'] }; // The same, but seen among the processes.
const ASKING = 'test_elicitation';
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export default async function liveView(harness) {
  if (harness.direct) return; // The view is the gateway's.
  await installChromium();
  const chrome = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    await look(harness, chrome);
  } finally {
    await chrome.close();
  }
}

async function start(harness, port) {
  const config = join(harness.folder, 'servers.json');
  const tokenFile = join(harness.folder, 'token');
  writeFileSync(config, JSON.stringify({ mcpServers: { red: RED, blue: BLUE } }));
  writeFileSync(tokenFile, TOKEN, { mode: 0o600 });
  return harness.through({ config }, ['--admin', `127.0.0.1:${port}`, '--admin-token-file', tokenFile]);
}

async function look(harness, chrome) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const target = await start(harness, port);
  const page = await (await chrome.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(5_000);
  const elsewhere = [];
  const complaints = [];
  page.on('request', (request) => { if (new URL(request.url()).origin !== origin) elsewhere.push(request.url()); });
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(error.message));

  await harness.check('the page asks for the token, and keeps it in its memory only', async () => {
    await page.goto(origin);
    await page.locator('#token:focus').waitFor();
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('That was not the token').waitFor();
    await page.keyboard.type(TOKEN);
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
    deepStrictEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, '']);
    ok(complaints.every((text) => text.includes('401')), complaints.join('\n'));
    complaints.length = 0;
  });
  const visitors = await crowd(harness, target);
  await harness.check('eight calls at once, each with its question and answer under it, and nothing else', () =>
    eight(page, visitors));
  await harness.check('a server that dies and a call that is refused are told', () => dies(page, visitors, target), 15_000);
  await harness.check('filters leave what they name', () => filters(page));
  await harness.check('the keyboard is enough', () => keyboard(page));
  await harness.check('text of others is text', () => hostile(page, visitors));
  for (const colorScheme of ['light', 'dark']) {
    for (const [size, viewport] of [['small', { width: 320, height: 640 }], ['large', { width: 1440, height: 900 }]]) {
      await harness.check(`${colorScheme} and ${size}: nothing overflows, and axe finds nothing`, () =>
        appearance(harness, page, colorScheme, size, viewport));
    }
  }
  await harness.check('no request to any other address, and nothing to complain of', () => {
    deepStrictEqual(elsewhere, []);
    deepStrictEqual(complaints.filter((text) => !text.includes('40')), []);
  });
  await Promise.all(visitors.map(({ client }) => client.close()));
  await harness.check("metrics are read by Prometheus's own library, and add up", () => metrics(harness, origin), 15_000);
  await harness.check('a gateway that is away is told, and found again', () => away(harness, page, target, port));
}

/** What stands at `/metrics`, by a parser that is not ours (scenario 115). */
async function metrics(harness, origin) {
  const page = join(harness.folder, 'metrics.txt');
  const answer = await fetch(`${origin}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  writeFileSync(page, await answer.text());
  const { code, output, errors } = await execute(await python(), [join(INTEROP, 'python', 'metrics.py'), page]);
  strictEqual(code, 0, errors);
  const { types, sums } = JSON.parse(output);
  strictEqual(types.mcp_server_operation_duration_seconds, 'histogram');
  strictEqual(types.tieline_question_wait_seconds, 'histogram');
  strictEqual(types.tieline_requests_accepted, 'counter');
  strictEqual(types.tieline_sessions, 'gauge');
  strictEqual(sums.tieline_requests_accepted_total,
    sums.mcp_server_operation_duration_seconds_count + sums.tieline_requests_in_flight);
}

/** Eight clients, whose users are slow: each answers when all have been asked. */
async function crowd(harness, target) {
  return Promise.all(Array.from({ length: 8 }, async (_, number) => {
    const visitor = { asked: 0, answer: undefined };
    visitor.client = await harness.connect(target, {
      name: `visitor-${number}`,
      capabilities: { elicitation: {} },
      handlers: {
        'elicitation/create': () => new Promise((resolve) => {
          visitor.asked++;
          visitor.answer = () => resolve({ action: 'accept', content: { username: 'ada', email: 'a@b.c' } });
        }),
      },
    });
    return visitor;
  }));
}

const server = (number) => (number % 2 === 0 ? 'red' : 'blue');
const ask = ({ client }, number) => client.callTool({ name: `${server(number)}__${ASKING}`, arguments: { message: 'Who?' } });

/** The texts of the messages of each call of this tool, by the name of its client. */
function drawn(page, tool) {
  return page.evaluate((named) => Object.fromEntries([...document.querySelectorAll('.call')]
    .filter((call) => call.querySelector('.name').textContent.includes(named))
    .map((call) => [call.querySelector('.lanes span').textContent, {
      server: call.querySelector('.lanes span:last-child').textContent,
      outcome: call.querySelector('.outcome').textContent,
      messages: [...call.querySelectorAll('.messages li')].map((item) => item.textContent.replace(/\d+ ms/, 'N ms')),
    }])), tool);
}

async function eight(page, visitors) {
  const answers = visitors.map(ask);
  await eventually(() => visitors.every(({ asked }) => asked === 1), 'not all were asked');
  const waiting = await eventually(async () => {
    const seen = Object.values(await drawn(page, ASKING));
    return seen.length === 8 && seen.every(({ outcome }) => outcome === 'asking') && seen;
  }, 'eight calls do not wait on the page');
  ok(waiting.every(({ messages }) => messages.at(-1).includes('question 1: elicitation/create')));
  visitors.forEach(({ answer }) => answer());
  await Promise.all(answers);
  const seen = await eventually(async () => {
    const calls = await drawn(page, ASKING);
    return Object.values(calls).every(({ outcome }) => outcome.startsWith('result')) && calls;
  }, 'the calls have not ended on the page');
  visitors.forEach((_, number) => {
    const call = seen[`visitor-${number}`];
    strictEqual(call.server, server(number));
    deepStrictEqual(call.messages, [
      `client to tieline: tools/call ${server(number)}__${ASKING}`,
      `tieline to server: tools/call to ${server(number)}`,
      'server to client: question 1: elicitation/create',
      'client to server: answer to question 1: result, after N ms',
      `server to tieline: answer of ${server(number)}, after N ms`,
      'tieline to client: result, after N ms',
    ]);
  });
}

/** The server of the first visitor's session is ended in mid-call. */
async function dies(page, visitors, { pid }) {
  const [visitor] = visitors;
  const answer = ask(visitor, 0).then(() => 'answered', ({ message }) => message);
  await eventually(() => visitor.asked === 2, 'the question did not come');
  for (const child of redServers(pid)) process.kill(child, 'SIGKILL');
  match(await answer, /\S/);
  await page.locator('#notices').getByText(/session lost/).first().waitFor();
  await page.locator('.call.bad .messages').getByText(/error -31001: the server has gone/).first().waitFor();
  await visitors[1].client.callTool({ name: 'green__nothing', arguments: {} }).catch(() => {});
  await page.locator('.call.bad').filter({ hasText: 'green__nothing' }).getByText(/error -32602/).first().waitFor();
}

/** The processes below this one that run the red server. */
function redServers(pid) {
  const children = readdirSync(`/proc/${pid}/task`)
    .flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean));
  return children.flatMap((child) => [
    ...(/serve\.js.*--revision/s.test(readFileSync(`/proc/${child}/cmdline`, 'utf8')) ? [Number(child)] : []), ...redServers(child),
  ]);
}

async function filters(page) {
  const shown = () => page.locator('.call:visible .lanes').evaluateAll((lanes) => lanes.map((lane) => lane.lastChild.textContent));
  await page.locator('#filter-server').selectOption('blue');
  ok((await shown()).length >= 4);
  ok((await shown()).every((name) => name.includes('blue')));
  await page.locator('#filter-outcome').selectOption('result');
  await page.getByLabel('Tool or method').fill(ASKING);
  strictEqual((await shown()).length, 4);
  await page.getByLabel('Tool or method').fill('');
  await page.locator('#filter-server').selectOption('');
  await page.locator('#filter-outcome').selectOption('error');
  ok((await shown()).length >= 1);
  await page.locator('#filter-outcome').selectOption('');
}

async function keyboard(page) {
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const details = page.getByRole('region', { name: /^Call \d+/ });
  await details.waitFor();
  match(await details.textContent(), /Method.*Servers.*Client.*Took.*Times/s);
  await page.keyboard.press('Escape');
  await details.waitFor({ state: 'hidden' });
  await page.keyboard.press('p');
  await page.getByRole('button', { name: 'Go on', pressed: true }).waitFor();
  await page.keyboard.press('p');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
}

async function hostile(page, visitors) {
  const name = '<img src=x onerror=document.title=1>';
  await visitors[1].client.callTool({ name, arguments: {} }).catch(() => {});
  await page.locator('.call .name').getByText(name).waitFor();
  strictEqual(await page.locator('img').count(), 0);
}

async function appearance(harness, page, colorScheme, size, viewport) {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(viewport);
  await page.locator('.call > button').first().click();
  const [wide, dark] = await page.evaluate(() => [
    document.documentElement.scrollWidth - document.documentElement.clientWidth,
    getComputedStyle(document.body).backgroundColor === 'rgb(20, 23, 26)',
  ]);
  strictEqual(wide, 0, `${wide} pixels stand out`);
  strictEqual(dark, colorScheme === 'dark');
  await page.screenshot({ path: join(harness.folder, `${colorScheme}-${size}.png`) });
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  deepStrictEqual(violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0].html}`), []);
  await page.keyboard.press('Escape');
}

async function away(harness, page, { pid }, port) {
  process.kill(pid, 'SIGTERM');
  await page.getByRole('status').getByText(/is away/).waitFor();
  await eventually(() => start(harness, port).catch(() => undefined), 'it does not start again');
  await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
  await page.locator('#notices').getByText('The gateway was started again').waitFor();
}
