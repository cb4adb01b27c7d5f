// Blocks that this pool found, newest first; one that is not in the chain with the reason below it.

import type { Block, Verdict } from './api';
import { copyButton } from './copy';
import { el, foreign, show } from './dom';
import { ago, clock, count, difficulty, duration } from './format';
import { workerName } from './names';
import { table, type TableColumn } from './tables';

const blocksShown = 50;

/** Where the source of work gave no words of its own. */
const unsaid: Partial<Record<Verdict, string>> = {
  rejected: 'refused by the source of work, which gave no reason',
  orphaned: 'another block is in the chain in its place',
};

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
  const rows = blocks.slice(0, blocksShown).map((block) => ({
    row: block,
    attributes: {
      'data-key': block.hash,
      'data-height': String(block.height),
      'data-verdict': block.verdict,
    },
    note: reason(block),
  }));
  show(parent, table('Blocks found by this pool, newest first', columns(nowS), rows));
}

function columns(nowS: number): TableColumn<Block>[] {
  return [
    { title: 'Height', kind: 'number', cell: (block) => count(block.height) },
    { title: 'Verdict', kind: 'text', cell: verdict },
    {
      title: 'Found',
      kind: 'text',
      cell: (block) => el('span', { title: clock(block.time_s) }, ago(nowS - block.time_s)),
    },
    { title: 'Worker', kind: 'text wide', cell: (block) => workerName(block.worker) },
    { title: 'Interval', kind: 'number', cell: (block) => duration(block.interval_s) },
    { title: 'Difficulty', kind: 'number', cell: (block) => difficulty(block.network_difficulty) },
    { title: 'Hash', kind: 'text wide', cell: hash },
  ];
}

function verdict(block: Block): HTMLElement {
  return el('span', { class: `badge ${block.verdict}` }, block.verdict);
}

function reason(block: Block): HTMLElement | null {
  const said = block.reason === '' ? unsaid[block.verdict] : block.reason;
  return said === undefined
    ? null
    : el('span', {}, `Block ${count(block.height)} ${block.verdict}: `, foreign(said));
}

/** The leading zeros are all alike: the style sheet cuts those. */
function hash(block: Block): HTMLElement {
  const id = `hash-${block.hash}`;
  return el(
    'span',
    { class: 'hash' },
    el('code', {}, el('bdi', { dir: 'ltr', id }, block.hash)),
    copyButton(id, `the hash of block ${block.height}`),
  );
}
