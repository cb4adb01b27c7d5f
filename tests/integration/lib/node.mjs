// A real Bitcoin-like node: bcoin on regtest, started on loopback, with the RPC calls that the tests need.

import { join } from 'node:path';

import { Program, freePort, projectRoot, until } from './process.mjs';

const password = 'integration-test';

export class Node {
  /** `folder` keeps the chain over a restart. */
  static async start(folder, port) {
    const node = new Node();
    node.folder = folder;
    node.port = port ?? (await freePort());
    await node.launch();
    return node;
  }

  async launch() {
    const peerPort = await freePort();
    this.program = new Program(process.execPath, [
      join(projectRoot, 'tests/integration/node_modules/bcoin/bin/node'),
      '--network=regtest', `--prefix=${this.folder}`, '--memory=false', `--api-key=${password}`,
      '--http-host=127.0.0.1', `--http-port=${this.port}`, '--host=127.0.0.1', `--port=${peerPort}`,
      '--public-host=127.0.0.1', '--listen=false', '--no-dns=true', '--max-outbound=1', '--no-wallet', '--log-level=warning',
    ], { env: { ...process.env, NODE_BACKEND: 'js' } }); // its native parts are not built, and not needed
    await until('the node to answer', () => this.rpc('getblockcount').then(() => true), 30_000);
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  get password() {
    return password;
  }

  async rpc(method, params = []) {
    const reply = await fetch(this.url, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`x:${password}`).toString('base64')}` },
      body: JSON.stringify({ method, params, id: 1 }),
    });
    const body = await reply.json();
    if (body.error) throw new Error(`${method}: ${body.error.message}`);
    return body.result;
  }

  blockCount() {
    return this.rpc('getblockcount');
  }

  /** { csv: 'started', segwit: 'active', ... } as the node itself sees it. */
  async deployments() {
    const { bip9_softforks: forks } = await this.rpc('getblockchaininfo');
    return Object.fromEntries(Object.entries(forks).map(([name, { status }]) => [name, status]));
  }

  async block(height) {
    return this.rpc('getblock', [await this.rpc('getblockhash', [height]), true]);
  }

  stop(signal) {
    return this.program.stop(signal);
  }
}
