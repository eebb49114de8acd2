/** Commands that drive a production acceptor with a store beside the spec's machine: messages, and a crash at any effect. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { type SnapshotFrom, transition } from 'xstate';
import { canonicalKey } from '#model/data/values.js';
import type { Pair } from '#model/index.js';
import { acceptorMachine } from '#spec/14-the-synod/acceptor.js';
import { type Acceptor, type AcceptorInput, startAcceptor } from '#src/paxos/acceptor.js';
import { showBallot } from '#src/paxos/ballot.js';
import type { Send } from '#src/paxos/effect.js';
import type { AcceptedMessage, AcceptMessage, PrepareMessage, PromiseMessage } from '#src/paxos/message.js';
import { acceptorMapping } from '#test/conformance/acceptor.js';
import type { Roles } from '#test/conformance/tie.js';
import { sendsOf } from '#test/conformance/words.js';
import { ballot, received } from '#test/unit/paxos/words.js';
import { Host } from './host.js';

/** The spec's acceptor. */
export interface Model {
  snapshot: SnapshotFrom<typeof acceptorMachine>;
}

/** The production acceptor on its node, and what it has sent since it was last asked. */
export interface Real {
  readonly mapping: ReturnType<typeof acceptorMapping>;
  readonly host: Host<
    Acceptor<string>,
    AcceptorInput<string>,
    Acceptor<string>,
    PromiseMessage<string> | AcceptedMessage<string>
  >;
  sent: readonly Send<PromiseMessage<string> | AcceptedMessage<string>>[];
}

/** What happened in the runs, so that they cannot pass for the reason that nothing happened. */
export type Happenings = Record<
  | 'promised'
  | 'voted'
  | 'refused'
  | 'crashed, nothing done'
  | 'crashed, done but not told'
  | 'restarted with a vote',
  number
>;

export function noHappenings(): Happenings {
  return {
    promised: 0,
    voted: 0,
    refused: 0,
    'crashed, nothing done': 0,
    'crashed, done but not told': 0,
    'restarted with a vote': 0,
  };
}

export function setUp(step: Roles['acceptor']): { model: Model; real: Real } {
  const mapping = acceptorMapping(step);
  const real: Real = {
    mapping,
    host: new Host(
      { start: startAcceptor<string>, step },
      {
        send: (effect) => {
          real.sent = [...real.sent, effect];
        },
        setTimer: () => {},
      },
    ),
    sent: [],
  };
  return { model: { snapshot: acceptorMachine.resolveState({ value: {}, context: startAcceptor() }) }, real };
}

class Take implements fc.Command<Model, Real> {
  constructor(
    readonly message: PrepareMessage | AcceptMessage<string>,
    readonly crashAt: number,
    readonly happenings: Happenings,
  ) {}

  check(): boolean {
    return true;
  }

  run(model: Model, real: Real): void {
    const { message } = this;
    const from = message.ballot.proposer;
    const before = model.snapshot;
    const [after, actions] = transition(acceptorMachine, before, { ...message, from });
    const sent = sendsOf({
      sent: actions.map(({ params }) => (params as unknown as { event: Pair['sent'][number] }).event),
    });
    real.sent = [];
    const crashed = real.host.take(received(from, message), this.crashAt);
    const { context } = real.mapping.abstract(real.host.state);
    // A crash is all or nothing: it may lose the step and what it sent, or only what it sent.
    const isLost = crashed && real.sent.length === 0 && same(context, before.context);
    model.snapshot = isLost ? before : after;
    expect(context, 'the state').toEqual(model.snapshot.context);
    expect(real.sent, 'the messages sent').toEqual(crashed ? sent.slice(0, real.sent.length) : sent);
    this.#note(crashed, isLost, after.context, sent.length);
  }

  toString(): string {
    const crash = this.crashAt < 2 ? `, crash before effect ${this.crashAt}` : '';
    const value = this.message.type === 'accept' ? ` ${this.message.value}` : '';
    return `${this.message.type} ${showBallot(this.message.ballot)}${value}${crash}`;
  }

  #note(crashed: boolean, isLost: boolean, { vote }: { readonly vote: unknown }, sent: number): void {
    const { happenings, message } = this;
    if (sent === 0) happenings.refused++;
    else if (isLost) happenings['crashed, nothing done']++;
    else if (crashed) happenings['crashed, done but not told']++;
    else happenings[message.type === 'accept' ? 'voted' : 'promised']++;
    if (crashed && !isLost && vote !== null) happenings['restarted with a vote']++;
  }
}

/** Any message of a sound cluster, and sometimes a crash before one of the two effects it may have. */
export function commandsNoting(happenings: Happenings): fc.Arbitrary<fc.Command<Model, Real>>[] {
  const anyBallot = fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom('p1', 'p2'))
    .map(([round, proposer]) => ballot(`${round}.${proposer}`));
  const crashAt = fc.oneof(
    { arbitrary: fc.constant(Number.POSITIVE_INFINITY), weight: 3 },
    { arbitrary: fc.constantFrom(0, 1), weight: 1 },
  );
  const prepare = anyBallot.map((ballot): PrepareMessage => ({ type: 'prepare', ballot }));
  // A ballot has one value: whoever proposes twice in a ballot is not to be found here, but in the unit tests.
  const accept = anyBallot.map(
    (ballot): AcceptMessage<string> => ({
      type: 'accept',
      ballot,
      value: ballot.round % 2 ? 'olives' : 'wine',
    }),
  );
  return [prepare, accept].map((message) =>
    fc
      .tuple<[PrepareMessage | AcceptMessage<string>, number]>(message, crashAt)
      .map(([message, crashAt]) => new Take(message, crashAt, happenings)),
  );
}

function same(a: unknown, b: unknown): boolean {
  return canonicalKey(a) === canonicalKey(b);
}
