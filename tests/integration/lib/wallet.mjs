// A key of ours on the node's chain: the pool pays to it, and the test spends what it got.

import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';

process.env.NODE_BACKEND = 'js';
const require = createRequire(import.meta.url);
const bcoin = require('bcoin');

export class Wallet {
  constructor() {
    this.ring = bcoin.KeyRing.generate();
  }

  /** The address as Bitcoin's regtest writes it (bcoin's own regtest prefixes are different). */
  get address() {
    return this.ring.getKeyAddress('base58', 'testnet');
  }

  /** Spends the coinbase of `block` (as getblock gives it, verbose) to the same key; returns { hex, txid }. */
  async spendCoinbase(node, block) {
    const raw = await node.rpc('getrawblock', [block.hash]).catch(() => node.rpc('getblock', [block.hash, false]));
    const coinbase = bcoin.Block.fromRaw(Buffer.from(raw, 'hex')).txs[0];
    const spend = new bcoin.MTX();
    spend.addTX(coinbase, 0);
    spend.addOutput({ address: this.ring.getKeyAddress(), value: coinbase.outputs[0].value - 10_000 });
    spend.sign(this.ring);
    const tx = spend.toTX();
    return { hex: tx.toRaw().toString('hex'), txid: tx.txid() };
  }
}

/** The merkle root of transaction ids in display order, computed apart from the code under test. */
export function merkleRoot(txids) {
  const sha256d = (data) => createHash('sha256').update(createHash('sha256').update(data).digest()).digest();
  let row = txids.map((id) => Buffer.from(id, 'hex').reverse());
  while (row.length > 1) {
    if (row.length % 2) row.push(row.at(-1));
    row = Array.from({ length: row.length / 2 }, (_, i) => sha256d(Buffer.concat([row[2 * i], row[2 * i + 1]])));
  }
  return Buffer.from(row[0]).reverse().toString('hex');
}
