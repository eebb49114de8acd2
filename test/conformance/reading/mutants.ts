/** Production with one rule of quorum reads broken, by wrapping a right function. */
import type { Asked } from '#spec/20-clients-that-retry/quorum-reads.js';
import type { Read } from '#src/paxos/reads.js';
import type { FrontierMessage } from '#src/paxos/replica-message.js';
import type { Replica } from '#src/paxos/replica-state.js';
import type { Turn } from '#src/paxos/turn.js';
import type { Kind } from '../compare.js';
import { production, type ReadFunctions } from './mapping.js';
import type { Orders } from './words.js';

export interface ReadMutant {
  /** Reads as the subject of a sentence. */
  readonly name: string;
  /** The row of the known mistakes, where it is one. */
  readonly row?: string;
  /** What first tells it from the right one. */
  readonly told: Kind;
  readonly functions: ReadFunctions;
}

type Reading = Turn<Asked, Orders, number>;

/** A replica that mistakes a part of its state for something else, in whatever it does with a read or a message. */
function mistaking<Key extends keyof Replica<Asked, Orders, number>>(
  key: Key,
  forWhat: (part: Replica<Asked, Orders, number>[Key]) => Replica<Asked, Orders, number>[Key],
  type?: 'ask',
): ReadFunctions {
  const meanwhile = (turn: Reading, run: () => void) => {
    const right = turn.replica[key];
    const wrong = forWhat(right);
    turn.become({ [key]: wrong });
    run();
    if (turn.replica[key] === wrong) turn.become({ [key]: right });
  };
  return {
    read: (turn, asked) =>
      type === undefined ? meanwhile(turn, () => production.read(turn, asked)) : production.read(turn, asked),
    receive: (turn, from, message) =>
      type === undefined || message.type === type
        ? meanwhile(turn, () => production.receive(turn, from, message))
        : production.receive(turn, from, message),
  };
}

/** A reader that takes what it is told for something else. */
function hearing(change: (told: FrontierMessage, turn: Reading) => FrontierMessage): ReadFunctions {
  return {
    ...production,
    receive: (turn, from, message) =>
      production.receive(turn, from, message.type === 'frontier' ? change(message, turn) : message),
  };
}

/** A reader that goes on with other reads than it should. */
function keeping(
  reads: (reads: readonly Read<Asked>[], turn: Reading) => readonly Read<Asked>[],
): ReadFunctions {
  return {
    ...production,
    read: (turn, asked) => {
      production.read(turn, asked);
      turn.become({ reads: reads(turn.replica.reads, turn) });
    },
  };
}

export const mutants: readonly ReadMutant[] = [
  {
    row: 'R1',
    name: 'a reader that takes its own word for that of all',
    told: 'the state after',
    functions: {
      ...production,
      read: (turn, asked) => {
        production.read(turn, asked);
        const { last } = turn.replica.reads[0]!;
        for (const voter of turn.configuration.quorums.acceptors)
          production.receive(turn, voter, { type: 'frontier', read: asked.read, last });
      },
    },
  },
  {
    row: 'R2',
    name: 'a reader to which a quorum of votes is enough',
    told: 'the state after',
    functions: mistaking('log', (log) => ({
      ...log,
      configurations: log.configurations.map(({ from, configuration }) => {
        const { quorums } = configuration;
        return { from, configuration: { ...configuration, quorums: { ...quorums, phase1: quorums.phase2 } } };
      }),
    })),
  },
  {
    row: 'R3',
    name: 'a reader that does not wait for what it has not executed',
    told: 'the state after',
    functions: hearing((told, { replica: { executed } }) => ({
      ...told,
      last: Math.min(told.last, executed.through),
    })),
  },
  {
    row: 'R4',
    name: 'a voter that does not tell its votes',
    told: 'the messages sent',
    functions: mistaking('acceptor', (acceptor) => ({ ...acceptor, votes: [] }), 'ask'),
  },
  {
    row: 'R5',
    name: 'a voter that does not tell what it knows to be decided',
    told: 'the messages sent',
    functions: mistaking('log', (log) => ({ ...log, base: 0, decrees: [], beyond: [] }), 'ask'),
  },
  {
    name: 'a voter that does not tell what it knows beyond a hole',
    told: 'the messages sent',
    functions: mistaking('log', (log) => ({ ...log, beyond: [] }), 'ask'),
  },
  {
    row: 'R6',
    name: 'a reader that counts answers to an earlier read',
    told: 'the state after',
    functions: hearing((told, { replica: { reads } }) => ({ ...told, read: reads[0]?.read ?? told.read })),
  },
  {
    row: 'R7',
    name: 'a reader that gives one number to all reads',
    told: 'the state after',
    functions: { ...production, read: (turn, asked) => production.read(turn, { ...asked, read: 1 }) },
  },
  {
    row: 'R8',
    name: 'a reader that goes by what it was told last',
    told: 'the state after',
    functions: mistaking('reads', (reads) => reads.map((one) => ({ ...one, last: 0 }))),
  },
  {
    name: 'a reader that does not count itself',
    told: 'the state after',
    functions: keeping((reads) => reads.map((one) => ({ ...one, told: [] }))),
  },
  {
    name: 'a reader that forgets what it was asked',
    told: 'the state after',
    functions: keeping(() => []),
  },
  {
    name: 'a voter that answers all and not only the one who asked',
    told: 'the messages sent',
    functions: {
      ...production,
      receive: (turn, from, message) => {
        if (message.type !== 'ask') production.receive(turn, from, message);
        else for (const one of turn.configuration.quorums.acceptors) production.receive(turn, one, message);
      },
    },
  },
];
