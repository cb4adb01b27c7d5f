// How to connect a miner: shown in the middle of the page while nobody mines, and in the footer always.

import type { Status } from './api';
import { byId, el, show } from './dom';

export function minerCommand(status: Status): string {
  const { algorithm, stratum_host: host, stratum_port: port } = status.pool;
  return `sluice-miner -a ${algorithm} -o stratum+tcp://${host || location.hostname}:${port} -u NAME`;
}

/** `workersTracked`: names that the pool knows, those of earlier runs included. */
export function showConnect(status: Status, workersTracked: number): void {
  const card = byId('connect');
  const idle = status.pool.sessions === 0 && !status.source.work_withdrawn;
  const isNew =
    status.shares.accepted === 0 && status.blocks.found === 0 && workersTracked === 0;
  card.hidden = !idle;
  if (idle) {
    show(
      card,
      el(
        'h2',
        { id: 'connect-title' },
        isNew ? 'Connect the first miner' : 'No miner is connected',
      ),
      el(
        'p',
        {},
        'Run this on the machine that is to mine. NAME is whatever you want to see in the table of workers.',
      ),
      el('pre', { tabindex: '0' }, el('code', { id: 'miner-command' }, minerCommand(status))),
      el(
        'p',
        { class: 'hint' },
        'Any other Stratum V1 miner works too: give it the same address and port.',
      ),
    );
  }
  show(
    byId('footer'),
    el('p', {}, 'Mine here: ', el('code', {}, minerCommand(status))),
    el(
      'p',
      {},
      `Sluice ${status.pool.version} · `,
      el('a', { href: 'api/v1/status' }, 'JSON'),
      ' · ',
      el('a', { href: 'metrics' }, 'Prometheus metrics'),
    ),
  );
}
