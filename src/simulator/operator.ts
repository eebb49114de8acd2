/** Somebody who runs the cluster: adds, promotes and removes members, and replaces one whose disk is lost. */
import { type Client, connect } from '../node/client.js';
import type { MemberChange, Succession } from '../node/member-change.js';
import { OutcomeUnknown, Rejected } from '../node/outcome.js';
import type { Chance } from './chance.js';
import type { Host } from './host.js';
import type { Network } from './network.js';
import type { Answer, Command } from './register.js';
import { remoteEntry } from './remote-entry.js';
import type { Site } from './site.js';
import { clockOf, type Time } from './timeline.js';

/** How long it waits for a node. */
const ATTEMPT_MS = 150;

/** With so many voters none is removed, since one of them may be lost. */
const VOTERS_MIN = 3;

/** So much more likely is an observer promoted than removed. */
const PROMOTIONS = 3;

export class Operator {
  #isCalm = false;
  readonly #client: Client<Command, Answer>;

  constructor(
    readonly name: string,
    readonly site: Site,
    readonly timeline: Time,
    network: Network,
    /** The pause between two changes, on average. */
    readonly everyMs: number,
    readonly chance: Chance,
  ) {
    const clock = clockOf(timeline, name);
    const nodes = site.hosts.map((host) => remoteEntry(host, name, network, site.watch));
    this.#client = connect(nodes, { clock, random: chance.float, attemptMs: ATTEMPT_MS, withinMs: 2_000 });
  }

  /** Until the faults have ended. */
  async work(): Promise<void> {
    while (!this.#isCalm) {
      const ms = this.chance.exponential(this.everyMs);
      await new Promise<void>((resolve) => void this.timeline.after(ms, resolve, `pause of ${this.name}`));
      if (!this.#isCalm) await this.#change();
    }
  }

  calmDown(): void {
    this.#isCalm = true;
  }

  /** What is lost is replaced first. */
  async #change(): Promise<void> {
    const { chance, site } = this;
    const { members } = site.memberships.last.configuration;
    const gone = members.find((member) => !site.isThere(member));
    if (gone !== undefined) {
      await this.#ask({ type: 'remove', id: gone.id });
      return;
    }
    const idle = site.hosts.filter(({ id }) => !members.some((member) => member.id === id));
    const voters = members.filter(({ part }) => part === 'voter');
    const observers = members.filter(({ part }) => part === 'observer');
    const removable = voters.length > VOTERS_MIN ? members : observers;
    const steps = [
      ...idle.map((host) => () => this.#add(host)),
      ...observers.flatMap(({ id }) => Array(PROMOTIONS).fill(() => this.#ask({ type: 'promote', id }))),
      ...removable.map(
        ({ id }) =>
          () =>
            this.#ask({ type: 'remove', id }),
      ),
      () => Promise.resolve(site.loseDisk(chance.pick(members))),
      () => this.#ask({ type: 'lead', id: chance.pick(voters).id }),
    ];
    await chance.pick(steps)();
  }

  async #add(host: Host): Promise<void> {
    if (!this.site.vacate(host)) return;
    const added = { id: host.id, incarnation: this.site.nextIncarnation() };
    if (await this.#ask({ type: 'add', ...added })) this.site.install(added);
  }

  /** Returns whether the change was made. It is one of the members that it was chosen for: others may be too few for it. */
  async #ask(change: MemberChange | Succession): Promise<boolean> {
    const basedOn = this.site.memberships.last.configuration.id;
    const asked = change.type === 'lead' ? change : { ...change, basedOn };
    try {
      await this.#client.change(() => asked);
      return true;
    } catch (error) {
      if (error instanceof Rejected) this.site.watch.rejectedChange(change);
      else if (!(error instanceof OutcomeUnknown)) throw error;
      return false;
    }
  }
}
