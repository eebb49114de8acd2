/** Looks out for what is rare where members come and go. */
import type { Configuration } from '../paxos/configuration.js';
import { openConfigurations } from '../paxos/log.js';
import type { Sight } from './sights.js';
import type { Effect, Input, Replica } from './words.js';

type Apply = Extract<Effect, { readonly type: 'apply' }>;

export class MemberSights {
  /** Those that lead at present, and the configuration of the slots that each leads in. */
  readonly #leading = new Map<string, number>();

  constructor(readonly saw: (sight: Sight) => void) {}

  started(node: string): void {
    this.#leading.delete(node);
  }

  stepped(node: string, before: Replica, input: Input, after: Replica, effects: readonly Effect[]): void {
    const isNews = before.log !== after.log || before.leader !== after.leader;
    if (isNews && underWay(before) < 2 && underWay(after) > 1)
      this.saw('two changes of members were under way at once');
    if (before.executed !== after.executed) {
      const isBySnapshot = input.type === 'message' && input.message.type === 'snapshot';
      if (isBySnapshot && openConfigurations(after.log).length > 1)
        this.saw('a snapshot told of a change of members that did not govern yet');
      for (const effect of effects) if (effect.type === 'apply') this.#applied(before, effect);
    }
    if (before.leader !== after.leader) this.#led(node, after);
  }

  /** The members have changed. */
  changed(before: Configuration, after: Configuration): void {
    for (const { id, part } of after.members) {
      const was = before.members.find((member) => member.id === id);
      if (was === undefined) this.saw('a member was added');
      else if (was.part !== part) this.saw('an observer was given a vote');
    }
    for (const { id } of before.members) {
      if (after.members.some((member) => member.id === id)) continue;
      this.saw('a member was removed');
      if (this.#leading.has(id)) this.saw('a leader was removed');
    }
  }

  #applied({ leader, log }: Replica, { slot, decree, outcomes }: Apply): void {
    if (decree.type !== 'configuration') return;
    if (outcomes.some(({ reply }) => reply.type === 'rejected'))
      this.saw('a change of members came to nothing, since another was decided before');
    const isOpenLater =
      leader.phase === 'leading' &&
      leader.proposals.some((proposal) => proposal.slot > slot && proposal.slot < slot + log.alpha);
    if (isOpenLater) this.saw('a change of members was decided while a later slot was open');
  }

  #led(node: string, { leader }: Replica): void {
    if (leader.phase !== 'leading') {
      this.#leading.delete(node);
      return;
    }
    if (this.#leading.get(node) === leader.configuration) return;
    this.#leading.set(node, leader.configuration);
    if (new Set(this.#leading.values()).size > 1)
      this.saw('two nodes led at once, in different configurations');
  }
}

/** How many changes are decided and do not govern yet, or are proposed. */
function underWay({ log, leader }: Replica): number {
  const proposals = leader.phase === 'leading' ? leader.proposals : [];
  const proposed = proposals.filter(({ value }) => value.type === 'configuration');
  return openConfigurations(log).length - 1 + proposed.length;
}
