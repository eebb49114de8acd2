/** What is measured against the number of nodes: a decision alone, the two phases of a stable leader, and reads. */
import { holds, type Instance, instance } from '../chapter.js';
import { type Bounds, boundsHold, isNotKnown, readsCostNothingMore } from './claims.js';
import { LEADER } from './names.js';
import { parliamentOf } from './parliaments.js';
import { leaseOf, quorumReadOf } from './reads.js';
import { synodOf } from './synods.js';

export interface Measure {
  readonly what: string;
  /** Between what and what it costs, as a formula. */
  readonly bounds: (nodes: number) => Bounds;
  /** By the number of nodes. */
  readonly instances: ReadonlyMap<number, Instance>;
}

/** The clusters in which all is measured. */
export const SIZES: readonly number[] = [3, 5, 7];

// #region bounds
/** A request to all others, of whom at least as many answer as make a quorum with the one who asks, and at most all. */
function roundTrips(times: number, writes: (answers: number) => number) {
  return (nodes: number): Bounds => {
    const others = nodes - 1;
    const needed = Math.floor(nodes / 2);
    return {
      least: { messages: times * (others + needed), writes: writes(needed) },
      most: { messages: times * (others + others), writes: writes(others) },
    };
  };
}
// #endregion

// #region measures
export const synod = measure(
  'a Synod for one decision (chapter 14)',
  roundTrips(2, (answers) => 2 * (1 + answers)),
  (nodes, { name, claims }) =>
    instance(name, { ...synodOf(name, { nodes, rounds: { [LEADER]: 1 } }), within: isNotKnown }, claims),
);

export const phase1 = measure(
  'to become leader: phase 1, for all slots (16)',
  roundTrips(1, (answers) => 1 + answers),
  (nodes, { name, claims }) =>
    instance(name, { ...parliamentOf(name, { nodes, commands: ['olives'] }), within: isNotKnown }, claims),
);

export const decree = measure(
  'a decree of a stable leader: phase 2 (16)',
  roundTrips(1, (answers) => 1 + answers),
  (nodes, { name, claims }) =>
    instance(name, parliamentOf(name, { nodes, commands: ['olives'], isElected: true }), claims),
);

export const quorumRead = measure(
  'a quorum read (20)',
  roundTrips(1, () => 1),
  (nodes, { name, claims }) => instance(name, quorumReadOf(name, nodes), claims),
);

export const lease = measure(
  'a lease (18)',
  roundTrips(1, () => 0),
  (nodes, { name, claims }) => {
    const { messages } = roundTrips(1, () => 0)(nodes).most;
    return instance(name, leaseOf(name, nodes), [...claims, holds(readsCostNothingMore(messages))]);
  },
);
// #endregion

export const measures: readonly Measure[] = [synod, phase1, decree, quorumRead, lease];

/** What each instance is made of, whatever is measured. */
interface Plan {
  readonly name: string;
  readonly claims: ReturnType<typeof boundsHold>;
}

function measure(
  what: string,
  bounds: Measure['bounds'],
  instanceOf: (nodes: number, plan: Plan) => Instance,
): Measure {
  const [short] = what.split(/[:(]/);
  const instances = SIZES.map((nodes) => {
    const plan = { name: `${short!.trim()}, ${nodes} nodes`, claims: boundsHold(bounds(nodes)) };
    return [nodes, instanceOf(nodes, plan)] as const;
  });
  return { what, bounds, instances: new Map(instances) };
}
