/** Replicas with one rule broken, each told by the checker alone: by the claim that falls, or by the violation that stops a node. */
import { nodeId } from '#src/paxos/node-id.js';
import { replicaOf } from '#src/paxos/replica.js';
import { slot } from '#src/paxos/slot.js';
import type { Make } from '#test/model-based/replica-mutants.js';
import {
  catchingUp,
  disk,
  leadersDisk,
  learned,
  snapshots,
  threeBallots,
  toldInTime,
  twoSlots,
} from './instances.js';
import { IS_CHAPTER_16 } from './keeps.js';
import { leaseMutants } from './lease-mutants.js';
import { changed, hearing, type Mutant, saying } from './mutant.js';

/** The right replica, which does not keep some of its records, on n3 only. */
function forgetting(type: string, ids = ['n3']): Make {
  const make = changed({
    effects: (effects) =>
      effects.map((effect) =>
        effect.type === 'persist'
          ? { ...effect, records: effect.records.filter((record) => record.type !== type) }
          : effect,
      ),
  });
  return (options) => (ids.includes(options.id) ? make(options) : replicaOf(options));
}

/** The right replica, for which fewer votes or promises are enough in each step that it takes. */
function content(phase: 'phase1' | 'phase2'): Make {
  return (options) => {
    const { start, step } = replicaOf(options);
    return {
      start,
      step: (replica, input) => {
        const { configurations } = replica.log;
        const fewer = configurations.map(({ from, configuration }) => ({
          from,
          configuration: { ...configuration, quorums: { ...configuration.quorums, [phase]: 1 } },
        }));
        const [after, effects] = step({ ...replica, log: { ...replica.log, configurations: fewer } }, input);
        // There is one configuration, and the disk has it as it is.
        return [{ ...after, log: { ...after.log, configurations } }, effects];
      },
    };
  };
}

const toldOfPromises: readonly Mutant[] = [
  {
    row: 'S5',
    name: 'votes below its promise',
    within: twoSlots,
    falls: ['RecordViolation'],
    make: changed({
      before: (replica, input) =>
        input.type === 'message' && input.message.type === 'accept'
          ? { ...replica, acceptor: { ...replica.acceptor, promised: null } }
          : replica,
    }),
  },
  {
    row: 'S8',
    name: 'promises and tells no votes',
    within: twoSlots,
    falls: ['one value is chosen in a slot', IS_CHAPTER_16],
    make: saying((message) => (message.type === 'promise' ? { ...message, votes: [] } : message)),
  },
  {
    name: 'promises and tells only its first vote',
    within: twoSlots,
    falls: ['one value is chosen in a slot', IS_CHAPTER_16],
    make: saying((message) =>
      message.type === 'promise' ? { ...message, votes: message.votes.slice(0, 1) } : message,
    ),
  },
  {
    row: 'L3',
    name: 'takes what a promise tells of a vote for one in the other slot',
    within: twoSlots,
    falls: ['one value is chosen in a slot', IS_CHAPTER_16],
    make: hearing((message, { acceptor }) => {
      if (message.type !== 'promise') return message;
      // Its own votes it knows: beside them the others would be found to be of one ballot, and of two values.
      if (acceptor.votes.length > 0) return message;
      const votes = message.votes.map((vote) => ({ ...vote, slot: slot(3 - vote.slot) })).reverse();
      return { ...message, votes };
    }),
  },
  {
    row: 'L1',
    name: 'leaves out what a promise tells of the slots that it has not voted in itself',
    within: twoSlots,
    falls: ['one value is chosen in a slot', IS_CHAPTER_16],
    make: hearing((message, { acceptor }) =>
      message.type === 'promise'
        ? {
            ...message,
            votes: message.votes.filter((vote) => acceptor.votes.some((own) => own.slot === vote.slot)),
          }
        : message,
    ),
  },
  {
    row: 'S10',
    name: 'adopts its own vote whatever was voted for in higher ballots',
    within: threeBallots,
    falls: ['one value is chosen in a slot', IS_CHAPTER_16],
    make: hearing((message) => {
      if (message.type !== 'promise') return message;
      const ballot = { round: 1, proposer: nodeId('n'), incarnation: 0 };
      return { ...message, votes: message.votes.map((vote) => ({ ...vote, ballot })) };
    }),
  },
  {
    row: 'S12',
    name: 'counts promises of its earlier ballot',
    within: threeBallots,
    falls: ['one value is chosen in a slot', IS_CHAPTER_16],
    make: hearing((message, { leader: { id, round, incarnation } }) =>
      message.type === 'promise' ? { ...message, ballot: { round, proposer: id, incarnation } } : message,
    ),
  },
  {
    row: 'S17',
    name: 'leads by its own promise alone',
    within: twoSlots,
    falls: ['one value is chosen in a slot', IS_CHAPTER_16],
    make: content('phase1'),
  },
  {
    row: 'L9',
    name: 'leads before it knows as much as those that promised',
    within: catchingUp,
    falls: [IS_CHAPTER_16],
    make: hearing((message) => (message.type === 'promise' ? { ...message, decided: 0 } : message)),
  },
  {
    row: 'L9',
    name: 'says of a promise that it knows nothing decided',
    within: toldInTime,
    falls: ['SlotViolation'],
    make: saying((message) => (message.type === 'promise' ? { ...message, decided: 0, votes: [] } : message)),
  },
];

