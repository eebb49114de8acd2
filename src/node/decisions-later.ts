/**
 * Decisions later: a transport that sends decisions once the callers who waited for them here were answered, and their next requests proposed.
 *
 * Only the leader answers callers by a decision. The followers execute it, and wake up for each message: sent at once, decisions would keep
 * them busy just when the next proposal arrives. So they follow right behind the next proposal; if none comes, they go two turns later. Proposals
 * alone overtake decisions, so that a member which hears the reply to a request that it handed on to the leader has executed it.
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
      // Queued before the proposal's own write, so that decisions get into it, behind the proposals to all.
      else if (waiting.length > 0) queueMicrotask(sendAll);
      under.send(to, message);
    },
    close: () => {
      waiting = [];
      under.close();
    },
  });
}
