// The tiles at the top: one figure each, big enough for a wall, with what puts it into proportion below.

import type { Status } from './api';
import { byId, el, setText, show } from './dom';
import { ago, count, difficulty, duration, none, percent, si } from './format';

type Detail = Node | string;

/** A figure that is no longer fed says so beside its name: colour alone would not be seen by all. */
class Tile {
  private readonly value: HTMLElement;
  private readonly detail = el('dd', { class: 'detail' }, '\u00a0');
  private readonly old = el('span', { class: 'badge old' }, 'old');
  private readonly card: HTMLElement;

  constructor(label: string, id: string) {
    this.value = el('dd', { class: 'figure', id, 'data-value': '0' }, none);
    this.old.hidden = true;
    const name = el('dt', {}, label, this.old);
    this.card = el('dl', { class: 'card tile' }, name, this.value, this.detail);
    byId('headline').append(this.card);
  }

  put(text: string, value: number, ...detail: Detail[]): void {
    setText(this.value, text);
    this.value.dataset['value'] = String(value);
    show(this.detail, ...detail);
  }

  markOld(isOld: boolean): void {
    this.old.hidden = !isOld;
    this.card.classList.toggle('is-old', isOld);
  }
}

export class Headline {
  private readonly blocks = new Tile('Blocks found', 'block-count');
  private readonly hashrate = new Tile('Pool hashrate', 'pool-hashrate');
  private readonly network = new Tile('Network hashrate', 'network-hashrate');
  private readonly difficulty = new Tile('Network difficulty', 'network-difficulty');
  private readonly miners = new Tile('Miners connected', 'miner-count');
  private readonly shares = new Tile('Shares accepted', 'share-count');
  private readonly ofPool = [this.blocks, this.hashrate, this.miners, this.shares];
  private readonly ofNetwork = [this.network, this.difficulty];

  /** The pool itself does not answer. */
  markOld(): void {
    [...this.ofPool, ...this.ofNetwork].forEach((tile) => tile.markOld(true));
  }

  update(status: Status): void {
    const { blocks, network, pool, source } = status;
    this.ofPool.forEach((tile) => tile.markOld(false));
    this.ofNetwork.forEach((tile) => tile.markOld(!source.connected));
    this.blocks.put(count(blocks.found), blocks.found, ...lastBlock(status));
    const [, minute] = status.hashrates;
    const rate = minute?.hashrate_hps ?? 0;
    this.hashrate.put(si(minute?.hashrate_hps, 'H/s'), rate, poolRate(status));
    this.network.put(si(network.hashrate_hps, 'H/s'), network.hashrate_hps ?? 0, share(status));
    this.difficulty.put(
      difficulty(network.difficulty),
      network.difficulty ?? 0,
      blockInterval(status),
    );
    this.miners.put(count(pool.sessions), pool.sessions, work(status));
    this.shares.put(count(status.shares.accepted), status.shares.accepted, rejected(status));
  }
}

function lastBlock({ blocks, time_s: nowS }: Status): Detail[] {
  if (blocks.last_time_s === null) {
    return blocks.effort_current === null
      ? ['none yet']
      : [`none yet · effort ${percent(blocks.effort_current)}`];
  }
  const last = `last ${ago(nowS - blocks.last_time_s)}`;
  const lost = blocks.by_verdict.rejected + blocks.by_verdict.orphaned;
  return lost === 0
    ? [last]
    : [`${last} · `, el('strong', { class: 'lost' }, `${count(lost)} not in the chain`)];
}

function poolRate({ hashrates: [, minute, tenMinutes] }: Status): string {
  const margin = minute && minute.shares > 0 ? `±${si(minute.margin_hps, 'H/s')} · ` : '';
  const longer =
    tenMinutes && tenMinutes.observed_s >= 300
      ? `10 min: ${si(tenMinutes.hashrate_hps, 'H/s')}`
      : 'over the last minute';
  return margin + longer;
}

function share({ network, pool, hashrates: [, minute] }: Status): string {
  if (network.hashrate_hps === null) {
    return 'not known yet';
  }
  if (pool.is_whole_network) {
    return 'this pool alone';
  }
  return `this pool: ${percent(Math.min(1, (minute?.hashrate_hps ?? 0) / network.hashrate_hps))}`;
}

function blockInterval({ blocks, pool }: Status): string {
  const target = duration(pool.block_interval_target_s);
  const mean = blocks.interval_mean_s;
  return mean === null
    ? `target: a block every ${target}`
    : `a block every ${duration(mean)}, target ${target}`;
}

function work({ network, source, time_s: nowS }: Status): string {
  if (source.work_withdrawn) {
    return 'sent away: no work';
  }
  if (network.job === null) {
    return 'no work yet';
  }
  const height = count(network.job.height);
  return source.connected
    ? `working on block ${height}`
    : `on block ${height}, ${ago(nowS - network.job.time_s)}`;
}

function rejected({ shares }: Status): string {
  if (shares.rejected === 0) {
    return 'none rejected';
  }
  const total = shares.accepted + shares.rejected;
  const [reason] = Object.entries(shares.rejected_by_reason).reduce(
    (a, b) => (b[1] > a[1] ? b : a),
    ['', 0],
  );
  return `${count(shares.rejected)} rejected (${percent(shares.rejected / total)}), mostly ${reason.replaceAll('_', ' ')}`;
}
