/** The messages of a system under numbers: each with its sender and the participants that may receive it. */
import { ModelError } from '../data/model-error.js';
import { canonicalKey, deepFreeze } from '../data/values.js';
import { type Address, ALL, type AnyEvent, OTHERS } from '../participant/process.js';
import { type InstantRule, instantRules } from '../system/instant.js';
import type { Processes, ProcessTable } from './processes.js';

/** A message on its way, with all that is known of it. */
export interface Envelope {
  readonly from: string;
  readonly sender: number;
  /** Whom it is for: the receivers, however the sender wrote them. */
  readonly to: Address;
  /** As its receivers are given it. */
  readonly event: AnyEvent & { readonly from: string };
  /** The numbers of the participants that may receive it, in order. */
  readonly receivers: readonly number[];
  /** Messages of one channel have one sender and one receiver; numbered as met. */
  readonly channel: number;
  /** Messages of one kind take each other's place, over a network that keeps the latest; numbered as met. */
  readonly kind: number;
}

export class Envelopes {
  readonly all: Envelope[] = [];
  /** Numbers of the messages that the network carries, as met. */
  readonly carried: number[] = [];
  /** The length of all texts that messages are known by. */
  textLength = 0;
  readonly #byKey = new Map<string, number>();
  readonly #channelByKey = new Map<string, number>();
  readonly #kindByKey = new Map<string, number>();
  readonly #isCarried = new Set<number>();

  readonly #instant: readonly InstantRule[];

  constructor(readonly processes: Processes) {
    this.#instant = instantRules(processes.system);
  }

  /** The number of a message, which is what it says and the set of its receivers. */
  intern(
    { id, number: sender }: ProcessTable,
    event: Envelope['event'],
    receivers: readonly number[],
  ): number {
    const key = keyOf({ event, receivers });
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const channel = numbered(this.#channelByKey, `${sender} ${receivers.join(' ')}`);
    const kind = numbered(this.#kindByKey, `${channel} ${this.#kindOf(event)}`);
    this.textLength += key.length;
    this.#byKey.set(key, this.all.length);
    const to = this.#addressOf(receivers);
    return this.all.push({ from: id, sender, to, event, receivers, channel, kind }) - 1;
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
  adopt(message: number, event: unknown, rename: (id: string) => string = (id) => id): number {
    const { from, receivers } = this.all[message]!;
    const { tables } = this.processes;
    const named = (id: string): ProcessTable => tables.find((table) => table.id === rename(id))!;
    const renamed = receivers.map((receiver) => named(tables[receiver]!.id).number).sort((a, b) => a - b);
    const adopted = this.intern(named(from), deepFreeze(event) as Envelope['event'], renamed);
    return this.#isCarried.has(message) ? this.carry(adopted) : adopted;
  }

  /** The number here of a message that another search of the system met. */
  numberOf(envelope: Envelope): number {
    return this.#byKey.get(keyOf(envelope))!;
  }

  /** Of a message's receivers, those to whom it is instant, and the others. */
  parted(type: string, receivers: readonly number[]): readonly [readonly number[], readonly number[]] {
    const { members } = this.processes;
    const rules = this.#instant.filter((rule) => rule.type === undefined || rule.type === type);
    const isInstant = (receiver: number): boolean =>
      rules.some(({ to }) => to === undefined || members.get(to)!.includes(receiver));
    return [receivers.filter(isInstant), receivers.filter((receiver) => !isInstant(receiver))];
  }

  /** What messages of one channel and kind have in common. */
  #kindOf(event: AnyEvent): string {
    const { system } = this.processes;
    const fields = Object.hasOwn(system.latestBy, event.type) ? system.latestBy[event.type]! : [];
    const missing = fields.find((field) => !Object.hasOwn(event, field));
    if (missing !== undefined)
      throw new ModelError(
        `system ${system.name}: 'latestBy' names the field '${missing}' of '${event.type}', but a message has none; expected some of: ` +
          Object.keys(event)
            .filter((key) => key !== 'type' && key !== 'from')
            .join(', '),
      );
    return canonicalKey([event.type, ...fields.map((field) => event[field as keyof AnyEvent])]);
  }

  receivers(sender: ProcessTable, type: string, to: Address | undefined): readonly number[] {
    const { system, members } = this.processes;
    const receivers = new Set<number>();
    for (const name of typeof to === 'object' ? to : [to]) {
      const meant = name === OTHERS ? this.#othersThan(sender) : members.get(name ?? '');
      if (meant === undefined)
        throw new ModelError(
          `system ${system.name}: ${sender.id} (role ${sender.role}) sends '${type}' to ${name ?? 'nobody'}; expected 'to' to be ` +
            `one or a list of: ${[...members.keys()].flatMap((key) => (key === ALL ? [ALL, OTHERS] : [key])).join(', ')}`,
        );
      for (const receiver of meant) receivers.add(receiver);
    }
    return [...receivers].sort((a, b) => a - b);
  }

  #othersThan({ number }: ProcessTable): readonly number[] {
    return this.processes.members.get(ALL)!.filter((one) => one !== number);
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

/** The number of a key, the next one where it is new. */
function numbered(numbers: Map<string, number>, key: string): number {
  const number = numbers.get(key) ?? numbers.size;
  numbers.set(key, number);
  return number;
}

function keyOf({ receivers, event }: Pick<Envelope, 'receivers' | 'event'>): string {
  return `${receivers.join(' ')} ${canonicalKey(event)}`;
}
