/**
 * The plainest explorer there is, written from the checker's manual.
 *
 * It shares no code with the checker, so that the two can only agree where both are right.
 */
import { Draft, type Move } from './draft.js';
import type { Glance } from './formula.js';
import { CLOCK, type Event, firstMessages, type Member, membersOf, type Plan } from './plan.js';
import { hears, type Mail, textOfMail, type World } from './world.js';

export class Naive {
  readonly members: readonly Member[];
  /** Every (participant, local state, event) that was tried, with what came of it, as text. */
  readonly tried = new Set<string>();

  constructor(readonly plan: Plan) {
    this.members = membersOf(plan);
  }

  initial(): World {
    const { restarts, stops, partitions } = this.plan.faults;
    const draft = new Draft(this, {
      at: this.members.map(() => 0),
      stopped: this.members.map(() => false),
      history: this.plan.history.map(() => 0),
      mail: [],
      left: { restarts, stops, splits: partitions },
      isSplit: false,
      round: 0,
    });
    for (const member of this.members) draft.send(member, firstMessages(this.plan, member));
    return draft.world();
  }

  /** Every step out of a state, those that change nothing included. */
  moves(world: World): readonly Move[] {
    return [
      ...this.#inputs(world),
      ...this.#deliveries(world),
      ...this.#faults(world),
      ...this.#losses(world),
      ...this.#nextRound(world),
    ];
  }

  glance(world: World): Glance {
    return {
      at: (member) => world.at[member % world.at.length]!,
      data: (type) => world.mail.filter((mail) => mail.type === type).map(({ data }) => data),
      history: (index) => world.history[index] ?? 0,
    };
  }

  receivers(to: string | readonly string[], sender?: string): readonly Member[] {
    const names = typeof to === 'string' ? [to] : to;
    return this.members.filter(({ id, role }) =>
      [id, role, 'all', ...(id === sender ? [] : ['others'])].some((name) => names.includes(name)),
    );
  }

  #inputs(world: World): Move[] {
    return this.members.flatMap((member) =>
      Array.from({ length: member.plan.inputs }, (_, data) => data).flatMap((data) =>
        this.#move(world, member, { type: 'poke', data }),
      ),
    );
  }

  #deliveries(world: World): Move[] {
    const { network } = this.plan;
    const met = new Set<string>();
    return world.mail.flatMap((mail) => {
      // Equal copies are one delivery, and what is not the first of its channel has to wait.
      const key = network === 'ordered' ? `${mail.from} ${mail.to}` : textOfMail(mail);
      if (met.has(key)) return [];
      met.add(key);
      const { type, data, from } = mail;
      return this.receivers(mail.to).flatMap((member) =>
        hears(world, member.id, from) ? this.#move(world, member, { type, data, from }, mail) : [],
      );
    });
  }

  #move(world: World, member: Member, event: Event, taken?: Mail): Move[] {
    const draft = new Draft(this, world);
    if (taken !== undefined && this.plan.network !== 'lossy') draft.take(taken);
    return draft.accept(member, event) ? [draft.move(member.id, event, false)] : [];
  }

  #faults(world: World): Move[] {
    const { left, isSplit } = world;
    const fault = (who: string, type: string, happen: (draft: Draft) => void): Move => {
      const draft = new Draft(this, world);
      happen(draft);
      return draft.move(who, { type }, true);
    };
    const moves = this.members.flatMap((member, index) => {
      if (world.stopped[index]) return [];
      const restart = () => fault(member.id, 'fault.restart', (draft) => draft.restart(member));
      const stop = () => fault(member.id, 'fault.stop', (draft) => draft.stop(member));
      return [
        ...(left.restarts[member.roleIndex]! > 0 ? [restart()] : []),
        ...(left.stops[member.roleIndex]! > 0 ? [stop()] : []),
      ];
    });
    if (!isSplit && left.splits > 0) moves.push(fault('network', 'fault.split', (draft) => draft.split()));
    if (isSplit) moves.push(fault('network', 'fault.heal', (draft) => draft.heal()));
    return moves;
  }

  #losses(world: World): Move[] {
    if (!['lossy-set', 'lossy-latest'].includes(this.plan.network)) return [];
    return world.mail.map((mail) => {
      const { from, to, ...message } = mail;
      const draft = new Draft(this, world);
      draft.take(mail);
      return draft.move('network', { type: 'fault.lose', from, to, message }, true);
    });
  }

  #nextRound(world: World): Move[] {
    if (this.plan.network !== 'rounds' || world.round === this.plan.rounds) return [];
    const draft = new Draft(this, world);
    draft.beginRound();
    return [draft.move(CLOCK, { type: 'tick' }, false)];
  }
}
