// What an operator or a stranger can get wrong: each has a clear message, and the pool goes on serving.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';

import { embeddedConfig, nodeConfig } from './lib/configs.mjs';
import { Program, binaries, freePort, temporaryFolder, until } from './lib/process.mjs';
import { startMiner, startPool } from './lib/sluice.mjs';
import { StratumClient } from './lib/stratum.mjs';

const address = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080'; // BIP173's program, on regtest

async function poolCommand(folder, command, toml) {
  const path = join(folder, 'pool.toml');
  await writeFile(path, toml);
  const program = new Program(join(binaries, 'sluice-pool'), [command, '--config', path]);
  return { ...(await program.exited), output: program.output };
}

test('check-config names file, line, key, what is wrong and what would be right', async (t) => {
  const folder = await temporaryFolder(t);
  const cases = [
    ['[stratum]\nlistn = "127.0.0.1:3333"\n', /pool\.toml:2:.*listn.*listen/s],
    ['[stratum]\nshards = "two"\n', /pool\.toml:2:.*shards.*(integer|whole number)/s],
    ['[stratum]\nextranonce2_size_bytes = 99\n', /extranonce2_size_bytes.*2.*8/s],
    ['[pool\n', /pool\.toml:1/],
    ['[pool]\nsource = "node"\nnetwork = "main"\naddress = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080"\n', /address.*(main|regtest)/s],
    ['[pool]\nsource = "node"\nnetwork = "main"\naddress = "1BoatSLRHtKNngkdXEeobR76b53LETtpyX"\n', /address.*checksum/s],
    ['[pool]\nalgorithm = "md5"\n', /algorithm.*sha256d/s],
    ['[embedded]\nrule = "asrt"\n', /rule.*asert/s],
  ];
  for (const [toml, expected] of cases) {
    const { code, output } = await poolCommand(folder, 'check-config', toml);
    assert.equal(code, 2, `${toml}\n${output}`);
    assert.match(output, expected, toml);
  }
  const good = await poolCommand(folder, 'check-config', embeddedConfig(folder));
  assert.equal(good.code, 0, good.output);
});

test('a missing configuration file and a folder in its place are named', async (t) => {
  const folder = await temporaryFolder(t);
  for (const path of [join(folder, 'absent.toml'), folder]) {
    const program = new Program(join(binaries, 'sluice-pool'), ['run', '--config', path]);
    assert.equal((await program.exited).code, 2);
    assert.ok(program.output.includes(path), program.output);
  }
});

test('a port in use is named, for Stratum and for HTTP', async (t) => {
  const folder = await temporaryFolder(t);
  const squatter = createServer().listen(0, '127.0.0.1');
  t.after(() => squatter.close());
  await new Promise((resolve) => squatter.once('listening', resolve));
  const listen = `127.0.0.1:${squatter.address().port}`;
  for (const overrides of [{ stratum: { listen } }, { http: { listen } }]) {
    const { code, output } = await poolCommand(folder, 'run', embeddedConfig(folder, overrides));
    assert.equal(code, 1, output);
    assert.match(output, new RegExp(`${listen.replaceAll('.', '\\.')}.*in use`, 's'));
  }
});

test('a ledger that cannot be opened is named', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'ledger.db'));
  const { code, output } = await poolCommand(folder, 'run', embeddedConfig(folder));
  assert.equal(code, 1);
  assert.match(output, /ledger\.db.*directory/s);
});

test('too few open files are refused with the remedy', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'pool.toml');
  await writeFile(path, embeddedConfig(folder));
  for (const limit of [20, 24, 32]) {
    const pool = [join(binaries, 'sluice-pool'), 'run', '--config', path];
    const program = new Program('bash', ['-c', `ulimit -n ${limit}; exec "$@"`, 'bash', ...pool]);
    assert.equal((await program.exited).code, 1, program.output);
    assert.match(program.output, new RegExp(`limit of open files is ${limit}.*ulimit -n`));
  }
});

test('an unreachable node and a wrong password are told apart, and the pool waits for the node', async (t) => {
  const folder = await temporaryFolder(t);
  const port = await freePort();
  const pool = await startPool(folder, nodeConfig(folder, { url: `http://127.0.0.1:${port}`, password: 'secret-word' }, address));
  t.after(() => pool.stop('SIGKILL'));
  await pool.waitFor(new RegExp(`127\\.0\\.0\\.1:${port}.*refused`, 'is'));
  const server = createServer((socket) => socket.once('data', () =>
    socket.end('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="rpc"\r\nContent-Length: 0\r\n\r\n')));
  server.listen(port, '127.0.0.1');
  t.after(() => server.close());
  await pool.waitFor(/(password|401|credentials)/i, 30_000);
  assert.ok(!pool.output.includes('secret-word'), 'the password is never logged');
  const { source } = await pool.api('status');
  assert.equal(source.connected, false);
  assert.equal((await pool.stop()).code, 0);
});

