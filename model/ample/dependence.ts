/**
 * Which participants have to move together: whose steps, now or later, could disturb those that another can take now, or let it
 * take further ones, before it has moved.
 */
import { canLose } from '../system/network.js';
import type { Situation } from './situation.js';

/** All that the steps of a participant do that it can take now, with what others answer within these steps. */
export interface Effects {
  /** What they change: local states and history variables by process, messages under way by type. */
  readonly processes: ReadonlySet<number>;
  readonly types: ReadonlySet<string>;
  /** History variables and budgets that they change. */
  readonly feeds: ReadonlySet<number>;
  /** Participants that are given messages within these steps. */
  readonly reaches: ReadonlySet<number>;
  /** Messages sent over the network. */
  readonly sends: ReadonlySet<number>;
  /** Whether one of them takes a message from the network, or may end in an error. */
  readonly receives: boolean;
  readonly fails: boolean;
}

/** Where a participant may be given messages that it accepts where it is, by another from where that is. */
interface Arrivals {
  /** Messages for it that it would accept. */
  readonly accepted: readonly number[];
  /** Whether there are any messages for it. */
  readonly any: boolean;
}

export class Dependence {
  /** By two participants and their local states, both as numbers. */
  readonly #arrivals = new Map<number, Map<number, Arrivals>>();

  constructor(readonly situation: Situation) {}

  /**
   * The participants that must be let move with one of them, itself included; undefined where that is everybody, or more than
   * participants.
   *
   * @param isAllowed whether steps with these effects may go first at all.
   */
  together(
    first: number,
    isAllowed: (effects: Effects) => boolean,
  ): ReadonlyMap<number, Effects> | undefined {
    const { situation } = this;
    const { network } = situation.search.system;
    const effects = new Map<number, Effects>();
    const answering = new Set<number>();
    const open = [first];
    const add = (process: number): void => {
      if (!effects.has(process) && !open.includes(process)) open.push(process);
    };
    for (let member = open.pop(); member !== undefined; member = open.pop()) {
      const own = this.effectsOf(member, answering.has(member));
      if (!isAllowed(own)) return undefined;
      effects.set(member, own);
      for (const receiver of own.reaches) {
        if (answering.has(receiver)) continue;
        answering.add(receiver);
        // What it answers within the step counts as well, so it is looked at again.
        effects.delete(receiver);
        add(receiver);
      }
      if (canLose(network) && (own.receives || this.#replaced(own).length > 0)) return undefined;
      for (const message of this.#replaced(own))
        for (const receiver of situation.behaviours.tables.envelopes[message]!.receivers) add(receiver);
      for (const other of situation.participants)
        if (!effects.has(other) && this.mayDisturb(other, member, own)) add(other);
    }
    return effects.size === situation.participants.length && !canLose(network) ? undefined : effects;
  }

  /** Whether another participant, now or later, may do what depends on a participant's steps, or lets it take further ones. */
  mayDisturb(other: number, process: number, { feeds, receives }: Effects): boolean {
    const { situation } = this;
    const prospect = situation.prospect(other);
    if (prospect.reaches.has(process)) return true;
    for (const fed of feeds) if (prospect.feeds.has(fed)) return true;
    const { accepted, any } = this.#arrivalsAt(process, other);
    switch (situation.search.system.network) {
      case 'lossy':
      case 'unordered':
        // What is under way already can be received already.
        return accepted.some((message) => !situation.isUnderWay(message));
      case 'ordered':
        // What comes behind others has to wait until the first of them is received.
        return accepted.length > 0 && !this.#hasMail(other, process);
      case 'lossy-set':
      case 'rounds':
        // Sent again before it is received, a message is received once; after that, twice.
        return accepted.length > 0;
      case 'latest':
      case 'lossy-latest':
        // What comes takes the place of what could be received.
        return accepted.length > 0 || (any && receives);
    }
  }

  /** @param answers whether it may also be given messages within another's step, and do anything that follows from that. */
  effectsOf(process: number, answers: boolean): Effects {
    const { situation } = this;
    const { emissions, envelopes, processes: tables } = situation.behaviours.tables;
    const consumes = situation.search.system.network !== 'lossy';
    const processes = new Set<number>();
    const types = new Set<string>();
    const feeds = new Set<number>();
    const reaches = new Set<number>();
    const sends = new Set<number>();
    const send = (message: number): void => {
      sends.add(message);
      types.add(envelopes[message]!.event.type);
    };
    const steps = situation.stepsOf(process);
    for (const { event, next, emission } of steps) {
      if (next !== situation.states[process]) processes.add(process);
      if (event >= 0 && consumes) types.add(envelopes[event]!.event.type);
      const { messages, instants } = emissions[emission]!;
      for (const message of messages) send(message);
      for (const instant of instants) (tables[instant.process]!.acts ? reaches : feeds).add(instant.process);
    }
    if (answers) {
      const prospect = situation.prospect(process);
      processes.add(process);
      for (const message of prospect.sends) send(message);
      for (const receiver of prospect.reaches) reaches.add(receiver);
      for (const fed of prospect.feeds) feeds.add(fed);
    }
    for (const fed of feeds) processes.add(fed);
    const receives = steps.some(({ event }) => event >= 0);
    return {
      processes,
      types,
      feeds,
      reaches,
      sends,
      receives,
      fails: steps.some(({ error }) => error !== undefined),
    };
  }

  /** Of the messages that are sent, or their kind, those under way already: to send them and to receive these do not commute. */
  #replaced({ sends }: Effects): readonly number[] {
    const { situation } = this;
    const { tables } = situation.behaviours;
    switch (situation.search.system.network) {
      case 'lossy':
      case 'unordered':
      case 'ordered':
        return [];
      case 'lossy-set':
      case 'rounds':
        return [...sends].filter((message) => situation.isUnderWay(message));
      case 'latest':
      case 'lossy-latest':
        return [...sends].filter((message) =>
          situation.messages.some((other) => tables.isSameKind(message, other)),
        );
    }
  }

  #arrivalsAt(process: number, other: number): Arrivals {
    const { situation } = this;
    const { states } = situation;
    const { envelopes, processes } = situation.behaviours.tables;
    const who = process * processes.length + other;
    const where = states[process]! * processes[other]!.states.length + states[other]!;
    const ofThem = this.#arrivals.get(who) ?? new Map<number, Arrivals>();
    this.#arrivals.set(who, ofThem);
    const known = ofThem.get(where);
    if (known !== undefined) return known;
    const messages = [...situation.prospect(other).sends].filter((message) =>
      envelopes[message]!.receivers.includes(process),
    );
    const arrivals = {
      accepted: messages.filter((message) => situation.accepts(process, message)),
      any: messages.length > 0,
    };
    ofThem.set(where, arrivals);
    return arrivals;
  }

  #hasMail(sender: number, receiver: number): boolean {
    const { messages, behaviours } = this.situation;
    return messages.some((message) => {
      const envelope = behaviours.tables.envelopes[message]!;
      return envelope.sender === sender && envelope.receivers.includes(receiver);
    });
  }
}
