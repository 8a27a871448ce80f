// Tieline under a path of nginx, which strips it or leaves it: both transports, with a question in the middle of a call.

import { match, strictEqual } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { installed } from '../chromium.js';
import { eventually, freePort, INTEROP, NODE } from '../harness.js';

const NGINX = '/usr/sbin/nginx';
const SERVER = [NODE, `${INTEROP}/reference/serve.js`, 'stdio'];
const ANSWER = { action: 'accept', content: { username: 'ada', email: 'a@b.c' } };

export default async function nginx(harness) {
  if (harness.direct) return; // The reference server has no path but its own.
  await installed('nginx-light', NGINX);
  const plain = await harness.through({ command: SERVER });
  await reached(harness, 'a stripped path', plain.url, '/');
  const told = await harness.through({ command: SERVER }, ['--public-url', 'http://127.0.0.1/tools']);
  await reached(harness, 'a path that is left, and a public URL', told.url, '');
  await reached(harness, 'a stripped path, and a public URL', told.url, '/');
}

/** Meets the gateway under `/tools`; `ending` of the address behind says whether nginx strips that. */
async function reached(harness, how, gateway, ending) {
  const base = `${await proxy(harness, new URL(gateway).origin + ending)}/tools`;
  for (const path of ['mcp', 'sse']) {
    await harness.check(`${how}: a tool asks in mid-call, over /${path}, twice`, async () => {
      const client = await harness.connect({ url: `${base}/${path}` }, {
        capabilities: { elicitation: {} }, handlers: { 'elicitation/create': () => ANSWER },
      });
      for (const message of ['first', 'second']) {
        const { content: [{ text }] } = await client.callTool({ name: 'test_elicitation', arguments: { message } });
        match(text, /ada/);
      }
      await client.close();
    });
  }
  await harness.check(`${how}: a page that a browser opens is readable`, async () => {
    const response = await fetch(`${base}/`, { headers: { Accept: 'text/html' } });
    strictEqual(response.status, 200);
    match(await response.text(), /MCP endpoint/);
  });
}

/** nginx as in docs/behind-a-proxy.md, in a folder of its own. */
async function proxy(harness, behind) {
  const port = await freePort();
  const folder = join(harness.folder, `nginx-${port}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration(folder, port, behind));
  await harness.start(NGINX, ['-e', join(folder, 'errors.log'), '-p', folder, '-c', file]);
  await eventually(() => new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); }).on('error', () => resolve(false));
  }), 'nginx does not listen');
  return `http://127.0.0.1:${port}`;
}

function configuration(folder, port, behind) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`);
  const location = behind.endsWith('/') ? '/tools/' : '/tools';
  return `daemon off; master_process off; pid ${folder}/pid; events {}
http {
  access_log off; ${temporary.join(' ')}
  server {
    listen 127.0.0.1:${port};
    location ${location} {
      proxy_pass ${behind};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_buffering off;
      proxy_read_timeout 1h;
      client_max_body_size 4m;
    }
  }
}
`;
}