test('strangers on the Stratum port hurt nobody', { timeout: 120_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const pool = await startPool(folder, embeddedConfig(folder));
  t.after(() => pool.stop('SIGKILL'));
  const miner = startMiner(pool);
  t.after(() => miner.stop('SIGKILL'));
  await miner.waitFor(/accepted 1\//);

  const probes = {
    'an empty line': '\n\n',
    'one megabyte without a newline': Buffer.alloc(1 << 20, 0x61),
    'deep nesting': `{"id":1,"method":"mining.subscribe","params":${'['.repeat(5000)}${']'.repeat(5000)}}\n`,
    'wrong types': '{"id":{},"method":7,"params":"x"}\n',
    binary: Buffer.from([0x80, 0xff, 0x00, 0x01, 0x0a, 0xfe, 0x0a]),
    HTTP: 'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    'a TLS hello': Buffer.from('16030100c8010000c40303', 'hex'),
    'half a line': '{"id":1,"method":"mining.sub',
  };
  for (const [name, bytes] of Object.entries(probes)) {
    await t.test(name, async () => {
      const client = await StratumClient.open(pool.stratum_port);
      client.send(bytes);
      await new Promise((resolve) => setTimeout(resolve, 50));
      client.close();
      assert.equal(pool.exit, undefined, pool.tail());
    });
  }

  const client = await (await StratumClient.open(pool.stratum_port)).login('stranger');
  const en2 = '00'.repeat(client.extranonce2Size);
  const submits = {
    'an unknown job': [() => ['stranger', 'ffffffff', en2, ntimeNow(), '00000000'], 21],
    'a nonce of the wrong length': [(job) => ['stranger', job, en2, ntimeNow(), '0000'], 20],
    'an extranonce2 of the wrong length': [(job) => ['stranger', job, `${en2}00`, ntimeNow(), '00000000'], 20],
    'no hexadecimal': [(job) => ['stranger', job, en2, ntimeNow(), 'zzzzzzzz'], 20],
    'a number for a string': [(job) => ['stranger', job, en2, 7, '00000000'], 20],
    'another worker': [(job) => ['nobody', job, en2, ntimeNow(), '00000000'], 24],
    'a time far ahead': [(job) => ['stranger', job, en2, 'ffffffff', '00000000'], 20],
    'too few parameters': [(job) => ['stranger', job], 20],
  };
  const ntimeNow = () => client.job[7];
  let id = 100;
  for (const [name, [params, code]] of Object.entries(submits)) {
    await t.test(name, async () => {
      let reply = await client.call(++id, 'mining.submit', params(client.job[0]));
      while (reply.error?.[0] === 21 && code !== 21) { // the honest miner has ended the job
        await client.newestJob();
        reply = await client.call(++id, 'mining.submit', params(client.job[0]));
      }
      assert.equal(reply.error?.[0], code, JSON.stringify(reply.error));
      assert.ok(!reply.result);
    });
  }
  client.close();
  const seen = miner.output.length;
  await miner.waitFor(/accepted \d+\//, 30_000, seen);
  await until('shares of the honest miner', async () => (await pool.api('status')).shares.accepted > 0);
  assert.match(pool.output, /refused cause=tls count=1 .*stratum\+tcp:/);
});

test('the miner explains what is wrong with its command line', async () => {
  const cases = [
    [[], /-o/],
    [['-a', 'md5', '-o', 'stratum+tcp://127.0.0.1:1', '-u', 'x'], /sha256d/],
    [['-a', 'sha256d', '-o', 'ftp://nowhere', '-u', 'x'], /stratum\+tcp:\/\//],
    [['-a', 'sha256d', '--kernel', 'sha256d/none', '--self-test'], /avx2/],
  ];
  for (const [args, expected] of cases) {
    const program = new Program(join(binaries, 'sluice-miner'), args);
    const { code } = await program.exited;
    assert.notEqual(code, 0);
    assert.match(program.output, expected);
  }
});

test('the miner fails when what it prints cannot be written', async () => {
  for (const command of ['--list-devices -d cpu', '--benchmark --json -d cpu --kernel sha256d/scalar --benchmark-seconds 1', '--help']) {
    const program = new Program('sh', ['-c', `exec "$0" ${command} >/dev/full`, join(binaries, 'sluice-miner')]);
    const { code } = await program.exited;
    assert.equal(code, 1, `${command}\n${program.output}`);
    assert.match(program.output, /standard output: No space left on device/, command);
  }
});
