/** A shipped replica with its disk, as a pure step function: what is to be kept is under way until the disk is done, and what rests on it is held back. */
import type { Received, Sent, StepFunction } from '#model/index.js';
import { configuration, configurationId } from '#src/paxos/configuration.js';
import type { LIMITS } from '#src/paxos/limits.js';
import type { SlotVote } from '#src/paxos/log-message.js';
import { nodeId } from '#src/paxos/node-id.js';
import { type Kept, keep, nothingKept, type ReplicaRecord } from '#src/paxos/record.js';
import type { ReplicaMessage } from '#src/paxos/replica-message.js';
import type { Replica } from '#src/paxos/replica-state.js';
import { sameValue } from '#src/paxos/value.js';
import type { Make } from '#test/model-based/replica-mutants.js';
import type { Answer, Effect, Functions, State } from '#test/model-based/replica-node.js';

/** How large a cluster is, and what of it takes time. */
export interface Size {
  /** By node, how often its election timer may run out. */
  readonly elections: Readonly<Record<string, number>>;
  /** By node, the clients that ask it for a session once it leads, by nonce and in this order. A session is a decree. */
  readonly nonces: Readonly<Record<string, readonly string[]>>;
  /** How many crashes each of these nodes may have. Their disks take time; those of the others are done at once. */
  readonly crashes: Readonly<Record<string, number>>;
  readonly limits: Partial<typeof LIMITS> & { readonly alpha: number };
  /** What is received within the step that sends it. */
  readonly instant: readonly Message['type'][];
  /** What is told to nobody, as if each were lost. */
  readonly lost: readonly Message['type'][];
  /** What reaches nobody either, but is seen by claims. */
  readonly unheard?: readonly Message['type'][];
  /** How many ticks the nodes' clocks have, and whose may be a tick ahead of the others. They stand still when left out. */
  readonly clocks?: { readonly ticks: number; readonly ahead: string };
  /** These two are told nothing by one another, and whoever is polled says that it hears no leader, as if its timer had just run out. */
  readonly cut?: readonly [string, string];
  /** By node, how often its heartbeat's timer may run out. */
  readonly heartbeats?: Readonly<Record<string, number>>;
}

export type Message = ReplicaMessage<string, State, Answer>;
type Records = readonly ReplicaRecord<string, State, Answer>[];

export interface Node {
  readonly replica: Replica<string, State, Answer>;
  /** What its disk has. */
  readonly kept: Kept<string, State, Answer>;
  /** The persists under way, in order. */
  readonly writing: readonly Records[];
  /** What waits for a persist, with how many have to be done before it. */
  readonly held: readonly { readonly left: number; readonly letter: Sent<Letter> }[];
  readonly electionsLeft: number;
  readonly heartbeatsLeft: number;
  readonly crashesLeft: number;
  readonly asking: readonly string[];
  /** The time on its clock. */
  readonly now: number;
}

/** A message as a whole, since it may have words of the checker's, as `from`; or a vote that a disk has, which nobody hears of. */
export type Letter =
  | { [Type in Message['type']]: Said<Type> }[Message['type']]
  | { readonly type: 'kept'; readonly vote: SlotVote<string> };

/** From the clocks: this node's has gone on. */
export interface Tick {
  readonly type: 'tick';
}

interface Said<Type extends Message['type']> {
  readonly type: Type;
  readonly body: Extract<Message, { readonly type: Type }>;
}

export type Happening =
  | { readonly type: 'electionTimer' }
  | { readonly type: 'heartbeatTimer' }
  | { readonly type: 'client'; readonly nonce: string }
  /** The first persist under way is on the disk. */
  | { readonly type: 'durable' }
  /** The node restarts from what its disk has. */
  | { readonly type: 'crash' };

export type Event = Received<Letter | Tick> | Happening;

export function idsOf({ elections }: Size): readonly string[] {
  return Object.keys(elections);
}

/** The slots that can be voted in: one for each decree that is asked for, since a no-op stands below one of them. */
export function slotsOf({ nonces }: Size): readonly number[] {
  return Object.values(nonces)
    .flat()
    .map((_, index) => index + 1);
}

/** What may happen to a node at any moment. */
export function happeningsOf(size: Size, id: string): readonly Happening[] {
  const { elections, heartbeats = {}, nonces, crashes } = size;
  return [
    ...(elections[id]! > 0 ? [{ type: 'electionTimer' } as const] : []),
    ...(id in heartbeats ? [{ type: 'heartbeatTimer' } as const] : []),
    ...(nonces[id] ?? []).map((nonce) => ({ type: 'client', nonce }) as const),
    ...(id in crashes ? [{ type: 'durable' } as const, { type: 'crash' } as const] : []),
  ];
}

type Outcome = readonly [Node, readonly Sent<Letter>[]];
type Input = Parameters<Functions['step']>[1];

/** The functions of every node. */
export function functionsOf(size: Size, make: Make): ReadonlyMap<string, Functions> {
  // Where time stands still whoever is granted a lease would have it for ever.
  const limits = { leaseMs: 0, ...size.limits };
  const apply = (log: State, command: string) =>
    [
      [...log, command],
      [...log, command],
    ] as const;
  const machine = { start: [], apply };
  const options = { incarnation: 0, machine, limits, ...foundingOf(size) };
  return new Map(idsOf(size).map((id) => [id, make({ id: nodeId(id), ...options })]));
}

