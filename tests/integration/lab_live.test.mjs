// sluice-lab live: a real chain and real miner threads, laid over their simulation; nothing is left running.

import assert from 'node:assert/strict';
import { copyFile, readFile, readdir, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';

import { Program, binaries, temporaryFolder, until } from './lib/process.mjs';

const lab = join(binaries, 'sluice-lab');

/** Processes whose files lie below the folder: the children of a laboratory that has this TMPDIR. */
async function processesIn(folder) {
  const found = [];
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const output = await readlink(`/proc/${id}/fd/1`).catch(() => '');
    if (output.startsWith(folder)) found.push(Number(id));
  }
  return found;
}

function startLab(args, env = {}) {
  return new Program(lab, ['live', ...args], { env: { ...process.env, ...env } });
}

test('live measures a chain, simulates it, and ends what it started', { timeout: 120_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const plot = join(folder, 'overlay.svg');
  const program = startLab(
    ['--seconds', '12', '--steps', '0:1,6:0.5', '--threads', '1', '--seeds', '100', '--plot', plot, '--json'],
    { TMPDIR: folder });
  t.after(() => program.stop());
  const { code } = await program.exited;
  assert.equal(code, 0, program.tail());
  const report = JSON.parse(program.stdout);
  assert.equal(report.rule, 'asert');
  assert.equal(report.script, '0:1,6:0.5');
  assert.ok(report.blocks > 0, program.tail());
  assert.equal(report.block_list.length, report.blocks);
  report.block_list.forEach((block, i) => assert.equal(block.height, i + 1));
  assert.equal(report.overlay.length, 12);
  assert.equal(report.points_inside, report.overlay.filter((row) => row.inside === 'yes').length);
  for (const row of report.overlay) {
    assert.ok(row.difficulty > 0 && row.simulated_low <= row.simulated_high, JSON.stringify(row));
  }
  assert.match(await readFile(plot, 'utf8'), /^<svg/);
  assert.deepEqual(await processesIn(folder), []);
  assert.deepEqual(await readdir(folder), ['overlay.svg']);
});

for (const [signal, clean] of [['SIGINT', true], ['SIGKILL', false]]) {
  test(`no child survives a laboratory that gets ${signal}`, { timeout: 60_000 }, async (t) => {
    const folder = await temporaryFolder(t);
    const program = startLab(['--steps', '0:0.1'], { TMPDIR: folder });
    t.after(() => program.stop());
    await until('the pool and the miner', async () => (await processesIn(folder)).length === 2);
    program.signal(signal);
    const { code } = await program.exited;
    await until('the children to be gone', async () => (await processesIn(folder)).length === 0, 10_000);
    if (clean) {
      assert.equal(code, 1);
      assert.match(program.output, /interrupted/);
      assert.deepEqual(await readdir(folder), []);
    }
  });
}

test('live says what is wrong before it starts anything', async (t) => {
  const folder = await temporaryFolder(t);
  const squatter = createServer().listen(0, '127.0.0.1');
  t.after(() => squatter.close());
  await new Promise((resolve) => squatter.once('listening', resolve));
  const port = String(squatter.address().port);
  const cases = [ // a mistake on the command line ends with 2, what fails later with 1
    [['--rule', 'asret'], /unknown rule 'asret'; did you mean 'asert'/, 2],
    [['--rule', 'ethereum-homestead'], /cannot run live.*live can run .*asert/, 2],
    [['--steps', '0:1,30:2'], /step 2 .*'30:2'.*0\.02 to 1/, 2],
    [['--steps', '0:1,30:0.5', '--seconds', '30'], /last step comes at 30 s.*--seconds 50/, 2],
    [['--set', 'damping=3'], /asert has no setting 'damping'/, 2],
    [['--http-port', port], new RegExp(`sluice-pool did not start.*${port}`, 's'), 1],
    [['--plot', join(folder, 'absent', 'plot.svg')], /absent/, 1],
  ];
  for (const [args, expected, status] of cases) {
    const program = startLab(args);
    const { code } = await program.exited;
    assert.equal(code, status, `${args}\n${program.output}`);
    assert.match(program.output, expected, args.join(' '));
  }
});

test('live names a program that is missing', async (t) => {
  const folder = await temporaryFolder(t);
  const alone = join(folder, 'sluice-lab');
  await copyFile(lab, alone);
  const program = new Program(alone, ['live'], { env: { ...process.env, PATH: folder } });
  const { code } = await program.exited;
  assert.equal(code, 1, program.output);
  assert.match(program.output, /sluice-pool is neither in .*, beside this one, nor in PATH/);
});
