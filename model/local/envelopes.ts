/** The messages of a system under numbers: each with its sender and the participants that may receive it. */
import { ModelError } from '../data/model-error.js';
import { canonicalKey, deepFreeze } from '../data/values.js';
import type { Address, AnyEvent } from '../participant/process.js';
import type { Processes, ProcessTable } from './processes.js';

/** A message on its way, with all that is known of it. */
export interface Envelope {
  readonly from: string;
  /** The sender's number. */
  readonly sender: number;
  readonly to: Address;
  /** As its receivers are given it. */
  readonly event: AnyEvent & { readonly from: string };
  /** The numbers of the participants that may receive it. */
  readonly receivers: readonly number[];
  /** Messages of one channel have one sender and one receiver; numbered as met. */
  readonly channel: number;
}

export class Envelopes {
  readonly all: Envelope[] = [];
  /** Numbers of the messages that the network carries, as met. */
  readonly carried: number[] = [];
  /** The length of all texts that messages are known by. */
  textLength = 0;
  readonly #byKey = new Map<string, number>();
  readonly #channelByKey = new Map<string, number>();
  readonly #isCarried = new Set<number>();

  constructor(readonly processes: Processes) {}

  /** The number of a message. */
  intern(
    { id, number: sender }: ProcessTable,
    event: Envelope['event'],
    address: Address,
    receivers: readonly number[],
  ): number {
    const to = typeof address === 'string' ? address : [...address].sort();
    const key = canonicalKey([to, event]);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const channelKey = `${sender} ${receivers.join(' ')}`;
    const channel = this.#channelByKey.get(channelKey) ?? this.#channelByKey.size;
    this.#channelByKey.set(channelKey, channel);
    this.textLength += key.length;
    this.#byKey.set(key, this.all.length);
    return this.all.push({ from: id, sender, to, event, receivers, channel }) - 1;
  }

  /** Takes note that the network carries a message. */
  carry(message: number): number {
    if (!this.#isCarried.has(message)) {
      this.#isCarried.add(message);
      this.carried.push(message);
    }
    return message;
  }

  /** The number of a message that is another one by renaming; `rename` is of participants' names. */
  adopt(message: number, event: unknown, rename: (id: string) => string): number {
    const { from, to } = this.all[message]!;
    const { members, tables } = this.processes;
    const address = typeof to === 'string' ? rename(to) : to.map(rename).sort();
    const sender = tables[members.get(rename(from))![0]!]!;
    const receivers = this.receivers(sender, (event as AnyEvent).type, address);
    const adopted = this.intern(sender, deepFreeze(event) as Envelope['event'], address, receivers);
    return this.#isCarried.has(message) ? this.carry(adopted) : adopted;
  }

  /** The number here of a message that another search of the system met. */
  numberOf({ to, event }: Envelope): number {
    return this.#byKey.get(canonicalKey([to, event]))!;
  }

  /** Whether two messages have type, sender and receivers in common. */
  isSameKind(a: number, b: number): boolean {
    const one = this.all[a]!;
    const other = this.all[b]!;
    return one.event.type === other.event.type && one.channel === other.channel;
  }

  /** The numbers of the participants that an address means. */
  receivers(sender: ProcessTable, type: string, to: Address | undefined): readonly number[] {
    const { system, members } = this.processes;
    const receivers = new Set<number>();
    for (const name of typeof to === 'object' ? to : [to]) {
      const meant = members.get(name ?? '');
      if (meant === undefined)
        throw new ModelError(
          `system ${system.name}: ${sender.id} (role ${sender.role}) sends '${type}' to ${name ?? 'nobody'}; expected 'to' to be ` +
            `one or a list of: ${[...members.keys()].join(', ')}`,
        );
      for (const receiver of meant) receivers.add(receiver);
    }
    return [...receivers].sort((a, b) => a - b);
  }
}
