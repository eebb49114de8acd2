/** `bench cluster`: a cluster on this machine, used as programs use it that embed a member: calls a second, and how long one takes. */
import { loadavg } from 'node:os';
import { Command, Option } from 'commander';
import { Exit } from '#src/terminal/exit.js';
import type { Io } from '#src/terminal/io.js';
import { formatCount, parseCount, parseDuration, parseSize, plural } from '#src/terminal/units.js';
import { sideBySide } from '#test/faults/place.js';
import { by, listOf, type Subcommand } from '../command.js';
import { machineWith } from '../machine.js';
import { EmbeddedSynod } from './embedded-synod.js';
import { type Kind, VALUE_BYTES } from './load.js';
import { nameOf, type Row, rowOf } from './measure.js';
import { reportOf } from './report.js';

/** A cluster has seven voters at most. */
const NODES_MAX = 7;
/** A member lets no more calls than these wait. */
const CALLERS_MAX = 10_000;
/** So that the table has room for every key. */
const VALUE_BYTES_MAX = 128 << 10;
const KINDS: readonly Kind[] = ['write', 'read'];

interface Options {
  readonly nodes: number;
  readonly concurrency: readonly number[];
  readonly value: number;
  readonly load: number;
  readonly json?: boolean;
}

export function clusterCommand(): Subcommand {
  const command = new Command('cluster')
    .description(
      "Measure a cluster on this machine: durable writes and linearizable reads from its leader's process and from a follower's.",
    )
    .option(
      '--nodes <count>',
      `how many processes the cluster has, up to ${NODES_MAX}; one alone has no follower`,
      by(upTo(NODES_MAX, parseCount)),
      3,
    )
    .addOption(
      new Option('--concurrency <counts>', 'how many callers call at once; 1,64: once with each')
        .argParser(by(listOf(upTo(CALLERS_MAX, parseCount))))
        .default([64], '64'),
    )
    .option(
      '--value <size>',
      'how large a value is that is written: 100, 4KiB',
      by(upTo(VALUE_BYTES_MAX, parseSize)),
      VALUE_BYTES,
    )
    .addOption(
      new Option('--load <duration>', 'how long a load lasts')
        .argParser(by(parseDuration))
        .default(3_000, '3s'),
    )
    .option('--json', 'print one JSON object and nothing else')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', EXIT_CODES);
  return {
    command,
    async act(io) {
      const asked = command.opts<Options>();
      const loadBefore = loadavg()[0]!;
      const rows = await measured(asked, io);
      const { nodes, value: valueBytes, load: loadMs } = asked;
      const document = { machine: machineWith(), loadBefore, nodes, valueBytes, loadMs, rows };
      io.out.write(asked.json ? `${JSON.stringify(document, null, 2)}\n` : reportOf(document));
      return io.signal.aborted ? Exit.notFinished : Exit.asStated;
    },
  };
}

const EXIT_CODES = `
Exit code:
  0  all was measured
  2  wrong use, or the cluster failed
  3  interrupted: what was measured by then is printed`;

/** Whatever happens, the cluster is closed. */
async function measured({ nodes, concurrency, value, load }: Options, io: Io): Promise<readonly Row[]> {
  const places = nodes > 1 ? (['leader', 'follower'] as const) : (['leader'] as const);
  const measures = concurrency.flatMap((callers) =>
    KINDS.flatMap((kind) => places.map((from) => ({ kind, from, callers }))),
  );
  const cluster = await EmbeddedSynod.found(await sideBySide(nodes), { valueBytes: value });
  const rows: Row[] = [];
  try {
    io.err.write(`warming up: ${plural(nodes, 'node')}\n`);
    await cluster.begin(load, io.signal);
    for (const measure of measures) {
      if (io.signal.aborted) break;
      io.err.write(`${nameOf(measure)}\n`);
      rows.push(await rowOf(cluster, measure, load));
    }
    return rows;
  } finally {
    await cluster.close();
  }
}

function upTo(most: number, parse: (text: string) => number): (text: string) => number {
  return (text) => {
    const number = parse(text);
    if (number <= most) return number;
    throw new RangeError(`Expected ${formatCount(most)} or less; got '${text}'.`);
  };
}
