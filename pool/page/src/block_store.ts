// The newest blocks, newest first: all of them once, then only those whose verdict may still change.

import { api, type Block } from './api';

const keptMax = 1000; // as many as the pool keeps
const recent = 50;

export class BlockStore {
  blocks: Block[] = [];

  reset(): void {
    this.blocks = [];
  }

  async refresh(): Promise<void> {
    const { blocks: fresh } = await api.blocks(this.blocks.length === 0 ? keptMax : recent);
    const known = new Set(fresh.map((block) => block.hash));
    const older = this.blocks.filter((block) => !known.has(block.hash));
    this.blocks = [...fresh, ...older].slice(0, keptMax);
  }
}
