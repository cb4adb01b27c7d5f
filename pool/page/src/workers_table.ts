// Workers, strongest first, with a search: the pool tracks more of them than a page can list.

import type { Worker, Workers } from './api';
import { el, show } from './dom';
import { ago, count, difficulty, duration, none, si } from './format';
import { workerName } from './names';
import { table, type TableColumn } from './tables';

export function showWorkers(
  parent: HTMLElement,
  view: Workers,
  nowS: number,
  searching: boolean,
): void {
  if (view.workers.length === 0) {
    const text = searching
      ? 'No worker matches.'
      : 'No worker yet. Connect a miner with the command at the end of this page.';
    show(parent, el('p', { class: 'empty' }, text));
    return;
  }
  const rows = view.workers.map((worker) => ({
    row: worker,
    attributes: {
      'data-key': worker.name,
      'data-worker': worker.name,
      class: worker.connected ? '' : 'away',
    },
  }));
  show(parent, table('Workers of this pool, highest hashrate first', columns(nowS), rows));
}

function columns(nowS: number): TableColumn<Worker>[] {
  return [
    { title: 'Worker', kind: 'text wide', cell: nameAndState },
    { title: 'Hashrate', kind: 'number', cell: rate },
    { title: 'Accepted', kind: 'number', cell: (worker) => count(worker.accepted) },
    { title: 'Rejected', kind: 'number', cell: (worker) => count(worker.rejected) },
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
    {
      title: 'Best share',
      kind: 'number',
      cell: (worker) =>
        worker.best_share_difficulty > 0 ? difficulty(worker.best_share_difficulty) : none,
    },
  ];
}

function nameAndState(worker: Worker): HTMLElement {
  const state = worker.connected ? 'connected' : 'not connected';
  return el(
    'span',
    { class: 'name', title: `${worker.name}, ${state}` },
    el('span', { class: worker.connected ? 'dot on' : 'dot', role: 'img', 'aria-label': state }),
    workerName(worker.name),
  );
}

function rate(worker: Worker): HTMLElement {
  const { hashrate } = worker;
  const title = `±${si(hashrate.margin_hps, 'H/s')} from ${count(hashrate.shares)} shares in ${duration(hashrate.observed_s)}`;
  return el('span', { title }, si(hashrate.hashrate_hps, 'H/s'));
}
