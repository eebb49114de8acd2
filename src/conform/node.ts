/** One node of a trace: what goes through its ports, as zero or more steps of the book's machines for each event. */
import { match } from 'ts-pattern';
import type { Configuration } from '../paxos/configuration.js';
import type { Happening, Stamp, TraceEvent } from '../trace/event.js';
import { hear } from './hearing.js';
import { type Batch, keepBatch, keepWrite } from './keeping.js';
import { isKeptOf, keptOf, showKept } from './kept.js';
import type { Members } from './members.js';
import { isExtra } from './messages.js';
import { keptBy, type Parts, partsFrom, show } from './parts.js';
import { InvalidTrace, NotAllowed } from './refusal.js';
import { assertMaySay } from './saying.js';
import { brief, lifeOf } from './words.js';

type Started = Extract<Happening<unknown>, { readonly kind: 'started' }>;

export class NodeOfTrace {
  readonly #configuration: Configuration;
  #stamp: Stamp;
  #parts: Parts;
  /** The batches on their way to the disk; null where there are none. */
  #writing: readonly Batch[] | null = null;

  /** What it kept before its first start is believed. */
  constructor(
    { configuration, kept, ...stamp }: Stamp & Started,
    readonly members: Members,
  ) {
    members.begin(configuration, kept);
    this.#stamp = stamp;
    this.#configuration = configuration;
    this.#parts = partsFrom(this.#life, members, kept);
  }

  /** The parts of the book's node, a line each. */
  show(): readonly string[] {
    return show(this.#parts);
  }

  /** @throws NotAllowed where the book has no such step. */
  take(event: TraceEvent<unknown>): void {
    match(event)
      .with({ kind: 'started' }, (started) => this.#restart(started))
      .with({ kind: 'received' }, ({ from, said }) => {
        if (said.type !== 'told') return;
        const { incarnation, message } = said;
        this.#parts.leases.hear(from, incarnation, message);
        if (!isExtra(message)) hear(this.#parts, lifeOf(from, incarnation), message);
      })
      .with({ kind: 'sent' }, ({ to, said }) => {
        if (said.type !== 'told') return;
        this.#assertIsOwn(said);
        const { leases, acceptor } = this.#parts;
        leases.say(to, said.message, acceptor.now.promised);
        if (!isExtra(said.message)) assertMaySay(this.#parts, to, said.message);
      })
      .with({ kind: 'writing' }, ({ batches }) => {
        this.#assertWriting(false);
        this.#writing = batches;
      })
      .with({ kind: 'written' }, () => {
        this.#assertWriting(true);
        const batches = this.#writing!;
        this.#writing = null;
        keepWrite(this.#parts, batches);
      })
      .exhaustive();
  }

  get #life(): string {
    return lifeOf(this.#stamp.node, this.#stamp.incarnation);
  }

  /** It has what was on its disk, with the first few of the batches that were under way; and has forgotten all else. */
  #restart({ configuration, kept, ...stamp }: Stamp & Started): void {
    if (brief(configuration) !== brief(this.#configuration))
      throw new InvalidTrace(
        `expected one configuration for all starts of ${stamp.node}; got another one at start ${stamp.start}`,
      );
    const wanted = keptOf(kept);
    const possible = [keptBy(this.#parts)];
    const isPossible = (): boolean => possible.some((one) => isKeptOf(wanted, one));
    for (const batch of this.#writing ?? []) {
      if (isPossible()) break;
      keepBatch(this.#parts, batch);
      possible.push(keptBy(this.#parts));
    }
    if (!isPossible())
      throw new NotAllowed({
        rule: 'a node starts from what it kept',
        expected: showKept(possible[0]!),
        got: showKept(wanted),
        nearest: possible.map(showKept),
      });
    if (kept !== null) this.members.assertKept(kept.log);
    this.#stamp = stamp;
    this.#parts = partsFrom(this.#life, this.members, kept);
    this.#writing = null;
  }

  #assertIsOwn({ incarnation, reach }: Pick<Stamp, 'incarnation'> & { reach: { start: number } }): void {
    if (incarnation === this.#stamp.incarnation && reach.start === this.#stamp.start) return;
    throw new NotAllowed({
      rule: 'a node speaks for itself',
      expected: `incarnation ${this.#stamp.incarnation}, start ${this.#stamp.start}`,
      got: `incarnation ${incarnation}, start ${reach.start}`,
    });
  }

  #assertWriting(isWriting: boolean): void {
    if ((this.#writing !== null) === isWriting) return;
    throw new NotAllowed({
      rule: 'one write is under way at a time',
      expected: isWriting ? `'writing' before 'written'` : `'written' before the next 'writing'`,
      got: isWriting ? `'written'` : `'writing'`,
    });
  }
}
