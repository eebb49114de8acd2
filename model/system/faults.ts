/** Crashes, stops and partitions: what a participant becomes, and how often it may happen. */
import { picked } from '../data/paths.js';
import { type Address, type AnyEvent, PLAINLY, type Process } from '../participant/process.js';
import type { Faults } from './definition.js';

/** A participant's crash and restart, in one step; being down for a while looks to others like messages under way. */
export const RESTART: AnyEvent = Object.freeze({ type: 'fault.restart' });
/** A participant's end. What it knew stays to be seen by properties; it takes no more steps. */
export const STOP: AnyEvent = Object.freeze({ type: 'fault.stop' });

/** Whether an event is no doing of the participants. */
export function isFault({ type }: AnyEvent): boolean {
  return type.startsWith('fault.');
}

/** A participant that has stopped for good, and the state it stopped in. */
class Stopped {
  constructor(readonly state: unknown) {}
}

/** Whether a participant's state is its end. */
export function hasStopped(state: unknown): boolean {
  return state instanceof Stopped;
}

/** A process that may restart, keeping what is durable of its context, by keys or paths, and stop. */
export function mortal(process: Process, durable: readonly string[]): Process {
  const kept = (state: unknown): Record<string, unknown> => picked(process.show(state).context, durable);
  const { composed } = process;
  return {
    ...process,
    step: (state, event) => {
      if (state instanceof Stopped) return 'guarded';
      if (event === STOP) return [new Stopped(state), []];
      return event === RESTART ? process.initial(kept(state)) : process.step(state, event);
    },
    ...(composed && {
      composed: {
        ...composed,
        inside: (state, event) =>
          event === STOP ? [] : composed.inside(state, event, event === RESTART ? kept(state) : undefined),
      },
    }),
    data: (state) =>
      state instanceof Stopped ? { stopped: process.data(state.state) } : [process.data(state)],
    show: (state) =>
      state instanceof Stopped
        ? { value: 'stopped', context: process.show(state.state).context }
        : process.show(state),
    ...(process.awaits && {
      awaits: (state) => (state instanceof Stopped ? [] : process.awaits!(state)),
    }),
    withContext: (state, context) =>
      state instanceof Stopped
        ? new Stopped(process.withContext(state.state, context))
        : process.withContext(state, context),
  };
}

/** Counts down: accepts as many events as it was given, whatever they are. */
export function budget(times: number): Process {
  return {
    initial: () => [times, []],
    step: (left) => ((left as number) > 0 ? [(left as number) - 1, []] : 'guarded'),
    ...PLAINLY,
  };
}

/** What the network does by itself: it splits, so many times, and heals. */
export interface Partition {
  readonly split: boolean;
  readonly left: number;
}

export const PARTITION_INPUTS: readonly AnyEvent[] = [
  Object.freeze({ type: 'fault.split' }),
  Object.freeze({ type: 'fault.heal' }),
];

/** The network as an actor of its own. */
export function partitioning(times: number): Process {
  return {
    initial: () => [{ split: false, left: times }, []],
    step: (state, { type }) => {
      const { split, left } = state as Partition;
      if (type === 'fault.split' && !split && left > 0) return [{ split: true, left: left - 1 }, []];
      if (type === 'fault.heal' && split) return [{ split: false, left }, []];
      return 'guarded';
    },
    ...PLAINLY,
  };
}

/** How the loss of a message shows in traces. */
export function lossOf({ event: { from, ...message }, to }: Lost): AnyEvent & Lost['event'] {
  return { type: 'fault.lose', from, to, message } as AnyEvent & Lost['event'];
}

interface Lost {
  readonly event: AnyEvent & { readonly from: string };
  readonly to: Address;
}

/** The clock of the network `rounds`: it begins one round after another, and tells everybody. */
export function clock(rounds: number): Process {
  return {
    initial: () => [0, []],
    step: (round) =>
      (round as number) < rounds
        ? [(round as number) + 1, [{ type: 'round', to: 'all', round: (round as number) + 1 } as AnyEvent]]
        : 'guarded',
    ...PLAINLY,
  };
}

/** What the clock takes to begin a round. */
export const TICK: AnyEvent = Object.freeze({ type: 'tick' });

/** Whether a participant cannot hear another while the network is split. */
export function isCutOff({ partitions }: Faults<string>, from: string, to: string): boolean {
  const sideOf = (id: string): number => partitions?.sides.findIndex((side) => side.includes(id)) ?? -1;
  return sideOf(from) >= 0 && sideOf(to) >= 0 && sideOf(from) !== sideOf(to);
}
