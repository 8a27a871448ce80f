// A real stateful backend over stdio: Playwright's server with Debian's Chromium. A page opened in one call must still
// be there in the next ones, and nobody else's browser may be. A client of the stateless era, which has no session, finds
// its page again too.

import { ok, strictEqual } from 'node:assert/strict';
import { createServer } from 'node:http';
import { CHROMIUM, installChromium } from '../chromium.js';
import { eventually, family, NODE, packaged } from '../harness.js';

const PAGE = `<!doctype html><title>Counter</title>
  <button onclick="document.querySelector('output').textContent = 'clicks: ' + ++clicks">Count</button>
  <output>clicks: 0</output><script>let clicks = 0</script>`;

export default async function playwright(harness) {
  await installChromium();
  const page = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE));
  await new Promise((resolve) => page.listen(0, '127.0.0.1', resolve));
  try {
    await browse(harness, `http://127.0.0.1:${page.address().port}/`);
  } finally {
    page.closeAllConnections();
    page.close();
  }
}

async function browse(harness, url) {
  const target = await harness.through({
    command: [NODE, packaged('@playwright', 'mcp', 'cli.js'), '--headless', '--no-sandbox', '--isolated',
      '--executable-path', CHROMIUM, '--output-dir', harness.folder],
  });
  const [alice, bob] = [await visitor(harness, target, 'legacy'), await visitor(harness, target, 'legacy')];

  await harness.check('a page opened in one call is there in the next', async () => {
    await alice.call('browser_navigate', { url });
    ok((await alice.snapshot()).includes('clicks: 0'));
  });
  await harness.check('clicks in later calls reach the same page', async () => {
    await alice.click();
    await alice.click();
    ok((await alice.snapshot()).includes('clicks: 2'));
  });
  await harness.check('a second client does not see the page of the first', async () => {
    ok(!(await bob.snapshot()).includes('clicks:'));
  });
  await harness.check('a second client has a browser of its own', async () => {
    await bob.call('browser_navigate', { url });
    await bob.click();
    ok((await bob.snapshot()).includes('clicks: 1'));
    ok((await alice.snapshot()).includes('clicks: 2'));
  });
  await harness.check('both click at once, each on their own page', async () => {
    await Promise.all([alice.click(), bob.click()]);
    const [seenByAlice, seenByBob] = await Promise.all([alice.snapshot(), bob.snapshot()]);
    ok(seenByAlice.includes('clicks: 3'), seenByAlice);
    ok(seenByBob.includes('clicks: 2'), seenByBob);
  });
  await harness.check('a session that ends takes its browser with it, and no other', async () => {
    await alice.leave();
    ok((await bob.snapshot()).includes('clicks: 2'));
    await bob.leave();
    if (!harness.direct) await eventually(() => family(target.pid).every((name) => !/chrom/.test(name)), 'browsers remain');
  });
  // Directly there is no such client: the server speaks the handshake era only.
  if (!harness.direct) await browseWithoutSession(harness, target, url);
}

async function browseWithoutSession(harness, target, url) {
  const carol = await visitor(harness, target, { pin: '2026-07-28' });
  await harness.check('a client without sessions finds its page in later calls', async () => {
    await carol.call('browser_navigate', { url });
    ok((await carol.snapshot()).includes('clicks: 0'));
    await carol.click();
    await carol.click();
    ok((await carol.snapshot()).includes('clicks: 2'));
  });
  await harness.check('and after it has connected anew', async () => {
    await carol.leave();
    const again = await visitor(harness, target, { pin: '2026-07-28' });
    ok((await again.snapshot()).includes('clicks: 2'));
    await again.leave();
  });
}

async function visitor(harness, target, mode) {
  const client = await harness.connect(target, {
    mode, capabilities: { roots: {} }, handlers: { 'roots/list': () => ({ roots: [] }) },
  });
  const call = async (name, args = {}) => {
    const result = await client.callTool({ name, arguments: args });
    const text = result.content.map((block) => block.text ?? '').join('\n');
    strictEqual(result.isError ?? false, false, text);
    return text;
  };
  const snapshot = () => call('browser_snapshot');
  return {
    call,
    snapshot,
    click: async () => {
      const [, button] = /button "Count".*\[ref=(\w+)\]/.exec(await snapshot());
      await call('browser_click', { element: 'Count', target: button });
    },
    leave: async () => {
      await client.transport.terminateSession?.();
      await client.close();
    },
  };
}
