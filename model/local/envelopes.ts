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
  /** Whom it is for: the receivers, however the sender wrote them. */
  readonly to: Address;
  /** As its receivers are given it. */
  readonly event: AnyEvent & { readonly from: string };
  /** The numbers of the participants that may receive it, in order. */
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

  /** The number of a message, which is what it says and the set of its receivers. */
  intern(
    { id, number: sender }: ProcessTable,
    event: Envelope['event'],
    receivers: readonly number[],
  ): number {
    const key = keyOf({ event, receivers });
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const channelKey = `${sender} ${receivers.join(' ')}`;
    const channel = this.#channelByKey.get(channelKey) ?? this.#channelByKey.size;
    this.#channelByKey.set(channelKey, channel);
    this.textLength += key.length;
    this.#byKey.set(key, this.all.length);
    const to = this.#addressOf(receivers);
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
    const { from, receivers } = this.all[message]!;
    const { members, tables } = this.processes;
    const numberOf = (id: string): number => members.get(rename(id))![0]!;
    const renamed = receivers.map((receiver) => numberOf(tables[receiver]!.id)).sort((a, b) => a - b);
    const adopted = this.intern(tables[numberOf(from)]!, deepFreeze(event) as Envelope['event'], renamed);
    return this.#isCarried.has(message) ? this.carry(adopted) : adopted;
  }

  /** The number here of a message that another search of the system met. */
  numberOf(envelope: Envelope): number {
    return this.#byKey.get(keyOf(envelope))!;
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

  /** The address by which receivers are shown: a name, that of a role or of everybody if those are all, or a list of names. */
  #addressOf(receivers: readonly number[]): Address {
    const { members, tables } = this.processes;
    const ids = receivers.map((receiver) => tables[receiver]!.id);
    if (ids.length === 1) return ids[0]!;
    const [named] = [...members].find(([, meant]) => meant.join() === receivers.join()) ?? [];
    return named ?? ids;
  }
}

function keyOf({ receivers, event }: Pick<Envelope, 'receivers' | 'event'>): string {
  return `${receivers.join(' ')} ${canonicalKey(event)}`;
}
