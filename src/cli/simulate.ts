/** `synod simulate`: whole clusters under faults in virtual time, and what they have met; or the run that went wrong. */
import { type Campaign, campaign, isEvidence } from '../simulator/campaign.js';
import type { Make } from '../simulator/host.js';
import { type Minimised, minimise } from '../simulator/minimise.js';
import { ROUND_TRIPS_MAX, type Run } from '../simulator/run.js';
import { SIGHTS } from '../simulator/sights.js';
import { counting } from '../terminal/counting.js';
import { Exit, type ExitCode } from '../terminal/exit.js';
import { type Io, painter } from '../terminal/io.js';
import { formatCount, plural } from '../terminal/units.js';

export interface SimulateOptions {
  readonly seed: number;
  readonly seeds: number;
  readonly steps: number;
  readonly json?: boolean;
  /** How the nodes are made, where a mistake is to be planted. */
  readonly make?: Make;
}

export async function simulate(options: SimulateOptions, io: Io): Promise<ExitCode> {
  const { signal } = io;
  const { make = {}, steps, seed: first, seeds } = options;
  const shown = counting(io, options.json ?? false);
  const onProgress = (seed: number, inputs: number): void =>
    shown.update(`seed ${seed}, ${seed - first + 1} of ${seeds}: ${plural(inputs, 'input')}`);
  const done = await campaign({ ...options, signal, onProgress });
  const { failing } = done;
  const smallest = failing && (await minimise({ seed: failing.seed, steps, make, signal }, failing));
  shown.end();
  const exitCode = exitCodeOf(done);
  if (options.json)
    io.out.write(`${JSON.stringify(documentOf(options, done, smallest, exitCode), null, 2)}\n`);
  else {
    tellSights(done, io);
    if (failing) tellFailure(options, failing, smallest, io);
  }
  return exitCode;
}

function exitCodeOf(done: Campaign): ExitCode {
  if (done.failing !== null) return Exit.notAsStated;
  if (done.isStopped) return Exit.notFinished;
  return isEvidence(done) ? Exit.asStated : Exit.notAsStated;
}

function tellSights(done: Campaign, io: Io): void {
  const { steps, runs, sights, inputsPerSecond, bareInputsPerSecond, digest } = done;
  const paint = painter(io, io.out);
  for (const sight of SIGHTS) {
    const line = `${formatCount(sights[sight]).padStart(11)}  ${sight}`;
    io.out.write(`${sights[sight] === 0 ? paint('dim', line) : line}\n`);
  }
  const ratio = (inputsPerSecond / bareInputsPerSecond).toFixed(2);
  const bare = `; the bare core takes ${formatCount(bareInputsPerSecond)} (ratio ${ratio})`;
  io.out.write(`
${plural(steps, 'input')} in ${plural(runs, 'run')}${done.isStopped ? ', then stopped' : ''}; digest ${digest}
${formatCount(inputsPerSecond)} inputs a second${bareInputsPerSecond === 0 ? '' : bare}
`);
  if (done.failing !== null) return;
  if (!isEvidence(done))
    io.out.write(
      paint('yellow', 'Nothing that is rare was met: this is no evidence. Give it more --steps.\n'),
    );
  else
    io.out.write(
      paint(
        'green',
        `Every claim held; after each run everything came to rest within ${ROUND_TRIPS_MAX} round trips.\n`,
      ),
    );
}

function tellFailure(
  options: SimulateOptions,
  { seed, failure }: Run,
  smallest: Minimised | null,
  io: Io,
): void {
  const paint = painter(io, io.out);
  io.out.write(`
${paint('red', `seed ${seed}, step ${failure!.step}: '${failure!.claim}' does not hold`)}
${failure!.account}
`);
  if (smallest === null) io.out.write('\nStopped before the run was made smaller.\n');
  else tellSmallest(smallest, io);
  io.out.write(`\nRun it again: ${replayLine(options, seed)}\n`);
}

function tellSmallest({ run, trace, tried }: Minimised, io: Io): void {
  io.out.write(`
The smallest run of ${tried} that were tried: step ${run.failure!.step}, ${plural(run.faults.length, 'fault')}. Its end, without heartbeats:
${run.failure!.account}

${trace.text()}

\`\`\`mermaid
${trace.mermaid()}
\`\`\`
`);
}

function replayLine({ steps }: SimulateOptions, seed: number): string {
  return `synod simulate --seed ${seed} --steps ${steps}`;
}

function documentOf(
  options: SimulateOptions,
  done: Campaign,
  smallest: Minimised | null,
  exitCode: ExitCode,
): unknown {
  const { failing, ...told } = done;
  return {
    ...told,
    isEvidence: isEvidence(done),
    exitCode,
    failing: failing && {
      seed: failing.seed,
      ...failing.failure,
      replay: replayLine(options, failing.seed),
      smallest: smallest && {
        ...smallest.run.failure,
        faults: smallest.run.faults,
        text: smallest.trace.text(),
        mermaid: smallest.trace.mermaid(),
      },
    },
  };
}
