/**
 * Makes a failing run smaller, as long as the same claim falls. What then happens may be another run altogether; that the claim
 * falls in it is what counts.
 *
 * First it leaves out faults, and asks for less of everything: they are drawn by themselves, so leaving one out keeps the rest.
 * Then it takes the run again by a script of what happened, message by message and timer by timer, and leaves out what it can.
 * Without something, other things do not come to be planned; the script passes them over.
 */
import type { Circumstances } from './circumstances.js';
import { leaveOut } from './leave-out.js';
import { type Run, type RunOptions, run } from './run.js';
import type { Happening } from './timeline.js';
import { Trace } from './trace.js';

export interface Minimised {
  readonly run: Run;
  readonly trace: Trace;
  /** How many runs it took to find it. */
  readonly tried: number;
}

/** Each is tried by itself, and kept where the claim falls with it. */
const LESS: readonly Partial<Circumstances>[] = [
  { changeEveryMs: null },
  { residentMs: null },
  { alwaysMs: null },
  { loss: 0 },
  { duplication: 0 },
  { late: 0 },
  { atOnce: 1 },
  { clients: 2 },
  { clients: 1 },
  { reads: 0 },
  { registers: 1 },
];

/** The script alone says what is lost and what arrives again, so that each message is there to be taken twice. */
const BY_SCRIPT: Partial<Circumstances> = { loss: 0, duplication: 1, crashLoss: 0 };

/**
 * When so much has happened in the runs that are tried, no more faults are left out, and after so much more, nothing. Inputs are no
 * measure of it: in a cluster that is stuck clients ask on and on, and its replicas are given nothing.
 */
const EVENTS_MAX = { faults: 150_000, script: 450_000 };

/** So many inputs later than before may the claim fall in a run that is tried. */
const SLACK = 1_000;

/** The smallest that it finds; null where it was stopped before it found any. */
export async function minimise(options: RunOptions, failing: Run): Promise<Minimised | null> {
  const claim = failing.failure!.claim;
  let [best, chosen, tried] = [failing, options, 0];
  let trace = null as Trace | null;
  let eventsLeft = EVENTS_MAX.faults;
  const goesOn = (): boolean => eventsLeft > 0 && !options.signal?.aborted;
  const attempt = async (next: RunOptions): Promise<boolean> => {
    if (!goesOn()) return false;
    const tap = new Trace();
    const found = await run({ ...next, tap });
    tried++;
    eventsLeft -= found.events;
    if (found.failure?.claim !== claim) return false;
    [best, chosen, trace] = [found, next, tap];
    return true;
  };
  // Where the calm begins matters to a claim that falls in it, so that a shorter run is another one.
  const shorter = (): RunOptions => ({ ...chosen, steps: Math.min(chosen.steps, best.steps + SLACK) });
  for (const less of LESS)
    await attempt({ ...shorter(), circumstances: { ...chosen.circumstances, ...less } });
  await leaveOut(
    failing.faults,
    async (rest) => {
      const isKept = await attempt({ ...shorter(), isLeftOut: (fault) => !rest.includes(fault) });
      return isKept ? best.faults : null;
    },
    goesOn,
  );

  eventsLeft = EVENTS_MAX.script;
  const record = async (next: RunOptions): Promise<readonly Happening[] | null> => {
    const happened: Happening[] = [];
    const isKept = await attempt({ ...next, onHappening: (happening) => happened.push(happening) });
    return isKept ? happened : null;
  };
  let script = (await record(chosen)) ?? [];
  chosen = { ...chosen, circumstances: { ...chosen.circumstances, ...BY_SCRIPT } };
  // A claim that falls in the calm may fall without it, too.
  await attempt({ ...chosen, script, isWithoutCalm: true });
  for (const unwanted of namesOf(script)) {
    if (!goesOn()) break;
    const rest = script.filter(({ name }) => name !== unwanted);
    script = (await record({ ...chosen, script: rest })) ?? script;
  }
  await leaveOut(script, (rest) => record({ ...chosen, script: rest }), goesOn);

  return trace && { run: best, trace, tried };
}

/** The names of what happened, those of most things first. */
function namesOf(script: readonly Happening[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { name } of script) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
}
