/** Faults: what goes wrong, when, and for how long. They are drawn by themselves, so that one can be left out and the rest stay. */
import { match } from 'ts-pattern';
import type { Chance } from './chance.js';

export const FAULT_KINDS = [
  /** The node stops; what is not durable is lost. */
  'crash',
  /** It crashes again and again, soon after each start. */
  'crashes',
  /** Nothing gets from one node to another, in one direction. */
  'cut',
  /** Nothing gets to or from the node. */
  'isolation',
  /** The power fails around the node: all others crash, and nothing gets to or from it. */
  'blackout',
  /** What one node sends to another takes very long. */
  'slowLink',
  /** Most of what the node sends is lost. */
  'lossyNode',
  /** A write fails; what becomes of later ones can no longer be believed. */
  'failedWrite',
  /** All writes fail until there is space again. */
  'fullDisk',
  /** Writes take very long. */
  'slowDisk',
  /** The process stands still, and its computer's clock goes on. */
  'pause',
  /** The computer stands still, and so does its monotonic clock. */
  'suspension',
  /** One of these two, and its network is there again only a while after it has woken up. */
  'pauseAlone',
  'suspensionAlone',
  /** Somebody sets the time of day forward. Set back, it could hide that the clock has stood still. */
  'wallStep',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** What parts a node from all others: it matters most to a leader, and where it lasts longer than a lease. */
const PARTING: readonly FaultKind[] = ['isolation', 'blackout', 'pauseAlone', 'suspensionAlone'];

export interface Fault {
  /** Its place among the faults of the run. */
  readonly number: number;
  readonly kind: FaultKind;
  readonly node: number;
  /** It befalls the leader, where there is one, and not the node. */
  readonly isLeaders: boolean;
  /** The other end of a link. */
  readonly other: number;
  /** How long it lasts; of a step of the time of day, how far it goes. */
  readonly forMs: number;
}

/** How often faults come, and to whom. */
export interface Hazards {
  readonly nodes: number;
  /** The mean time between two faults, and of which kinds they are. */
  readonly faultEveryMs: number;
  readonly faults: readonly FaultKind[];
}

/** The next fault, and how long after the one before it comes. */
export function nextFault(
  number: number,
  { nodes, faults, faultEveryMs }: Hazards,
  chance: Chance,
): { readonly afterMs: number; readonly fault: Fault } {
  const node = chance.below(nodes);
  const afterMs = chance.exponential(faultEveryMs);
  const kind = chance.pick(faults);
  const isParting = PARTING.includes(kind);
  return {
    afterMs,
    fault: {
      number,
      kind,
      node,
      isLeaders: chance.happens(isParting ? 0.8 : 0.4),
      other: (node + 1 + chance.below(nodes - 1)) % nodes,
      forMs: chance.exponential(chance.pick(isParting ? [100, 300] : [10, 100, 500])),
    },
  };
}

/** The fault as a trace tells it. */
export function showFault({ kind, forMs }: Fault, self: string, peer: string): string {
  const time = `${Math.ceil(forMs)} ms`;
  return match(kind)
    .with('crash', () => `${self} crashes, and starts again after ${time}`)
    .with('cut', () => `nothing gets from ${self} to ${peer} for ${time}`)
    .with('isolation', () => `${self} is cut off for ${time}`)
    .with('blackout', () => `the power fails around ${self}, which is cut off for ${time}`)
    .with('crashes', () => `${self} crashes again and again, every ${time}`)
    .with('lossyNode', () => `most of what ${self} sends is lost for ${time}`)
    .with('pause', () => `${self} is paused for ${time}`)
    .with('suspension', () => `${self} is suspended for ${time}, and its clock stands still`)
    .with('pauseAlone', () => `${self} is paused for ${time}, and cut off for longer`)
    .with('suspensionAlone', () => `${self} is suspended for ${time}, and cut off for longer`)
    .with('wallStep', () => `the time of day of ${self} is set forward by ${time}`)
    .with('slowLink', () => `what ${self} sends to ${peer} takes long for ${time}`)
    .with('failedWrite', () => `the next write of ${self} fails`)
    .with('fullDisk', () => `the disk of ${self} is full for ${time}`)
    .with('slowDisk', () => `the disk of ${self} is slow for ${time}`)
    .exhaustive();
}
