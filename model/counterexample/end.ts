/** The state in which a run ends, in full: of a deadlock, who waits for what. */

import { canonicalKey } from '../data/values.js';
import type { Envelope } from '../local/envelopes.js';
import type { Tables } from '../local/tables.js';
import type { Parts } from '../state/parts.js';
import { hasStopped, isFault } from '../system/faults.js';
import { NETWORKS } from '../system/network.js';
import type { End } from '../trace/trace.js';

/** @param isDeadlock whether to say what everybody waits for and refuses, and of the messages only which nobody takes. */
export function endOf(
  { system, processes, envelopes }: Tables,
  { states, messages }: Parts,
  isDeadlock: boolean,
): End {
  // By sender and receivers; in queues, messages stay in the order in which they were sent.
  const isQueue = NETWORKS[system.network].stores === 'queues';
  const order = ({ event, to }: Envelope): string =>
    canonicalKey([event.from, to, ...(isQueue ? [] : [event])]);
  const takes = (number: number, event: Envelope['event']): boolean => {
    const { process, states: known } = processes[number]!;
    return typeof process.step(known[states[number]!], event) !== 'string';
  };
  return {
    participants: processes
      .filter(({ kind }) => kind !== 'fault')
      .map(({ id, number, kind, process, states: known, inputs }) => {
        const local = known[states[number]!];
        const told = { id, state: process.show(local) };
        if (!isDeadlock || kind === 'history' || hasStopped(local)) return told;
        const own = inputs.filter((input) => !isFault(input));
        const waitsFor = process.awaits?.(local).filter((type) => own.every((input) => input.type !== type));
        const refuses = own.filter((input) => process.step(local, input) === 'guarded');
        return { ...told, ...(waitsFor && { waitsFor }), refuses };
      }),
    underWay: messages
      .map((message) => envelopes[message]!)
      .filter(({ receivers, event }) => !isDeadlock || !receivers.some((receiver) => takes(receiver, event)))
      .sort((one, other) => (order(one) < order(other) ? -1 : Number(order(one) > order(other))))
      .map(({ event, to }) => ({ ...event, to })),
  };
}
