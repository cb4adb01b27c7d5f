// The whole way on a real node: bcoin's own view must show that the blocks are good and that the bits our pool set
// activate its deployments.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nodeConfig } from './lib/configs.mjs';
import { Node } from './lib/node.mjs';
import { temporaryFolder, until } from './lib/process.mjs';
import { readBooks, startMiner, startPool } from './lib/sluice.mjs';
import { Wallet, merkleRoot } from './lib/wallet.mjs';

const blocksPerPeriod = 144; // bcoin's regtest
const mineTo = (node, height) => until(`height ${height}`, async () => (await node.blockCount()) >= height, 180_000);

test('mines 450 blocks that a real node accepts, and its deployments activate', { timeout: 400_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const wallet = new Wallet();
  const node = await Node.start(folder);
  t.after(() => node.stop('SIGKILL'));
  assert.deepEqual(await node.deployments().then(({ csv, segwit }) => [csv, segwit]), ['defined', 'defined']);

  const toml = nodeConfig(folder, node, wallet.address);
  let pool = await startPool(folder, toml);
  t.after(() => pool.stop('SIGKILL'));
  const miner = startMiner(pool, { args: ['--retry-pause', '1'] });
  t.after(() => miner.stop('SIGKILL'));

  const states = new Set();
  const watch = setInterval(() => node.deployments().then(({ csv, segwit }) => states.add(`${csv}/${segwit}`), () => {}), 100);
  t.after(() => clearInterval(watch));

  await mineTo(node, 120);

  await t.test('a transaction of the mempool is mined, under a correct merkle root', async () => {
    const first = await node.block(1);
    const spend = await wallet.spendCoinbase(node, first);
    await node.rpc('sendrawtransaction', [spend.hex]);
    const height = await node.blockCount();
    const mined = await until('the transaction in a block', async () => {
      for (let at = height; at <= (await node.blockCount()); ++at) {
        const block = await node.block(at);
        if (block.tx.includes(spend.txid)) return block;
      }
      return null;
    });
    assert.equal(mined.tx.length, 2);
    assert.equal(mined.merkleroot, merkleRoot(mined.tx));
  });

  await t.test('killing and restarting the node loses nothing', async () => {
    const before = await node.blockCount();
    await node.stop('SIGKILL');
    await pool.waitFor(/gives no work/, 20_000);
    await node.launch();
    await mineTo(node, before + 20);
  });

  await t.test('killing and restarting the pool loses no acknowledged share', async () => {
    const before = await node.blockCount();
    await pool.stop('SIGKILL');
    const acknowledged = Number(miner.output.match(/accepted (\d+)\/\d+(?![\s\S]*accepted \d+\/\d+)/)[1]);
    const books = await readBooks(folder);
    assert.ok(books.shares >= acknowledged, `${books.shares} shares in the books, ${acknowledged} acknowledged`);
    pool = await startPool(folder, toml.replace('127.0.0.1:0', `127.0.0.1:${pool.stratum_port}`));
    await mineTo(node, before + 20);
  });

  await mineTo(node, 3 * blocksPerPeriod + 20);
  clearInterval(watch);
  assert.deepEqual(await node.deployments().then(({ csv, segwit }) => [csv, segwit]), ['active', 'active']);
  for (const state of ['started/started', 'locked_in/locked_in', 'active/active']) {
    assert.ok(states.has(state), `the node was seen in ${state}; seen: ${[...states].join(' ')}`);
  }
  const tip = await node.blockCount();
  assert.ok(tip >= 450, `${tip} blocks`);
  const books = await until('every verdict', async () => {
    const now = await readBooks(folder);
    return now.blocks_pending <= 1 && now;
  });
  assert.ok(books.blocks_accepted >= tip - 2, `${books.blocks_accepted} of ${tip} blocks in the books as accepted`);
  assert.equal(books.blocks_rejected, 0, 'the node accepted every block');
  assert.equal((await miner.stop('SIGINT')).code, 0);
  assert.equal((await pool.stop()).code, 0);
});

test('a deployment that the operator votes against is not locked in', { timeout: 300_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const node = await Node.start(folder);
  t.after(() => node.stop('SIGKILL'));
  const pool = await startPool(folder, nodeConfig(folder, node, new Wallet().address, { votes: { segwit: false } }));
  t.after(() => pool.stop('SIGKILL'));
  const miner = startMiner(pool);
  t.after(() => miner.stop('SIGKILL'));

  await mineTo(node, 2 * blocksPerPeriod + 10);
  assert.deepEqual(await node.deployments().then(({ csv, segwit }) => [csv, segwit]), ['locked_in', 'started']);
});
