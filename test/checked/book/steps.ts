/** The steps of a node of chapter 16: by its machines, with what it says to itself taken within the step. */
import type { AnyStateMachine } from 'xstate';
import type { AnyEvent } from '#model/index.js';
import type { Ballot } from '#spec/14-the-synod/ballot.js';
import { acceptorMachine } from '#spec/16-the-parliament/acceptor.js';
import { leaderMachine } from '#spec/16-the-parliament/leader.js';
import { learnerMachine } from '#spec/16-the-parliament/learner.js';
import type { Message } from '#spec/16-the-parliament/messages.js';
import { replicaMachine } from '#spec/16-the-parliament/replica.js';
import { NO_STATE, stepOf as step } from '#src/conform/book.js';
import type { BookNode } from './node.js';

export type BookMessage = Message & { readonly from: string };
export type BookEvent =
  | BookMessage
  | { readonly type: 'timeout' }
  | { readonly type: 'command'; readonly value: string };

/** A message, and the node that it is for. */
export interface Letter {
  readonly to: string;
  readonly message: Message;
}

type Outcome = readonly [BookNode, readonly Letter[]];

/** One event, and all that the node says to itself because of it; undefined where no part of it accepts the event. */
export function stepOf(node: BookNode, event: BookEvent, nodes: readonly string[]): Outcome | undefined {
  const first = offered(node, event, nodes);
  if (first === undefined) return undefined;
  let [after, letters] = first;
  for (let at = 0; at < letters.length; at++) {
    const { to, message } = letters[at]!;
    if (to !== node.id) continue;
    const next = offered(after, { ...message, from: node.id }, nodes);
    if (next !== undefined) {
      after = next[0];
      letters = [...letters, ...next[1]];
    }
  }
  return [after, letters.filter(({ to }) => to !== node.id)];
}

/** The event, offered to each part that it is for. */
function offered(node: BookNode, event: BookEvent, nodes: readonly string[]): Outcome | undefined {
  const sent: AnyEvent[] = [];
  let after = node;
  const take = (
    machine: AnyStateMachine,
    { value = NO_STATE, context }: { value?: string; context: object },
    become: (next: never, value: string) => BookNode,
  ) => {
    const next = step(machine, { value, context }, event);
    if (next === undefined) return;
    after = become(next.context as never, next.value);
    sent.push(...next.said);
  };
  if (event.type === 'prepare' || event.type === 'accept')
    take(acceptorMachine, { context: node.acceptor }, (acceptor) => ({ ...after, acceptor }));
  else if (event.type === 'accepted')
    take(learnerMachine, { context: node.learners[event.slot - 1]! }, (learner) => ({
      ...after,
      learners: node.learners.with(event.slot - 1, learner),
    }));
  else take(leaderMachine, node.leader, (context, value) => ({ ...after, leader: { value, context } }));
  if (event.type === 'decided')
    take(replicaMachine, { context: node.replica }, (replica) => ({ ...after, replica }));
  if (after === node && sent.length === 0) return undefined;
  return [after, sent.flatMap((message) => addressed(message as never, nodes))];
}

/** Production tells a vote to the one who proposed; the book to the learner of the slot. */
function addressed(
  { to, ...message }: Message & { to: string },
  nodes: readonly string[],
): readonly Letter[] {
  const receivers =
    message.type === 'accepted'
      ? [(message.ballot as Ballot).proposer]
      : message.type === 'promise'
        ? [to]
        : nodes;
  return receivers.map((receiver) => ({ to: receiver, message: message as Message }));
}
