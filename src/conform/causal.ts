/** The events of all nodes in one order: each node's own, and no message received before it was sent. */
import type { TraceEvent } from '../trace/event.js';
import { keyOf, Links } from './links.js';
import { InvalidTrace, NotAllowed } from './refusal.js';
import { typeOf } from './show.js';
import type { Placed } from './source.js';
import { lifeOf, nodeOf, plain } from './words.js';

interface Waiting {
  readonly events: Iterator<Placed>;
  /** The next one; undefined at the end. */
  head: Placed | undefined;
  /** Its message, by its content, where it has one. */
  key: string;
}

/**
 * @throws NotAllowed where a message was received that nobody had sent.
 * @throws InvalidTrace where it is of a node that has no trace.
 */
export function* inCausalOrder(
  sources: readonly Iterator<Placed>[],
  links: Links,
  onEvent: (at: Placed) => void,
): Generator<Placed> {
  const all = sources.map((events): Waiting => ({ events, head: undefined, key: '' }));
  /** The nodes that have a trace, in each of their lives. */
  const lives = new Set<string>();
  for (const source of all) advance(source);
  for (;;) {
    let isMoving = false;
    for (const source of all)
      for (; source.head !== undefined && mayHappen(source, links); advance(source)) {
        isMoving = true;
        const { event } = source.head;
        onEvent(source.head);
        lives.add(lifeOf(event.node, event.incarnation));
        if (event.kind === 'sent') links.send(event.node, event.to, source.key);
        yield source.head;
      }
    if (!isMoving) break;
  }
  if (all.some(({ head }) => head !== undefined)) throw refusalOf(all, lives, onEvent);
}

function advance(source: Waiting): void {
  const { done, value } = source.events.next();
  source.head = done ? undefined : value;
  const event = source.head?.event;
  source.key = event?.kind === 'sent' || event?.kind === 'received' ? keyOf(event.said) : '';
}

function mayHappen({ head, key }: Waiting, links: Links): boolean {
  const { event } = head!;
  return event.kind !== 'received' || links.hasSent(event.from, event.node, key);
}

/** All wait for messages: for one that is sent later, or for one that never is. To tell them, the rest of the traces is read. */
function refusalOf(
  all: readonly Waiting[],
  lives: Set<string>,
  onEvent: (at: Placed) => void,
): NotAllowed | InvalidTrace {
  const waiting = all.flatMap(({ head, key }) =>
    head?.event.kind === 'received' ? [{ head, event: head.event, key }] : [],
  );
  const later = new Links(Number.POSITIVE_INFINITY);
  for (const source of all)
    for (; source.head !== undefined; advance(source)) {
      const { event } = source.head;
      lives.add(lifeOf(event.node, event.incarnation));
      if (event.kind === 'sent') later.send(event.node, event.to, source.key);
    }
  const isSentLater = ({ event, key }: (typeof waiting)[number]): boolean =>
    later.hasSent(event.from, event.node, key);
  const unknown = waiting.find(({ event }) => !isKnown(event, lives));
  if (unknown !== undefined) return missing(unknown.head, unknown.event);
  const { head, event } = waiting.find((one) => !isSentLater(one)) ?? waiting[0]!;
  onEvent(head);
  const { from, said } = event;
  return new NotAllowed({
    rule: 'a message was sent before it is received',
    expected: `${from} to have sent it to ${event.node}`,
    got: `'${typeOf(said)}' of ${from}, which had not sent it`,
  });
}

type Received = Extract<TraceEvent<unknown>, { readonly kind: 'received' }>;

/** Whether there is a trace of the sender, in the life that the message tells, if it does. */
function isKnown({ from, said }: Received, lives: ReadonlySet<string>): boolean {
  if ('incarnation' in said) return lives.has(lifeOf(from, said.incarnation));
  return [...lives].some((life) => nodeOf(life) === from);
}

function missing({ file, line }: Placed, { node, from, said }: Received): InvalidTrace {
  const sender = 'incarnation' in said ? plain(lifeOf(from, said.incarnation)) : from;
  return new InvalidTrace(
    `expected a file for every node that has said anything; got none of ${sender}, from which ${node} has received '${typeOf(said)}' in ` +
      `${file}:${line}; give the trace of that node too`,
  );
}
