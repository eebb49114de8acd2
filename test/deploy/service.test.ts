/** The unit for systemd: systemd's own check where there is systemd, and what the server relies on. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Exit } from '#src/terminal/exit.js';

const UNIT = readFileSync(new URL('../../deploy/synod.service', import.meta.url), 'utf8');
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'synod-unit-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fields = new Map(
  [...UNIT.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!] as const),
);

/** The unit as a file, with a program that there is on every machine. */
function unitFile(change: (unit: string) => string = (unit) => unit): string {
  const path = join(folder, 'synod.service');
  const here = UNIT.replace('/usr/local/bin/synod', process.execPath);
  writeFileSync(path, change(here));
  return path;
}

const verified = (path: string) => spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });

test.skipIf(!hasSystemd)('systemd finds nothing wrong with the unit, and would (a misspelt option)', () => {
  expect(verified(unitFile())).toMatchObject({ status: 0, stderr: '' });
  const misspelt = verified(unitFile((unit) => unit.replace('ProtectHome=', 'ProtctHome=')));
  expect(misspelt.stderr).toMatch(/Unknown key (name )?'ProtctHome'/);
});

test.skipIf(!hasSystemd)('what it may do is little (systemd’s exposure level is at most 2)', () => {
  const analysed = ['security', '--offline=true', '--no-pager', unitFile()];
  const [, level] = /Overall exposure level for \S+: (\d\.\d)/.exec(
    execFileSync('systemd-analyze', analysed, { encoding: 'utf8' }),
  )!;
  expect(Number(level)).toBeLessThanOrEqual(2);
});

test('it starts, reloads and stops the server as that expects it', () => {
  expect(fields.get('ExecStart')).toBe('/usr/local/bin/synod serve --config /etc/synod/synod.json');
  expect(fields.get('ExecReload')).toContain('-HUP $MAINPID');
  expect(fields.has('KillSignal')).toBe(false);
  expect(Number(fields.get('RestartPreventExitStatus'))).toBe(Exit.wrong);
  expect(fields.get('StateDirectory')).toBe('synod');
  expect(fields.has('MemoryDenyWriteExecute')).toBe(false);
});
