/** The container's file, without a container: what it copies is there, and what it runs is a command of the program. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { synod } from '#test/cli/synod.js';

const at = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const { engines, name, version } = JSON.parse(at('package.json'));

interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** Those of the last stage, which is what runs, and of all before. */
const [built, running] = at('deploy/Containerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll('\\\n', ' ')
  .split(/^(?=FROM )/m)
  .filter((stage) => stage.startsWith('FROM'))
  .map((stage) =>
    stage
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): Instruction => {
        const [, name, text] = /^([A-Z]+) +(.*)$/.exec(line)!;
        return { name: name!, text: text!.replaceAll(/ +/g, ' ') };
      }),
  ) as [Instruction[], Instruction[]];

function only(name: string): string {
  const found = running.filter((instruction) => instruction.name === name);
  expect(found, name).toHaveLength(1);
  return found[0]!.text;
}

describe('the container', () => {
  test('has a Node that the package runs on, the same in both stages', () => {
    const images = [built, running].map(([from]) => from!.text.split(' ')[0]);
    expect(new Set(images).size).toBe(1);
    const [, least] = /^>=(\d+)\./.exec(engines.node)!;
    expect(Number(/^node:(\d+)-/.exec(images[0]!)![1])).toBeGreaterThanOrEqual(Number(least));
  });

  test('installs what is packed, and copies neither modules nor builds of this machine', () => {
    expect(built.find((one) => one.name === 'RUN')!.text).toContain(
      'npm ci && npm pack && mv synod-*.tgz synod.tgz',
    );
    expect(`${name}-${version}.tgz`).toMatch(/^synod-.*\.tgz$/);
    expect(only('COPY')).toBe('--from=build /build/synod.tgz /tmp/synod.tgz');
    expect(at('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['node_modules', 'dist', '.git']));
  });

  test('is nobody of note, and owns the folder of its data', () => {
    expect(only('USER')).toBe('node');
    const names = running.map((instruction) => instruction.name);
    expect(names.indexOf('USER')).toBeGreaterThan(names.lastIndexOf('RUN'));
    expect(only('RUN')).toContain(`--owner=node --mode=0700 ${only('VOLUME')}`);
    expect(only('STOPSIGNAL')).toBe('SIGTERM');
  });

  test.each(['CMD', 'HEALTHCHECK'])(
    'runs a command that there is, with options that there are (%s)',
    async (instruction) => {
      expect(JSON.parse(only('ENTRYPOINT'))).toEqual(['synod']);
      const words: string[] = JSON.parse(/\[.*\]/.exec(only(instruction))![0]);
      const args = words[0] === 'synod' ? words.slice(1) : words;
      const { code, err } = await synod(args, []);
      // It comes as far as to its configuration, which is not here.
      expect(code).toBe(2);
      expect(err).toContain('expected a configuration in JSON in the file /etc/synod/synod.json');
    },
  );
});
