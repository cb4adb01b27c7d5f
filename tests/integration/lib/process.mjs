// Starts programs for a test and ends them again: only processes that it started, by their own handle.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const projectRoot = new URL('../../..', import.meta.url).pathname;
export const binaries = process.env.SLUICE_BIN_DIR ?? join(projectRoot, 'build/test/bin');

/** A child process whose output is kept and can be waited for. */
export class Program {
  constructor(command, args, options = {}) {
    this.name = command.split('/').pop();
    this.output = '';
    this.stdout = '';
    this.waiters = new Set();
    this.child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    this.child.stdout.on('data', (data) => this.#received(data.toString(), true));
    this.child.stderr.on('data', (data) => this.#received(data.toString(), false));
    this.exited = new Promise((resolve) => {
      this.child.on('close', (code, signal) => {
        this.exit = { code, signal };
        this.#wake();
        resolve(this.exit);
      });
      this.child.on('error', (error) => {
        this.output += `${error}\n`;
        this.exit = { code: -1, signal: null };
        this.#wake();
        resolve(this.exit);
      });
    });
  }

  #received(text, isStdout) {
    this.output += text;
    if (isStdout) this.stdout += text;
    this.#wake();
  }

  #wake() {
    for (const waiter of this.waiters) waiter();
  }

  /** Resolves with the match once the output matches; rejects after the timeout or when the program ends. */
  waitFor(pattern, timeoutMs = 20_000, from = 0) {
    return new Promise((resolve, reject) => {
      const finish = (settle, value) => {
        clearTimeout(timer);
        this.waiters.delete(check);
        settle(value);
      };
      const check = () => {
        const match = this.output.slice(from).match(pattern);
        if (match) finish(resolve, match);
        else if (this.exit) finish(reject, new Error(`${this.name} ended before printing ${pattern}:\n${this.tail()}`));
      };
      const timer = setTimeout(
        () => finish(reject, new Error(`${this.name} did not print ${pattern} in ${timeoutMs} ms:\n${this.tail()}`)),
        timeoutMs);
      this.waiters.add(check);
      check();
    });
  }

  tail() {
    return this.output.slice(-3000);
  }

  signal(name) {
    if (!this.exit) this.child.kill(name);
  }

  /** Ends the program politely, then firmly; resolves with its exit status. */
  async stop(signal = 'SIGTERM', patienceMs = 10_000) {
    this.signal(signal);
    const timer = setTimeout(() => this.signal('SIGKILL'), patienceMs);
    const exit = await this.exited;
    clearTimeout(timer);
    return exit;
  }
}

/** A folder for one test, removed afterwards. */
export async function temporaryFolder(test) {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
  test.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A loopback port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Polls until `probe` gives something truthy. */
export async function until(what, probe, timeoutMs = 30_000, intervalMs = 50) {
  const deadline = Date.now() + timeoutMs;
  let last;
  while (Date.now() < deadline) {
    try {
      last = await probe();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
  throw new Error(`waited ${timeoutMs} ms for ${what}; last seen: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
}
