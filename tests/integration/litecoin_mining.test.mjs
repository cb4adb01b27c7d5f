// Litecoin Core: scrypt, the extension block (MWEB), longpoll, and a node that goes away or changes its mind.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nodeConfig } from './lib/configs.mjs';
import { Litecoin, noLitecoin } from './lib/litecoin.mjs';
import { temporaryFolder, until } from './lib/process.mjs';
import { readBooks, startMiner, startPool } from './lib/sluice.mjs';
import { StratumClient } from './lib/stratum.mjs';

const mwebHeight = 432; // three periods of 144 blocks: started, locked in, active

test('mines on Litecoin Core', { timeout: 240_000, skip: noLitecoin }, async (t) => {
  const folder = await temporaryFolder(t);
  const nodes = await Litecoin.startPair(t, folder);
  const [node, peer] = nodes;
  await node.generate(mwebHeight - 4);

  let pool;
  let miner;
  t.after(() => Promise.all([miner?.stop('SIGKILL'), pool?.stop('SIGKILL')]));
  const start = async (settings) => {
    const toml = nodeConfig(folder, node, node.address, {
      pool: { network: 'litecoin-regtest', algorithm: 'scrypt' },
      node: { request_timeout_ms: 2000, extra_rules: ['mweb'], ...settings },
      stratum: { start_difficulty: 0.002, min_difficulty: 0.002 }, // 131 hashes for a share, each of which is a block
    });
    pool = await startPool(folder, `${toml}[vardiff]\nenabled = false\n`);
  };
  const startMining = () => {
    miner = startMiner(pool, { algorithm: 'scrypt' });
  };
  const stopMining = () => miner.stop('SIGINT');
  const grow = async (blocks) => {
    const height = (await node.blockCount()) + blocks;
    return until(`height ${height}`, async () => (await node.blockCount()) >= height, 40_000);
  };

  // Polling would take a minute to see a block, so that longpoll alone can be quick.
  await start({ poll_interval_ms: 60_000 });
  await t.test('a peg-in opens the extension block, and its coins are spent there', async () => {
    startMining();
    // The node makes no template for the first block with an extension block before there is a peg-in.
    await until('the block before activation', async () => (await node.blockCount()) === mwebHeight - 1);
    const address = await node.rpc('getnewaddress', ['', 'mweb']);
    const pegIn = await node.rpc('sendtoaddress', [address, 1]);
    await grow(3);
    assert.ok((await node.rpc('gettransaction', [pegIn])).confirmations > 0);
    const block = await node.rpc('getblock', [await node.rpc('getblockhash', [mwebHeight]), 2]);
    assert.ok(block.tx.some(({ txid }) => txid === pegIn));
    const { softforks } = await node.rpc('getblockchaininfo');
    assert.equal(softforks.mweb.active, true);
    const spend = await node.rpc('sendtoaddress', [await node.rpc('getnewaddress', ['', 'mweb']), 0.25]);
    await until('the spend', async () => (await node.rpc('gettransaction', [spend])).confirmations > 0);
    await stopMining();
  });

  await t.test('a block of another miner reaches the miners by longpoll', async () => {
    const client = await (await StratumClient.open(pool.stratum_port)).login();
    for (let block = 0; block < 3; ++block) {
      await until('the longpoll at the node', async () => (await node.templatesHeld()) === 1, 5000);
      const previous = client.job[1];
      await peer.rpc('generatetoaddress', [1, node.address]);
      await client.newestJob();
      assert.notEqual(client.job[1], previous);
      assert.equal(client.job[8], true, 'older jobs are worthless');
    }
    client.close();
    assert.match(pool.output, /node longpoll works/);
  });

  assert.equal((await pool.stop()).code, 0);
  await start({});

  await t.test('a restart of the node is survived', async () => {
    await node.stop();
    await pool.waitFor(/gives no work/, 20_000);
    const from = pool.output.length;
    await node.launch();
    await node.connectTo(peer);
    await pool.waitFor(/source gives work/, 20_000, from);
    startMining();
    await grow(5);
  });

  await t.test('a node that stands still and goes on again is survived', async () => {
    const from = pool.output.length;
    node.program.signal('SIGSTOP');
    await pool.waitFor(/gives no work.*did not answer in time/, 20_000, from);
    node.program.signal('SIGCONT');
    await pool.waitFor(/source gives work/, 20_000, from);
    await grow(5);
  });

  for (const depth of [4, 1]) {
    await t.test(`the chain goes on after its last blocks became invalid, ${depth} deep`, async () => {
      await stopMining();
      await until('the nodes to agree', async () => (await peer.rpc('getbestblockhash')) === (await node.rpc('getbestblockhash')));
      const tip = await node.blockCount();
      const wrong = await node.rpc('getblockhash', [tip - depth + 1]);
      await Promise.all(nodes.map((each) => each.rpc('invalidateblock', [wrong])));
      assert.equal(await node.blockCount(), tip - depth);
      startMining();
      await until('a longer chain', async () => (await node.blockCount()) >= tip + 3, 40_000);
      assert.notEqual(await node.rpc('getblockhash', [tip - depth + 1]), wrong);
    });
  }

  await stopMining();
  const books = await until('every verdict', async () => {
    const now = await readBooks(folder);
    return now.blocks_pending === 0 && now;
  });
  assert.equal(books.blocks_rejected, 0, 'the node accepted every block');
  assert.equal((await pool.stop()).code, 0);
});
