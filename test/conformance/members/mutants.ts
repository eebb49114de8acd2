/** Production with one rule of members that come and go broken, by wrapping a right function. */
import type { Log } from '#src/paxos/log.js';
import { type Slot, slot } from '#src/paxos/slot.js';
import type { Kind } from '../compare.js';
import { type MemberFunctions, production } from './explored.js';

export interface MemberMutant {
  /** Reads as the subject of a sentence. */
  readonly name: string;
  /** The row of the known mistakes, where it is one. */
  readonly row?: string;
  /** What first tells it from the right one. */
  readonly told: Kind;
  readonly functions: MemberFunctions;
}

/** A log in which whoever takes office does so in that slot. */
function governingFrom(change: (from: Slot, log: Log<string>) => number): MemberFunctions {
  return {
    ...production,
    decide: (log, decided) => {
      const [after, effects] = production.decide(log, decided);
      const known = log.configurations.length;
      const configurations = after.configurations.map((each, index) =>
        index < known ? each : { ...each, from: slot(change(each.from, log)) },
      );
      return [{ ...after, configurations }, effects];
    },
  };
}

export const mutants: readonly MemberMutant[] = [
  {
    row: 'C1',
    name: 'a log in which a change governs from the next slot on',
    told: 'the state after',
    functions: governingFrom((from, { alpha }) => from - alpha + 1),
  },
  {
    name: 'a log in which a change governs a slot too late',
    told: 'the state after',
    functions: governingFrom((from) => from + 1),
  },
  {
    row: 'C3',
    name: 'a leader that proposes in slots of which it cannot know who governs them',
    told: 'the state after',
    functions: {
      ...production,
      leader: (leader, input, log) =>
        production.leader(leader, input, input.type === 'propose' ? { ...log, alpha: log.alpha + 1 } : log),
    },
  },
  {
    row: 'C5',
    name: 'a leader that proposes for one configuration by the promises of another',
    told: 'the state after',
    functions: {
      ...production,
      leader: (leader, input, log) => {
        if (input.type !== 'propose' || leader.phase !== 'leading')
          return production.leader(leader, input, log);
        const governed = log.configurations.map((each) => ({
          ...each,
          configuration: { ...each.configuration, id: leader.configuration },
        }));
        return production.leader(leader, input, { ...log, configurations: governed });
      },
    },
  },
  {
    row: 'C5',
    name: 'a leader that goes on in a ballot for others than govern',
    told: 'the state after',
    functions: { ...production, isOutdated: () => false },
  },
  {
    row: 'D11',
    name: 'a snapshot that lacks the changes which do not govern yet',
    told: 'the messages sent',
    functions: {
      ...production,
      snapshotOf: (executed, log) =>
        production.snapshotOf(executed, { ...log, configurations: log.configurations.slice(0, 1) }),
    },
  },
  {
    row: 'D11',
    name: 'a log that takes a snapshot without what it tells of who governs',
    told: 'the state after',
    functions: {
      ...production,
      installed: (log, snapshot) =>
        production.installed(log, { ...snapshot, configurations: log.configurations }),
    },
  },
  {
    name: 'a learner that counts one vote less than the members of the slot need',
    told: 'the state after',
    functions: {
      ...production,
      learner: (learner, input, log) => {
        const lax = log.configurations.map(({ from, configuration }) => {
          const { quorums } = configuration;
          const phase2 = quorums.phase2 - 1;
          return { from, configuration: { ...configuration, quorums: { ...quorums, phase2 } } };
        });
        return production.learner(learner, input, { ...log, configurations: lax });
      },
    },
  },
];
