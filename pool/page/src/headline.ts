// The tiles at the top: one figure each, big enough for a wall, with what puts it into proportion below.

import type { Status } from './api';
import { byId, el, setText } from './dom';
import { ago, count, difficulty, duration, none, percent, si } from './format';

interface Tile {
  value: HTMLElement;
  detail: HTMLElement;
}

export class Headline {
  private readonly blocks = tile('Blocks found', 'block-count');
  private readonly hashrate = tile('Pool hashrate', 'pool-hashrate');
  private readonly difficulty = tile('Network difficulty', 'network-difficulty');
  private readonly miners = tile('Miners connected', 'miner-count');
  private readonly shares = tile('Shares accepted', 'share-count');

  update(status: Status): void {
    const { blocks, network, shares, pool } = status;
    put(this.blocks, count(blocks.found), blocks.found, lastBlock(status));

    const [, minute, tenMinutes] = status.hashrates;
    const margin = minute && minute.shares > 0 ? `±${si(minute.margin_hps, 'H/s')} · ` : '';
    const longer =
      tenMinutes && tenMinutes.observed_s >= 300
        ? `10 min: ${si(tenMinutes.hashrate_hps, 'H/s')}`
        : 'over the last minute';
    put(this.hashrate, si(minute?.hashrate_hps, 'H/s'), minute?.hashrate_hps ?? 0, margin + longer);

    const mean = blocks.interval_mean_s;
    put(
      this.difficulty,
      difficulty(network.difficulty),
      network.difficulty ?? 0,
      mean === null
        ? `target: a block every ${duration(pool.block_interval_target_s)}`
        : `a block every ${duration(mean)}, target ${duration(pool.block_interval_target_s)}`,
    );

    put(
      this.miners,
      count(pool.sessions),
      pool.sessions,
      network.job === null ? 'no work yet' : `working on block ${count(network.job.height)}`,
    );

    const total = shares.accepted + shares.rejected;
    const worst = Object.entries(shares.rejected_by_reason).reduce(
      (a, b) => (b[1] > a[1] ? b : a),
      ['', 0],
    );
    put(
      this.shares,
      count(shares.accepted),
      shares.accepted,
      shares.rejected === 0
        ? 'none rejected'
        : `${count(shares.rejected)} rejected (${percent(shares.rejected / total)}), mostly ${worst[0].replaceAll('_', ' ')}`,
    );
  }
}

function tile(label: string, id: string): Tile {
  const value = el('dd', { class: 'figure', id, 'data-value': '0' }, none);
  const detail = el('dd', { class: 'detail' }, '\u00a0');
  byId('headline').append(el('dl', { class: 'card tile' }, el('dt', {}, label), value, detail));
  return { value, detail };
}

function put(tile: Tile, text: string, value: number, detail: string): void {
  setText(tile.value, text);
  tile.value.dataset['value'] = String(value);
  setText(tile.detail, detail);
}

function lastBlock(status: Status): string {
  const { blocks } = status;
  if (blocks.last_time_s === null) {
    return blocks.effort_current === null
      ? 'none yet'
      : `none yet · effort ${percent(blocks.effort_current)}`;
  }
  const refused = blocks.by_verdict.rejected + blocks.by_verdict.orphaned;
  const lost = refused > 0 ? ` · ${count(refused)} not in the chain` : '';
  return `last ${ago(status.time_s - blocks.last_time_s)}${lost}`;
}
