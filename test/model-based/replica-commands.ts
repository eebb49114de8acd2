/** Commands that drive one replica with a store beside a model of what it has told: messages, syncs, and a crash at any persist. */
import fc from 'fast-check';
import { type Ballot, isAbove, sameBallot, showBallot } from '#src/paxos/ballot.js';
import { configuration, configurationId } from '#src/paxos/configuration.js';
import type { Decree } from '#src/paxos/decree.js';
import { decidedThrough } from '#src/paxos/log.js';
import type { SlotVote } from '#src/paxos/log-message.js';
import { nodeId } from '#src/paxos/node-id.js';
import { type Slot, slot } from '#src/paxos/slot.js';
import { sameValue } from '#src/paxos/value.js';
import type { Make } from './replica-mutants.js';
import { type Input, ReplicaNode, type Sent } from './replica-node.js';
import { Violation } from './violation.js';

/** What others may rely on, whatever the replica forgets. */
export interface Model {
  /** The highest ballot in which it has told a promise or a vote, or by which it has refused. */
  bound: Ballot | null;
  /** For each slot the vote in the highest ballot that it has told. */
  readonly votes: Map<Slot, SlotVote<string>>;
  /** For each ballot, by its words, the last slot from which it was asked for promises. */
  readonly asked: Map<string, Slot>;
  /** The last round in which it has asked for promises, and the last one that it had used so before a crash. */
  round: number;
  roundBeforeCrash: number;
  /** How many persists are under way. */
  pending: number;
}

/** What happened in the runs, so that they cannot pass for the reason that nothing happened. */
export const HAPPENINGS = [
  'promised',
  'promised with a vote',
  'voted',
  'refused',
  'prepared again after a crash',
  'took a snapshot',
  'crashed with a persist under way',
  'restarted with a vote',
] as const;

export type Happening = (typeof HAPPENINGS)[number];

const [n1, n2, n3] = [nodeId('n1'), nodeId('n2'), nodeId('n3')];
const CONFIGURATION = configurationId(1);
const limits = { alpha: 4, proposalsMax: 4, decreesMax: 2 };

/** The replica on its node, and what it has told since it was last asked. */
export class Real {
  told: Sent[] = [];
  readonly node: ReplicaNode;

  constructor(make: Make) {
    const members = [n1, n2, n3].map((id) => ({ id, incarnation: 0, part: 'voter' }) as const);
    const first = configuration({ id: CONFIGURATION, members });
    const machine = { start: [], apply: (state: readonly string[]) => [state, state] as const };
    const functions = make({ id: n1, incarnation: 0, configuration: first, machine, limits });
    const alpha = { alpha: limits.alpha, configuration: first };
    this.node = new ReplicaNode(n1, functions, alpha, (effect) => {
      if (effect.type === 'send') this.told.push(effect);
    });
  }
}

export function setUp(make: Make): { model: Model; real: Real } {
  const model = {
    bound: null,
    votes: new Map(),
    asked: new Map(),
    round: 0,
    roundBeforeCrash: 0,
    pending: 0,
  };
  return { model, real: new Real(make) };
}

class Command implements fc.Command<Model, Real> {
  constructor(
    readonly words: string,
    readonly act: (node: ReplicaNode, model: Model) => void,
    readonly saw: (happening: Happening) => void,
    readonly isPossible: (model: Model) => boolean = () => true,
  ) {}

  check(model: Readonly<Model>): boolean {
    return this.isPossible(model);
  }

  run(model: Model, real: Real): void {
    real.told = [];
    this.act(real.node, model);
    for (const { message } of real.told) note(model, message, this.saw);
    if (real.node.replica.snapshot !== null) this.saw('took a snapshot');
    model.pending = real.node.persists.length;
    assertKept(model, real.node);
  }

  toString(): string {
    return this.words;
  }
}

/** Notes what was told. Throws where it contradicts what was told before. */
function note(model: Model, message: Sent['message'], saw: Command['saw']): void {
  const bind = (ballot: Ballot) => {
    if (isAbove(model.bound ?? ballot, ballot))
      throw new Violation(
        'a promise broken',
        `${message.type} ${showBallot(ballot)} after ${showBallot(model.bound!)}`,
      );
    model.bound = ballot;
  };
  if (message.type === 'refused') {
    bind(message.ballot);
    saw('refused');
  } else if (message.type === 'promise') {
    bind(message.ballot);
    const first = Math.max(message.decided + 1, model.asked.get(showBallot(message.ballot)) ?? 1);
    const untold = [...model.votes.values()].find(
      (told) =>
        told.slot >= first &&
        !message.votes.some((vote) => vote.slot === told.slot && !isAbove(told.ballot, vote.ballot)),
    );
    if (untold !== undefined)
      throw new Violation('a promise that leaves out a vote', `in slot ${untold.slot}`);
    saw(message.votes.length > 0 ? 'promised with a vote' : 'promised');
  } else if (message.type === 'accepted') {
    bind(message.ballot);
    const before = model.votes.get(message.slot);
    if (before && sameBallot(before.ballot, message.ballot) && !sameValue(before.value, message.value))
      throw new Violation('two votes in one ballot', `in slot ${message.slot}`);
    model.votes.set(message.slot, message);
    saw('voted');
  } else if (message.type === 'prepare') {
    const { round } = message.ballot;
    if (round <= model.roundBeforeCrash) throw new Violation('a round used again', `${round}, after a crash`);
    if (model.roundBeforeCrash > 0) saw('prepared again after a crash');
    model.round = Math.max(model.round, round);
  }
}

