/** A node with one role: it performs the role's effects in order, crashes where it is told to, and restarts from its store. */
import type { Persist, Send, SetTimer, Step } from '#src/paxos/effect.js';

/** A role as its node sees it. */
export interface Hosted<State, Input, Record, Message> {
  readonly start: (record: Record | undefined) => State;
  readonly step: (state: State, input: Input) => Step<State, Persist<Record> | Send<Message> | SetTimer>;
}

/** Where a node's messages and timers go. */
export interface Wire<Message> {
  readonly send: (message: Send<Message>) => void;
  readonly setTimer: (timer: SetTimer) => void;
}

export class Host<State, Input, Record, Message> {
  state: State;
  /** How often it was started again from a record. */
  restarts = 0;
  /** The one thing a crash leaves: text, as a disk would have it. */
  #store: string | undefined;

  constructor(
    readonly role: Hosted<State, Input, Record, Message>,
    readonly wire: Wire<Message>,
  ) {
    this.state = role.start(undefined);
  }

  /**
   * Takes the input and performs what the role asks for; with `crashAt`, crashes before the effect of that number,
   * counted from 0. Returns whether it crashed: it then has restarted already.
   */
  take(input: Input, crashAt = Number.POSITIVE_INFINITY): boolean {
    const [state, effects] = this.role.step(this.state, input);
    this.state = state;
    for (const [index, effect] of effects.entries()) {
      if (index === crashAt) {
        this.restart();
        return true;
      }
      if (effect.type === 'persist') this.#store = JSON.stringify(effect.record);
      else if (effect.type === 'send') this.wire.send(effect);
      else this.wire.setTimer(effect);
    }
    return false;
  }

  /** Loses everything but the store. */
  restart(): void {
    const record = this.#store === undefined ? undefined : (JSON.parse(this.#store) as Record);
    this.restarts += Number(record !== undefined);
    this.state = this.role.start(record);
  }
}
