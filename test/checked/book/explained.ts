/** Whether what a replica did is zero or more steps of chapter 16: the shortest run of the book that comes to the same. */

import { canonicalKey } from '#model/data/values.js';
import type { Pair, Sent } from '#model/index.js';
import { type Ballot, isSameBallot } from '#spec/14-the-synod/ballot.js';
import { type Event, idsOf, type Node, type Letter as ReplicaLetter, type Size } from '../node.js';
import { type BookNode, comparable, imageOf } from './node.js';
import { type BookEvent, type Letter, stepOf } from './steps.js';
import { eventsOf, isTrue, saidBy, slotAsked } from './words.js';

/** A replica's step, as nodes of the book. */
interface Given {
  readonly from: BookNode;
  readonly to: BookNode;
  /** From which slot on it was asked to promise. */
  readonly asked: number;
  readonly nodes: readonly string[];
}

interface Run {
  readonly node: BookNode;
  readonly letters: readonly Letter[];
  readonly left: readonly BookEvent[];
}

/** How a replica is seen as a node of chapter 16. */
export interface Mapping {
  readonly image: typeof imageOf;
  readonly events: typeof eventsOf;
}

const mapping: Mapping = { image: imageOf, events: eventsOf };

/** By the number of events of the book that it takes, 0 for a stutter, how many steps there are; and those that no run explains. */
export function explained(
  pairs: Iterable<Pair>,
  size: Size,
  by: Mapping = mapping,
): { readonly counts: readonly number[]; readonly strange: readonly Pair[] } {
  const counts: number[] = [];
  const strange: Pair[] = [];
  for (const pair of pairs) {
    if (pair.role !== 'node') continue;
    const count = eventsFor(pair, size, by);
    if (count === undefined) strange.push(pair);
    else counts[count] = (counts[count] ?? 0) + 1;
  }
  return { counts, strange };
}

function eventsFor(pair: Pair, size: Size, by: Mapping): number | undefined {
  const before = pair.before.context as Node;
  const after = (pair.after ?? pair.before).context as Node;
  const nodes = idsOf(size);
  const events = by.events(before, pair.event as Event, after);
  const commands = events.flatMap((event) => (event.type === 'command' ? [event.value] : []));
  const [from, to] = [before, after].map((node) => by.image(node, size, commands)) as [BookNode, BookNode];
  const sent = (pair.sent as unknown as readonly Sent<ReplicaLetter>[]).filter(isSaid);
  if (!sent.every(({ body }) => isTrue(body, after))) return undefined;
  const told = sent.flatMap((letter) =>
    [letter.to].flat().flatMap((to) => saidBy(letter.body).map((message) => ({ to, message }))),
  );
  const isNews = (letter: Letter): boolean =>
    !isRepeated(letter, { from, to, asked: slotAsked(pair.event as Event), nodes });
  const news = told.filter(isNews);
  const hasGivenUp = after.replica.leader.phase === 'following';
  const goal = canonicalKey(comparable(to, hasGivenUp));
  const isGoal = ({ node, letters }: Run): boolean =>
    canonicalKey(comparable(node, hasGivenUp)) === goal &&
    news.every((letter) => includes(letters, letter, to));
  return shortest({ node: from, letters: [], left: events }, isGoal, nodes);
}

/** The number of events in the shortest run to the goal, breadth first. */
function shortest(start: Run, isGoal: (run: Run) => boolean, nodes: readonly string[]): number | undefined {
  const seen = new Set<string>();
  let runs: readonly Run[] = [start];
  for (let count = 0; runs.length > 0; count++) {
    if (runs.some(isGoal)) return count;
    runs = runs
      .flatMap((run) => next(run, nodes))
      .filter((run) => {
        const key = canonicalKey(run);
        return !seen.has(key) && seen.add(key);
      });
  }
  return undefined;
}

/** Whether it is a message of a replica, and not what claims are told of a disk. */
function isSaid(
  letter: Sent<ReplicaLetter>,
): letter is Exclude<Sent<ReplicaLetter>, { readonly type: 'kept' }> {
  return letter.type !== 'kept';
}

function next({ node, letters, left }: Run, nodes: readonly string[]): readonly Run[] {
  return left.flatMap((event, index) => {
    const outcome = stepOf(node, event, nodes);
    return outcome === undefined
      ? []
      : [{ node: outcome[0], letters: [...letters, ...outcome[1]], left: left.toSpliced(index, 1) }];
  });
}

/**
 * Whether it means nothing to the book. Somebody has told of each decision that the node knows, and a network that repeats everything
 * makes no difference between once and twice. The book's acceptor promises a ballot once, and not if it has voted in it; production's promises it again,
 * with the votes that it has then. They are those that it had, as long as nobody has proposed in the ballot; and after that, its leader waits
 * for no promise.
 */
function isRepeated({ to: receiver, message }: Letter, { from, to, asked, nodes }: Given): boolean {
  if (message.type === 'decided')
    return to.replica.log.some(({ slot, value }) => slot === message.slot && value === message.value);
  if (message.type !== 'promise') return false;
  const { ballot } = message;
  const isIts = (other: Ballot | null): boolean => isSameBallot(ballot, other);
  if (!isIts(from.acceptor.promised) && !to.acceptor.votes.some((vote) => isIts(vote.ballot))) return false;
  const unpromised = { ...to, acceptor: { ...to.acceptor, promised: null } };
  const prepare = { type: 'prepare', ballot, slot: asked, from: receiver } as const;
  const [, letters] = stepOf(unpromised, prepare, nodes)!;
  return includes(letters, { to: receiver, message }, to);
}

/** Whether the book has said it too, votes in slots that the node knows to be decided aside. */
function includes(letters: readonly Letter[], letter: Letter, { replica }: BookNode): boolean {
  const key = ({ to, message }: Letter): string =>
    canonicalKey({
      to,
      message:
        message.type === 'promise'
          ? {
              ...message,
              votes: message.votes.filter(({ slot }) => !replica.log.some((one) => one.slot === slot)),
            }
          : message,
    });
  return letters.some((other) => key(other) === key(letter));
}
