// A bare Stratum client for the tests: sends lines and raw bytes, collects replies.

import { connect } from 'node:net';

export class StratumClient {
  static async open(port) {
    const client = new StratumClient();
    client.lines = [];
    client.waiters = [];
    client.closed = false;
    client.socket = connect(port, '127.0.0.1');
    let rest = '';
    client.socket.on('data', (data) => {
      rest += data.toString('latin1');
      const parts = rest.split('\n');
      rest = parts.pop();
      client.rest = rest;
      client.lines.push(...parts);
      client.#wake();
    });
    client.socket.on('error', () => {});
    client.whenClosed = new Promise((resolve) => {
      client.socket.on('close', () => {
        client.closed = true;
        client.#wake();
        resolve();
      });
    });
    await new Promise((resolve, reject) => {
      client.socket.once('connect', resolve);
      client.socket.once('error', reject);
    });
    return client;
  }

  #wake() {
    for (const waiter of [...this.waiters]) waiter();
  }

  send(message) {
    this.socket.write(typeof message === 'string' || message instanceof Buffer ? message : `${JSON.stringify(message)}\n`);
  }

  /** The first line for which `accept` is true, removed from the queue. */
  receive(accept, timeoutMs = 5000) {
    return new Promise((resolve, reject) => {
      const done = (settle, value) => {
        clearTimeout(timer);
        this.waiters = this.waiters.filter((waiter) => waiter !== check);
        settle(value);
      };
      const check = () => {
        for (let i = 0; i < this.lines.length; ++i) {
          let message;
          try {
            message = JSON.parse(this.lines[i]);
          } catch {
            continue;
          }
          if (accept(message)) {
            this.lines.splice(i, 1);
            done(resolve, message);
            return;
          }
        }
        if (this.closed) done(reject, new Error('the pool closed the connection'));
      };
      const timer = setTimeout(() => done(reject, new Error(`no such line within ${timeoutMs} ms`)), timeoutMs);
      this.waiters.push(check);
      check();
    });
  }

  async call(id, method, params, timeoutMs) {
    this.send({ id, method, params });
    return this.receive((message) => message.id === id, timeoutMs);
  }

  /** Subscribes and authorises; leaves extranonce1, extranonce2Size and the first job on the client. */
  async login(worker = 'tester', timeoutMs = undefined) {
    const subscribed = await this.call(1, 'mining.subscribe', ['test/1.0'], timeoutMs);
    [, this.extranonce1, this.extranonce2Size] = subscribed.result;
    await this.call(2, 'mining.authorize', [worker, 'x'], timeoutMs);
    await this.newestJob(timeoutMs);
    return this;
  }

  /** Puts the newest mining.notify's params on `job`; waits for one when none has come yet. */
  async newestJob(timeoutMs) {
    const isNotify = (message) => message.method === 'mining.notify';
    do {
      this.job = (await this.receive(isNotify, timeoutMs)).params;
    } while (this.lines.some((line) => line.includes('"mining.notify"')));
  }

  close() {
    this.socket.destroy();
  }
}
