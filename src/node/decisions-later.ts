/**
 * Decisions later: a transport that sends decisions once whoever waited for them here was answered, and what these ask next is on its way.
 *
 * Nobody but the leader answers by them, and the others get up for each message. Sent at once, decisions would have them at work just when the
 * next proposal is to be made, and heard. Proposals alone overtake them: a member that hears the reply to what it has handed on to the leader
 * has executed it.
 */

import type { NodeId } from '../paxos/node-id.js';
import { type MemberMessage, typeSaid } from './member-message.js';
import type { NodeClock, Transport } from './ports.js';
import { wrappedTransport } from './wrapped-transport.js';

export function decisionsLater<Command, State, Answer>(
  under: Transport<MemberMessage<Command, State, Answer>>,
  clock: Pick<NodeClock, 'turn'>,
): Transport<MemberMessage<Command, State, Answer>> {
  let waiting: (readonly [to: NodeId, message: MemberMessage<Command, State, Answer>])[] = [];
  const sendAll = (): void => {
    const all = waiting;
    waiting = [];
    for (const [to, message] of all) under.send(to, message);
  };
  return wrappedTransport(under, {
    open: (peer) => under.open(peer),
    send: (to, message) => {
      const type = typeSaid(message);
      if (type === 'decided') {
        waiting.push([to, message]);
        // At the end of this turn what was asked meanwhile is proposed: they come after that.
        if (waiting.length === 1) clock.turn(() => clock.turn(sendAll));
        return;
      }
      if (type !== 'accept') sendAll();
      under.send(to, message);
    },
    close: () => {
      waiting = [];
      under.close();
    },
  });
}
