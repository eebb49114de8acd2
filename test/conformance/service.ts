/**
 * Chapter 20 tied to production: the service that takes one decree after the other, against the function that executes a slot.
 *
 * The book keeps no slots: those in which something was done before are made up, and those of the step itself have to come out.
 * Production does not know whose a session is, so that a retry of `open` opens another; such pairs are counted, and not compared.
 */
import { canonicalKey } from '#model/data/values.js';
import type { Pair } from '#model/index.js';
import type { Evict, ServiceContext } from '#spec/20-clients-that-retry/service.js';
import { shop } from '#spec/20-clients-that-retry/shop.js';
import type { Decree } from '#src/paxos/decree.js';
import { type Send, send } from '#src/paxos/effect.js';
import { type Executed, execute, type Outcome } from '#src/paxos/execution.js';
import type { Machine } from '#src/paxos/machine.js';
import { nodeId } from '#src/paxos/node-id.js';
import { type Reply, rejected } from '#src/paxos/reply.js';
import { differenceIn, type Kind, type Outcome as Step } from './compare.js';

export type Orders = readonly string[];
type State = Executed<Orders, number>;
/** To whom a reply goes is up to the replica; here all of it is compared as a message. */
type Told = Send<Outcome<number>>;

const machine: Machine<string, Orders, number> = { start: shop.initial, apply: shop.apply };

/** The function that a replica calls for each slot; a mutant has another one in its place. */
export type Execute = typeof execute<string, Orders, number>;

/** What is compared of a pair, or why it is not. */
export type Compared = { readonly difference?: string; readonly kind?: Kind } | { readonly left: string };

export function comparePair(pair: Pair, run: Execute = execute): Compared {
  const { window } = pair.before.context as ServiceContext;
  const [before, after] = [contextOf(pair, 'before'), contextOf(pair, 'after')];
  const wanted = wantedOf(pair, before, after);
  if (wanted === undefined) return { left: 'production does not know whose a session is' };
  const found = differenceIn(
    {
      step: (state: State, decree: Decree<string>) => {
        const [next, outcomes] = run(state, decree, machine, { sessionsMax: 9, windowMax: window });
        return [next, outcomes.map(told)];
      },
      durable: () => undefined,
    },
    { before: stateOf(before), input: decreeOf(pair.event), wanted },
  );
  return found === undefined
    ? {}
    : { difference: `${found.kind} ${canonicalKey(pair.event)}`, kind: found.kind };
}

/** In what production first differs; undefined where it does not. */
export function firstKind(pairs: readonly Pair[], run: Execute): Kind | undefined {
  for (const pair of pairs) {
    const compared = comparePair(pair, run);
    if ('kind' in compared) return compared.kind;
  }
  return undefined;
}

function contextOf(pair: Pair, side: 'before' | 'after'): ServiceContext {
  return (pair[side] ?? pair.before).context as ServiceContext;
}

/** The slot that comes next is the number of the session that would be opened in it. */
function slotOf({ opened }: ServiceContext): number {
  return opened + 1;
}

/** A production state for one of the book's: the slots of the past are made up, since nothing depends on them. */
function stateOf(context: ServiceContext): State {
  const { opened, orders, sessions, answers } = context;
  return {
    through: opened,
    state: orders,
    sessions: sessions.map(({ session, answered }) => ({
      id: session,
      lastUsed: session,
      answered,
      answers: answers
        .filter((one) => one.session === session)
        .map(({ number, place }) => ({ sequence: number, slot: 100 + place, answer: place })),
    })),
  };
}

type Request = {
  readonly session: number;
  readonly number: number;
  readonly answered: number;
  readonly order: string;
};

function decreeOf(event: Pair['event']): Decree<string> {
  if (event.type === 'open') return { type: 'openSession', nonce: 'a client' };
  // Until the next slot nobody has used it.
  if (event.type === 'evict')
    return { type: 'expireSession', session: (event as Evict).session, lastUsed: (event as Evict).session };
  const { session, number, answered, order } = event as unknown as Request;
  return { type: 'batch', requests: [{ session, sequence: number, answered, command: order }] };
}

/** What production has to come to, as the book's step says; nothing where the two are not to be compared. */
function wantedOf(pair: Pair, before: ServiceContext, after: ServiceContext): Step<State, Told> | undefined {
  const slot = slotOf(before);
  if (pair.event.type === 'open') {
    if (after.sessions.length !== before.sessions.length + 1) return undefined;
    const subject = { type: 'session', nonce: 'a client' } as const;
    return { after: stateOf(after), effects: [told({ subject, reply: { type: 'opened', session: slot } })] };
  }
  const next = { ...stateOf(after), through: slot };
  if (pair.event.type === 'evict') return { after: next, effects: [] };
  const { session, number } = pair.event as unknown as Request;
  const isNew = after.orders.length > before.orders.length;
  const sessions = next.sessions.map((one) => {
    if (one.id !== session) return one;
    const answers = one.answers.map((answer) =>
      isNew && answer.sequence === number ? { ...answer, slot } : answer,
    );
    return { ...one, lastUsed: slot, answers };
  });
  const reply = replyOf(pair, isNew ? slot : undefined);
  const subject = { type: 'request', session, sequence: number } as const;
  return { after: { ...next, sessions }, effects: [told({ subject, reply })] };
}

function told(message: Outcome<number>): Told {
  return send({ node: nodeId('client') }, message);
}

/** Where the book is silent, since nobody waits any more, production says why. */
function replyOf({ sent }: Pair, slot: number | undefined): Reply<number> {
  const [message] = sent as readonly { readonly type: string; readonly place?: number }[];
  if (message === undefined) return rejected('alreadyAnswered');
  if (message.type === 'refused') return rejected('unknownSession');
  return { type: 'answered', slot: slot ?? 100 + message.place!, answer: message.place! };
}
