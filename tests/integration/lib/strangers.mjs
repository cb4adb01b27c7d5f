// What strangers send to a pool's ports, byte by byte: each resolves when it is done, whatever the pool does.

import { connect } from 'node:net';

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Opens a connection, sends the bytes, and resolves with what came back once it is closed or the time is over. */
export function send(port, bytes, holdMs = 300) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    let closedByPeer = false;
    const timer = setTimeout(() => socket.destroy(), holdMs);
    socket.on('connect', () => bytes.length > 0 && socket.write(bytes));
    socket.on('data', (data) => { received += data.toString('latin1'); });
    socket.on('end', () => { closedByPeer = true; });
    socket.on('error', () => { closedByPeer = true; });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve({ received, closedByPeer });
    });
  });
}

/** Connections that send nothing, or the beginning of something, and stay. */
export class Idlers {
  constructor(port, count, bytes = '') {
    this.sockets = Array.from({ length: count }, () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.on('connect', () => bytes !== '' && socket.write(bytes));
      return socket;
    });
  }

  /** Each sends one byte more, as slowloris does. */
  drip(byte = 'x') {
    for (const socket of this.sockets) if (socket.writable && !socket.connecting) socket.write(byte);
  }

  close() {
    for (const socket of this.sockets) socket.destroy();
  }
}

const nested = (levels) => `{"id":1,"method":"mining.subscribe","params":${'['.repeat(levels)}${']'.repeat(levels)}}\n`;

/** Openings that are no Stratum, or break one of its limits. */
export const openings = {
  'a TLS hello': Buffer.from('16030100c8010000c40303000000000000', 'hex'),
  'a PROXY header': 'PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n',
  'a PROXY header of version 2': Buffer.from('0d0a0d0a000d0a515549540a21110000', 'hex'),
  'an HTTP request': 'GET /metrics HTTP/1.1\r\nHost: pool\r\n\r\n',
  'an endless line': Buffer.alloc(1 << 20, 0x61),
  'deep nesting': nested(8_000),
  'nesting at the limit of a line': nested(100),
  'many members': `{"id":1,"method":"mining.configure","params":[[${'"x",'.repeat(3_000)}"x"],{}]}\n`,
  'twenty junk lines': '{"id":1}\n'.repeat(20),
  'a thousand junk lines': 'junk\n'.repeat(1_000),
  'empty lines': '\n'.repeat(5_000),
  binary: Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 197 + 13) & 0xff)),
  'half a line': '{"id":1,"method":"mining.sub',
  'an id of a kilobyte': `{"id":"${'9'.repeat(1024)}","method":"mining.subscribe","params":[]}\n`,
  'a number too large': '{"id":1,"method":"mining.suggest_difficulty","params":[1e999]}\n',
};

/** Worker names that would forge log lines or turn a page's text around if they were shown as they are. */
export const names = [
  '\u001b[31mred\u001b[0m', 'two\nlines', '\u202egnp.rekrow', 'nul\u0000byte', '\u009b31m', '\u2028line', '"><script>alert(1)</script>',
  'a'.repeat(5_000), '',
];
