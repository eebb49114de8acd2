/** The commands that show what the production code does: simulated clusters, traces of real ones, and the demo. */
import type { Command } from 'commander';
import type { Chapter } from '#spec/index.js';
import type { DemoOptions } from '../demo/demo.js';
import type { ExitCode } from '../terminal/exit.js';
import type { Io } from '../terminal/io.js';
import { parseCount } from '../terminal/units.js';
import type { ConformOptions } from './conform.js';
import { CONFORM_HELP, DEMO_HELP, SIMULATE_HELP } from './help.js';
import { by } from './option-values.js';
import type { SimulateOptions } from './simulate.js';

/**
 * @param book the chapters, for a command that tells of them
 * @param ends is told how a command has ended
 */
export function addProduction(
  program: Command,
  book: () => Promise<readonly Chapter[]> | readonly Chapter[],
  io: Io,
  ends: (code: ExitCode) => void,
): void {
  program
    .command('simulate')
    .description(
      'run whole clusters of the production code in virtual time, under faults, and check every step',
    )
    .option('--seed <number>', 'the first seed: the same seed gives the same run', by(parseCount), 1)
    .option('--seeds <count>', 'how many runs, each from the next seed', by(parseCount), 10)
    .option(
      '--steps <count>',
      'the inputs that replicas are given under faults in each run; until all has come to rest there are more',
      by(parseCount),
      10_000,
    )
    .option('--json', 'tell the results as JSON')
    .addHelpText('after', SIMULATE_HELP)
    .action(async (options: SimulateOptions) => {
      const { simulate } = await import('./simulate.js');
      ends(await simulate(options, io));
    });

  program
    .command('conform')
    .description('say whether the traces of the nodes of a cluster are, together, a run that the book allows')
    .argument('<file...>', "the traces, one file for each node, as Synod.open's option trace writes them")
    .option('--json', 'tell the results as JSON')
    .addHelpText('after', CONFORM_HELP)
    .action(async (files: readonly string[], options: ConformOptions) => {
      const { conform } = await import('./conform.js');
      ends(await conform(files, options, io));
    });

  program
    .command('demo')
    .description('run three nodes on this machine, break them in every way, and show that nothing is lost')
    .option('--headless', 'ask nobody, and print only what happens')
    .option('--recording <file>', 'write what was to be seen as a picture that moves, in SVG')
    .addHelpText('after', DEMO_HELP)
    .action(async (options: DemoOptions) => {
      const { demo } = await import('../demo/demo.js');
      ends(await demo(await book(), options, io));
    });
}
