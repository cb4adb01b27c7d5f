// A node with four RPC threads, a chain that stands still, and a pool that is restarted again and again: the longpolls that
// a stopped pool leaves behind must not use up the threads.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { nodeConfig } from './lib/configs.mjs';
import { Litecoin, noLitecoin } from './lib/litecoin.mjs';
import { temporaryFolder, until } from './lib/process.mjs';
import { startPool } from './lib/sluice.mjs';

const stopsOfEachKind = 10;
const answerMsMax = 1000;

test('twenty ends of the pool within a quiet minute leave the node answering',
  { timeout: 180_000, skip: noLitecoin }, async (t) => {
    const folder = await temporaryFolder(t);
    const [node] = await Litecoin.startPair(t, folder);
    await node.generate(1);
    const toml = nodeConfig(folder, node, node.address, { pool: { network: 'litecoin-regtest', algorithm: 'scrypt' }, node: { extra_rules: ['mweb'] } });

    let answers = 0;
    const failures = [];
    let watching = true;
    t.after(() => { watching = false; });
    const watch = (async () => {
      while (watching) {
        await node.rpc('getblockcount', [], answerMsMax).then(() => ++answers, (error) => failures.push(String(error)));
        await pause(20);
      }
    })();
    for (let run = 0; run < 2 * stopsOfEachKind && failures.length === 0; ++run) {
      const pool = await startPool(folder, toml);
      t.after(() => pool.stop('SIGKILL'));
      await pool.waitFor(/source gives work/);
      await until('a longpoll at the node', async () => (await node.templatesHeld()) > 0, 5000);
      await pause(200); // enough for another one
      await pool.stop(run % 2 ? 'SIGKILL' : 'SIGTERM');
    }
    watching = false;
    await watch;
    assert.deepEqual(failures, [], `after ${answers} answers`);
    assert.ok(answers >= 2 * stopsOfEachKind);
    assert.equal(await node.templatesHeld(), 1, 'the one that the first run left behind');
    assert.equal(await node.blockCount(), 1, 'no block came meanwhile');
  });
