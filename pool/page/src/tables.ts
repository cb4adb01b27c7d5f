// Blocks and workers, newest and strongest first.

import type { Block, Worker, Workers } from './api';
import { el, show } from './dom';
import { ago, clock, count, difficulty, duration, none, si } from './format';

const blocksShown = 50;

interface TableColumn<Row> {
  title: string;
  kind: 'text' | 'number';
  cell: (row: Row) => Node | string;
}

function table<Row>(
  caption: string,
  columns: TableColumn<Row>[],
  rows: Row[],
  attributes: (row: Row) => Record<string, string>,
): HTMLElement {
  return el(
    'table',
    {},
    el('caption', { class: 'unseen' }, caption),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        ...columns.map(({ title, kind }) => el('th', { scope: 'col', class: kind }, title)),
      ),
    ),
    el(
      'tbody',
      {},
      ...rows.map((row) =>
        el(
          'tr',
          attributes(row),
          ...columns.map(({ kind, cell }) => el('td', { class: kind }, cell(row))),
        ),
      ),
    ),
  );
}

export function showBlocks(parent: HTMLElement, blocks: Block[], nowS: number): void {
  if (blocks.length === 0) {
    show(
      parent,
      el(
        'p',
        { class: 'empty' },
        'No block yet. The first one shows up here the moment a miner finds it.',
      ),
    );
    return;
  }
  const columns: TableColumn<Block>[] = [
    { title: 'Height', kind: 'number', cell: (block) => count(block.height) },
    {
      title: 'Found',
      kind: 'text',
      cell: (block) => el('span', { title: clock(block.time_s) }, ago(nowS - block.time_s)),
    },
    { title: 'Interval', kind: 'number', cell: (block) => duration(block.interval_s) },
    {
      title: 'Worker',
      kind: 'text',
      cell: (block) => el('span', { class: 'name', title: block.worker }, block.worker),
    },
    { title: 'Difficulty', kind: 'number', cell: (block) => difficulty(block.network_difficulty) },
    { title: 'Verdict', kind: 'text', cell: verdict },
    {
      title: 'Hash',
      kind: 'text',
      cell: (block) => el('code', { title: block.hash }, shortHash(block.hash)),
    },
  ];
  show(
    parent,
    table(
      'Blocks found by this pool, newest first',
      columns,
      blocks.slice(0, blocksShown),
      (block) => ({
        'data-height': String(block.height),
        'data-verdict': block.verdict,
      }),
    ),
  );
}

function verdict(block: Block): HTMLElement {
  return el('span', { class: `badge ${block.verdict}`, title: block.reason }, block.verdict);
}

/** The leading zeros are all alike; the end tells blocks apart. */
function shortHash(hash: string): string {
  return hash.length > 16 ? `…${hash.slice(-12)}` : hash;
}

export function showWorkers(parent: HTMLElement, view: Workers, nowS: number): void {
  if (view.workers.length === 0) {
    show(
      parent,
      el('p', { class: 'empty' }, 'No worker yet. Connect a miner with the command above.'),
    );
    return;
  }
  const columns: TableColumn<Worker>[] = [
    { title: 'Worker', kind: 'text', cell: workerName },
    { title: 'Hashrate', kind: 'number', cell: workerRate },
    {
      title: 'Last share',
      kind: 'text',
      cell: (worker) =>
        worker.last_share_time_s === null ? none : ago(nowS - worker.last_share_time_s),
    },
    {
      title: 'Difficulty',
      kind: 'number',
      cell: (worker) => (worker.difficulty > 0 ? difficulty(worker.difficulty) : none),
    },
    { title: 'Accepted', kind: 'number', cell: (worker) => count(worker.accepted) },
    { title: 'Rejected', kind: 'number', cell: (worker) => count(worker.rejected) },
    {
      title: 'Best share',
      kind: 'number',
      cell: (worker) =>
        worker.best_share_difficulty > 0 ? difficulty(worker.best_share_difficulty) : none,
    },
  ];
  const hidden = view.workers_tracked - view.workers.length;
  show(
    parent,
    table('Workers of this pool, highest hashrate first', columns, view.workers, (worker) => ({
      'data-worker': worker.name,
      class: worker.connected ? '' : 'away',
    })),
    hidden > 0 ? el('p', { class: 'hint' }, `and ${count(hidden)} more with less hashrate`) : null,
  );
}

function workerName(worker: Worker): HTMLElement {
  const state = worker.connected ? 'connected' : 'not connected';
  return el(
    'span',
    { class: 'name', title: `${worker.name}, ${state}` },
    el('span', { class: worker.connected ? 'dot on' : 'dot', role: 'img', 'aria-label': state }),
    worker.name,
  );
}

function workerRate(worker: Worker): HTMLElement {
  const { hashrate } = worker;
  const title = `±${si(hashrate.margin_hps, 'H/s')} from ${count(hashrate.shares)} shares in ${duration(hashrate.observed_s)}`;
  return el('span', { title }, si(hashrate.hashrate_hps, 'H/s'));
}
