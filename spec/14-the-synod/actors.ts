/** The machines of the chapter as running XState actors: the very ones that the checker explores. */
import { type AnyActor, type AnyStateMachine, createActor } from 'xstate';
import type { LocalState, Received, Sent } from '#model/index.js';
import { memory } from './memory.js';
import type { Message } from './messages.js';
import type { Timeout } from './proposer.js';
import { participantsOf, type RoleName, type Size } from './size.js';
import type { Machines } from './synod.js';

/** Takes what a participant sends, with the names of those it is for. */
export type Post = (from: string, message: Message, to: readonly string[]) => void;

/** What can reach a participant. */
export type Event = Received<Message> | Timeout;

/** All participants of an instance, each an actor. They act only when something reaches them. */
export class Actors {
  readonly #actors = new Map<string, AnyActor>();
  readonly #roles = new Map<string, RoleName>();
  readonly #inputs = new Map<string, object>();

  constructor(
    size: Size,
    readonly machines: Machines,
    readonly post: Post,
  ) {
    for (const [role, inputs] of Object.entries(participantsOf(size)))
      for (const [id, input] of Object.entries<object>(inputs)) {
        this.#roles.set(id, role as RoleName);
        this.#inputs.set(id, input);
      }
    for (const id of this.#roles.keys()) this.#start(id, {});
  }

  /** The names of a role's participants, or of all. */
  names(role?: RoleName): readonly string[] {
    return [...this.#roles].filter(([, of]) => role === undefined || of === role).map(([id]) => id);
  }

  reach(id: string, event: Event): void {
    this.#actor(id).send(event);
  }

  /** Whether the participant accepts the event, as it is now. */
  accepts(id: string, event: Event): boolean {
    return this.#actor(id).getSnapshot().can(event);
  }

  /** Stops the participant, and starts it again with what it has in memory that is durable. */
  restart(id: string): void {
    const context = this.state(id).context as Readonly<Record<string, unknown>>;
    this.#actor(id).stop();
    const keys: readonly string[] = memory[this.#roles.get(id)!];
    this.#start(id, { durable: Object.fromEntries(keys.map((key) => [key, context[key]])) });
  }

  state(id: string): LocalState {
    const { value, context } = this.#actor(id).getSnapshot();
    return { value, context };
  }

  #actor(id: string): AnyActor {
    return this.#actors.get(id)!;
  }

  #start(id: string, restored: object): void {
    const machine: AnyStateMachine = this.machines[this.#roles.get(id)!];
    const actor = createActor(machine, { input: { ...this.#inputs.get(id), ...restored } });
    this.#actors.set(id, actor);
    actor.on('*', (emitted) => {
      const { to, ...message } = emitted as Sent<Message>;
      this.post(id, message as Message, this.#named(to));
    });
    actor.start();
  }

  #named(to: Sent<Message>['to']): readonly string[] {
    const addresses = typeof to === 'string' ? [to] : to;
    return this.names().filter((id) => addresses.includes(id) || addresses.includes(this.#roles.get(id)!));
  }
}