const toldOfDecisions: readonly Mutant[] = [
  {
    row: 'S17',
    name: 'decides by its own vote alone',
    within: disk,
    falls: ['SlotViolation'],
    make: content('phase2'),
  },
  {
    name: 'tells a decision one slot too far on',
    within: learned,
    falls: ['SlotViolation'],
    make: saying((message) =>
      message.type === 'decided' ? { ...message, slot: slot(message.slot + 1) } : message,
    ),
  },
  {
    row: 'D4',
    name: 'says of a snapshot that it ends one slot earlier',
    within: snapshots,
    falls: ['two that executed as far are in the same state'],
    make: saying((message) =>
      message.type === 'snapshot'
        ? {
            ...message,
            snapshot: { ...message.snapshot, through: slot(Math.max(1, message.snapshot.through - 1)) },
          }
        : message,
    ),
  },
  {
    row: 'D10',
    name: 'sends a snapshot without its sessions',
    within: snapshots,
    falls: ['two that executed as far are in the same state'],
    make: saying((message) =>
      message.type === 'snapshot' ? { ...message, snapshot: { ...message.snapshot, sessions: [] } } : message,
    ),
  },
];

const toldOfDisks: readonly Mutant[] = [
  {
    row: 'S2',
    name: 'says what is not durable yet',
    within: disk,
    falls: ['a disk has the votes that its node told', IS_CHAPTER_16],
    make: changed({
      effects: (effects) =>
        effects.map((effect) => ('restsOn' in effect ? { ...effect, restsOn: 0 } : effect)),
    }),
  },
  {
    row: 'S18',
    name: 'repeats a promise before the first one is durable',
    within: disk,
    falls: ['a disk has the promises that its node told', IS_CHAPTER_16],
    make: changed({
      effects: (effects) =>
        effects.some(({ type }) => type === 'persist')
          ? effects
          : effects.map((effect) => ('restsOn' in effect ? { ...effect, restsOn: 0 } : effect)),
    }),
  },
  {
    row: 'S2',
    name: 'restarts without its votes',
    within: disk,
    falls: ['one value is chosen in a slot', IS_CHAPTER_16],
    make: changed({ kept: (kept) => ({ ...kept, votes: [] }) }),
  },
  {
    row: 'S1',
    name: 'restarts without its promise',
    within: disk,
    falls: ['RecordViolation'],
    make: changed({
      kept: (kept) => ({ ...kept, promised: kept.votes.length === 0 ? null : kept.promised }),
    }),
  },
  {
    row: 'S1',
    name: 'keeps no promise',
    within: disk,
    falls: ['a disk has the promises that its node told', IS_CHAPTER_16],
    make: forgetting('promised'),
  },
  {
    row: 'S2',
    name: 'keeps no vote',
    within: disk,
    falls: ['a disk has the votes that its node told', IS_CHAPTER_16],
    make: forgetting('vote'),
  },
  {
    row: 'S13',
    name: 'keeps no round',
    within: leadersDisk,
    falls: ['RoundViolation'],
    make: forgetting('round', ['n1']),
  },
  {
    name: 'keeps no decision',
    within: learned,
    falls: ['a disk has, or is given, what its node may not forget'],
    make: forgetting('decided'),
  },
];

export const mutants: readonly Mutant[] = [
  ...toldOfPromises,
  ...toldOfDecisions,
  ...toldOfDisks,
  ...leaseMutants,
];