/** What was told is known, or what came of it: a vote may be forgotten once its slot is known to be decided. */
function assertKept({ bound, votes }: Model, { replica: { acceptor, log, executed } }: ReplicaNode): void {
  // A vote is a promise too: where both are forgotten, it is the vote that was lost.
  for (const told of votes.values()) {
    const kept = acceptor.votes.find((vote) => vote.slot === told.slot);
    const isKept = kept !== undefined && !isAbove(told.ballot, kept.ballot);
    if (told.slot > decidedThrough(log) && !isKept)
      throw new Violation('a vote forgotten', `in slot ${told.slot}`);
  }
  if (bound !== null && (acceptor.promised === null || isAbove(bound, acceptor.promised)))
    throw new Violation('a promise forgotten', showBallot(bound));
  if (executed.through !== decidedThrough(log))
    throw new Violation(
      'a decided prefix that is not executed',
      `executed through ${executed.through}, decided through ${decidedThrough(log)}`,
    );
}

/** Any message of a sound cluster to a member that follows, its timer, syncs, and crashes with any number of persists written. */
export function commands(saw: Command['saw']): fc.Arbitrary<fc.Command<Model, Real>>[] {
  const ballot = fc.record<Ballot>({
    round: fc.integer({ min: 1, max: 8 }),
    proposer: fc.constantFrom(n2, n3),
    incarnation: fc.constant(0),
  });
  const position = fc.integer({ min: 1, max: 6 }).map(slot);
  const prepare = fc.tuple(ballot, position).map(([ballot, from]) => {
    const words = showBallot(ballot);
    const message = { type: 'prepare', ballot, from, configuration: CONFIGURATION } as const;
    const act = (node: ReplicaNode, { asked }: Model) => {
      asked.set(words, slot(Math.max(from, asked.get(words) ?? 1)));
      node.take(messageOf(ballot.proposer, message));
    };
    return new Command(`prepare ${words} from ${from}`, act, saw);
  });
  const accept = fc.tuple(ballot, position).map(([ballot, slot]) => {
    const value = decreeOf(ballot.round % 2 ? 'olives' : 'wine');
    const message = { type: 'accept', ballot, slot, value, configuration: CONFIGURATION } as const;
    return hearing(`accept ${showBallot(ballot)} in ${slot}`, ballot.proposer, message, saw);
  });
  const decided = position.map((slot) =>
    hearing(`decided ${slot}`, n2, { type: 'decided', slot, value: decreeOf('salt') }, saw),
  );
  // Having asked whether anybody hears a leader, and heard that nobody does, it prepares a ballot of its own.
  const election = fc.constant(
    new Command(
      'election',
      (node) => {
        node.take({ type: 'timer', timer: 'election', now: 0 });
        node.take(messageOf(n2, { type: 'polled', hearsLeader: false, promised: null, decided: 0 }));
      },
      saw,
    ),
  );
  const sync = fc.nat(3).map((count) => {
    const act = (node: ReplicaNode, { pending }: Model) => node.sync(1 + (count % pending));
    return new Command(`sync ${count}`, act, saw, ({ pending }) => pending > 0);
  });
  const crash = fc.nat(3).map((count) => {
    const act = (node: ReplicaNode, model: Model) => {
      if (model.pending > 0) saw('crashed with a persist under way');
      model.roundBeforeCrash = model.round;
      node.crash(count % (model.pending + 1));
      if (node.replica.acceptor.votes.length > 0) saw('restarted with a vote');
    };
    return new Command(`crash ${count}`, act, saw);
  });
  return [prepare, accept, accept, decided, election, sync, sync, crash];
}

function decreeOf(nonce: string): Decree<string> {
  return { type: 'openSession', nonce };
}

type Message = Extract<Input, { readonly type: 'message' }>['message'];

function messageOf(from: typeof n2, message: Message): Input {
  return { type: 'message', from, message, now: 0 };
}

function hearing(words: string, from: typeof n2, message: Message, saw: Command['saw']): Command {
  return new Command(words, (node) => node.take(messageOf(from, message)), saw);
}
