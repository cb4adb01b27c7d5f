// Polls the API once a second and shows what it says. Nothing is fetched from anywhere else.

import './style.css';
import { api, type Range, type Status } from './api';
import { BlockStore } from './block_store';
import { Charts } from './charts';
import { showConnect } from './connect';
import { showDeployments } from './deployments';
import { byId, el, setText, show } from './dom';
import { duration } from './format';
import { Headline } from './headline';
import { HistoryStore, ranges } from './history_store';
import { showBlocks, showWorkers } from './tables';
import { onThemeChange } from './theme';

const pollMs = 1000;

const headline = new Headline();
const charts = new Charts(byId('charts'));
const store = new HistoryStore();
const blockStore = new BlockStore();
let lastStatus: Status | null = null;
let lostSince: number | null = null;

function showPool(status: Status): void {
  const { pool, source } = status;
  setText(byId('pool-name'), pool.name);
  document.title = `${status.blocks.found} blocks · ${pool.name}`;
  show(
    byId('pool-facts'),
    el('span', { title: 'Chain' }, pool.chain),
    el('span', { title: 'Algorithm' }, pool.algorithm),
    el('span', { title: 'Running since' }, `up ${duration(Math.floor(pool.uptime_s))}`),
  );
  const line = byId('source');
  line.dataset['connected'] = String(source.connected);
  setText(
    line,
    source.connected
      ? source.name
      : `${source.name || 'No source of work'}: ${source.detail || 'not connected'}`,
  );
}

function showLedger({ ledger }: Status): void {
  const banner = byId('ledger-fails');
  setText(
    banner,
    `Shares cannot be written to the ledger (${ledger.error}); ${ledger.shares_waiting} replies wait. Trying again…`,
  );
  banner.hidden = ledger.healthy;
}

function showConnection(lost: boolean): void {
  const banner = byId('connection-lost');
  if (!lost) {
    lostSince = null;
    banner.hidden = true;
    return;
  }
  lostSince ??= Date.now();
  const since = duration(Math.round((Date.now() - lostSince) / 1000));
  setText(
    banner,
    `The pool has not answered for ${since}; the figures below are old. Trying again…`,
  );
  banner.hidden = false;
}

async function refresh(): Promise<void> {
  const [status, workers, deployments] = await Promise.all([
    api.status(),
    api.workers(),
    api.deployments(),
    store.refresh(),
    blockStore.refresh(),
  ]);
  const restarted = lastStatus !== null && status.pool.uptime_s < lastStatus.pool.uptime_s;
  lastStatus = status;
  if (restarted) {
    store.reset();
    blockStore.reset();
  }
  showPool(status);
  showLedger(status);
  showConnect(status);
  headline.update(status);
  charts.update(store, blockStore.blocks, status);
  showDeployments(byId('deployments'), deployments.deployments);
  showBlocks(byId('blocks'), blockStore.blocks, status.time_s);
  showWorkers(byId('workers'), workers, status.time_s);
  document.body.dataset['ready'] = 'true';
}

async function poll(): Promise<void> {
  if (!document.hidden) {
    try {
      await refresh();
      showConnection(false);
    } catch {
      showConnection(true);
    }
  }
  setTimeout(() => void poll(), pollMs);
}

function offerRanges(): void {
  const group = byId('ranges');
  const buttons = (Object.keys(ranges) as Range[]).map((range) => {
    const button = el(
      'button',
      { type: 'button', 'aria-pressed': String(range === store.range) },
      ranges[range].label,
    );
    button.addEventListener('click', () => {
      buttons.forEach((other) => other.setAttribute('aria-pressed', String(other === button)));
      store.select(range);
      void store.refresh().then(
        () => {
          if (lastStatus !== null) {
            charts.update(store, blockStore.blocks, lastStatus);
          }
        },
        () => showConnection(true),
      );
    });
    return button;
  });
  group.append(...buttons);
}

offerRanges();
onThemeChange(() => charts.rebuild());
void poll();