/** What all nodes begin with. */
function foundingOf(size: Size) {
  const members = idsOf(size).map((id) => ({ id: nodeId(id), incarnation: 0, part: 'voter' as const }));
  return {
    alpha: size.limits.alpha,
    configuration: configuration({ id: configurationId(1), members }),
  };
}

export function nodeOf(
  size: Size,
  make: Make,
): StepFunction<Node, Event, Sent<Letter>, { readonly id: string }> {
  const functions = functionsOf(size, make);
  const ask = (node: Node, input: Input): Outcome => {
    const { id } = node.replica.leader;
    const [replica, effects] = functions.get(id)!.step(node.replica, input);
    const outcome = performed({ ...node, replica }, effects, size);
    return id in size.crashes ? outcome : settled(outcome);
  };
  /** The first persist under way is done: the records are kept, what rests on them is told, and the replica hears of it. */
  const synced = (node: Node): Outcome => {
    const [records, ...writing] = node.writing;
    const held = node.held.map(({ left, letter }) => ({ left: left - 1, letter }));
    const [after, told] = ask(
      {
        ...node,
        kept: records!.reduce(keep, node.kept),
        writing,
        held: held.filter(({ left }) => left > 0),
      },
      // Counted, they would tell states apart that are one.
      { type: 'durable', number: 1, after: null },
    );
    const votes = records!.filter((record) => record.type === 'vote');
    return [
      after,
      [
        ...votes.map(({ type: _, ...vote }): Sent<Letter> => ({ type: 'kept', vote, to: [] })),
        ...held.filter(({ left }) => left <= 0).map(({ letter }) => letter),
        ...told,
      ],
    ];
  };
  const settled = ([node, told]: Outcome): Outcome => {
    if (node.writing.length === 0) return [node, told];
    const [after, more] = synced(node);
    return [after, [...told, ...more]];
  };
  return {
    initial: ({ id }) => [
      {
        replica: functions.get(id)!.start()[0],
        kept: nothingKept<string, State, Answer>(foundingOf(size)),
        writing: [],
        held: [],
        electionsLeft: size.elections[id]!,
        heartbeatsLeft: size.heartbeats?.[id] ?? 0,
        crashesLeft: size.crashes[id] ?? 0,
        asking: size.nonces[id] ?? [],
        now: 0,
      },
      [],
    ],
    step: (node, event) => {
      const { now } = node;
      switch (event.type) {
        case 'electionTimer': {
          if (node.electionsLeft === 0) return undefined;
          const timer = { type: 'timer', timer: 'election', now } as const;
          // It misses its leader, and asks for votes when the timer runs out again.
          if (node.replica.election.hears !== null) return ask(node, timer);
          return ask({ ...node, electionsLeft: node.electionsLeft - 1 }, timer);
        }
        case 'heartbeatTimer': {
          if (node.heartbeatsLeft === 0 || node.replica.leader.phase !== 'leading') return undefined;
          const before = { ...node, heartbeatsLeft: node.heartbeatsLeft - 1 };
          return ask(before, { type: 'timer', timer: 'heartbeat', now });
        }
        case 'client': {
          const [nonce, ...asking] = node.asking;
          if (nonce !== event.nonce || node.replica.leader.phase !== 'leading') return undefined;
          return ask({ ...node, asking }, { type: 'openSession', nonce, now });
        }
        case 'durable':
          return node.writing.length === 0 ? undefined : synced(node);
        case 'crash': {
          if (node.crashesLeft === 0) return undefined;
          const [replica] = functions.get(node.replica.leader.id)!.start(node.kept);
          return [{ ...node, replica, writing: [], held: [], crashesLeft: node.crashesLeft - 1 }, []];
        }
        case 'tick':
          return [{ ...node, now: now + 1 }, []];
        case 'kept':
          return undefined;
        default:
          return ask(node, { type: 'message', from: nodeId(event.from), message: event.body, now });
      }
    },
  };
}

/**
 * The node with a step's effects begun: persists are under way, and what may be told is told. An answer to a poll that has to wait for
 * the disk is lost: it would begin a ballot in the very step in which the disk is done.
 */
function performed(node: Node, effects: readonly Effect[], { lost, unheard = [], cut }: Size): Outcome {
  const isCut = (to: string): boolean => cut?.includes(node.replica.leader.id) === true && cut.includes(to);
  const persists = effects.filter((effect) => effect.type === 'persist');
  const letters = effects
    .filter((effect) => effect.type === 'send')
    .filter(
      ({ message, restsOn, to }) =>
        !lost.includes(message.type) && !(message.type === 'polled' && restsOn > 0) && !isCut(to),
    )
    .map(({ restsOn: left, message, to }) => ({
      left,
      letter: {
        ...({ type: message.type, body: cut === undefined ? message : hearingNobody(message) } as Letter),
        to: unheard.includes(message.type) ? [] : to,
      },
    }));
  return [
    {
      ...node,
      writing: [...node.writing, ...persists.map(({ records }) => records)],
      held: letters.filter(({ left }) => left > 0).reduce(heldBack, node.held),
    },
    letters.filter(({ left }) => left <= 0).map(({ letter }) => letter),
  ];
}

function hearingNobody(message: Message): Message {
  return message.type === 'polled' ? { ...message, hearsLeader: false } : message;
}

/** Told twice, it waits for whichever persist is done first: a network that repeats everything makes no difference between once and twice. */
function heldBack(held: Node['held'], one: Node['held'][number]): Node['held'] {
  const before = held.find(({ letter }) => sameValue(letter, one.letter));
  return before !== undefined && before.left <= one.left
    ? held
    : [...held.filter((other) => other !== before), one];
}
