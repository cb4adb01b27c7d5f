// Two connected Litecoin Core nodes on regtest, on loopback: a node wants a peer before it gives templates. The first one
// has a wallet, and is the one that a pool works with.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { Program, freePort, until } from './process.mjs';

const candidates = [process.env.SLUICE_LITECOIND, '/usr/bin/litecoind', '/usr/local/bin/litecoind'];
const executable = candidates.find((path) => path && existsSync(path));
const password = 'integration-test';

/** Why no Litecoin node can be started on this machine; false when one can. */
export const noLitecoin = !executable && 'no litecoind: install it, or set SLUICE_LITECOIND to its path';

export class Litecoin {
  /** Two connected nodes, ended with the test. */
  static async startPair(test, folder) {
    const nodes = [];
    for (const name of ['first', 'second']) {
      const node = new Litecoin();
      node.folder = join(folder, name);
      await mkdir(node.folder);
      [node.port, node.peerPort] = [await freePort(), await freePort()];
      test.after(() => node.stop('SIGKILL'));
      await node.launch();
      nodes.push(node);
    }
    await nodes[0].connectTo(nodes[1]);
    await nodes[0].rpc('createwallet', ['tests']);
    nodes[0].address = await nodes[0].rpc('getnewaddress', ['', 'bech32']);
    return nodes;
  }

  async launch() {
    this.program = new Program(executable, [
      '-regtest', '-server', '-rpcthreads=4', '-rpcuser=x', `-rpcpassword=${password}`, '-rpcbind=127.0.0.1',
      '-rpcallowip=127.0.0.1', `-rpcport=${this.port}`, '-bind=127.0.0.1', `-port=${this.peerPort}`, '-dnsseed=0',
      '-fallbackfee=0.0001', '-printtoconsole=0', `-datadir=${this.folder}`,
    ], { env: { ...process.env, HOME: this.folder } });
    await until('litecoind to answer', () => this.rpc('getblockcount').then(() => true), 30_000);
  }

  async connectTo(other) {
    await this.rpc('addnode', [`127.0.0.1:${other.peerPort}`, 'onetry']);
    await until('the two nodes to connect', async () => (await this.rpc('getconnectioncount')) > 0);
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  get password() {
    return password;
  }

  async rpc(method, params = [], timeoutMs = 30_000) {
    const reply = await fetch(this.url, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`x:${password}`).toString('base64')}` },
      body: JSON.stringify({ method, params, id: 1 }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = await reply.json();
    if (body.error) throw new Error(`${method}: ${body.error.message}`);
    return body.result;
  }

  blockCount() {
    return this.rpc('getblockcount');
  }

  /** Blocks by the node's own miner, to the wallet. */
  generate(count) {
    return this.rpc('generatetoaddress', [count, this.address]);
  }

  /** getblocktemplate calls that the node is working on, held longpolls among them. */
  async templatesHeld() {
    const { active_commands: commands } = await this.rpc('getrpcinfo');
    return commands.filter(({ method }) => method === 'getblocktemplate').length;
  }

  stop(signal) {
    return this.program?.stop(signal);
  }
}
