/** The words that chapter 24 and production say differently: who the members are, and what is known of the log. */
import type { Decree as SpecDecree, SlotVote as SpecVote } from '#spec/16-the-parliament/messages.js';
import {
  configurationOf,
  isChange,
  type Known,
  membersOf as namesIn,
} from '#spec/24-adding-and-removing-nodes/configuration.js';
import type { MemberSize } from '#spec/24-adding-and-removing-nodes/size.js';
import { type Configuration, configurationId } from '#src/paxos/configuration.js';
import type { Decree } from '#src/paxos/decree.js';
import { decidedThrough, type Log, openConfigurations } from '#src/paxos/log.js';
import type { DecidedSlot, SlotVote } from '#src/paxos/log-message.js';
import { slot } from '#src/paxos/slot.js';
import { ballotOf, decreeOf, membersOf, wordOf } from '../parliament/words.js';

/** The words of an instance: its configurations are numbered as they are planned. */
export class Words {
  readonly #all: readonly string[];

  constructor(readonly size: Pick<MemberSize, 'alpha' | 'initial' | 'plans'>) {
    const { initial, plans } = size;
    this.#all = [initial, ...Object.values(plans).flat().filter(isChange)];
  }

  configuration(word: string): Configuration {
    const id = configurationId(this.#all.indexOf(word) + 1);
    return { ...membersOf(namesIn(word)), id };
  }

  word({ members }: Configuration): string {
    return configurationOf(members.map(({ id }) => id));
  }

  /** Whether one of these changes was made of a configuration that none of them is. */
  isOutOfOrder(...known: readonly Pick<Known, 'configurations'>[]): boolean {
    const words = known.flatMap(({ configurations }) => configurations.map((each) => each.configuration));
    const at = [...new Set(words)].map((word) => this.#all.indexOf(word));
    return at.some((one, index) => index > 0 && one !== at[index - 1]! + 1);
  }

  decree(value: string): Decree<string> {
    return isChange(value)
      ? { type: 'configuration', configuration: this.configuration(value) }
      : decreeOf(value);
  }

  decided({ slot: at, value }: SpecDecree): DecidedSlot<string> {
    return { slot: slot(at), value: this.decree(value) };
  }

  vote({ ballot, ...voted }: SpecVote): SlotVote<string> {
    return { ...this.decided(voted), ballot: ballotOf(ballot) };
  }

  governing({ through, configurations }: Omit<Known, 'beyond'>) {
    const { configurations: governing } = this.log({ through, configurations, beyond: [] });
    return { through, configurations: governing };
  }

  value(decree: Decree<string>): string {
    return decree.type === 'configuration' ? this.word(decree.configuration) : wordOf(decree);
  }

  /** What is known of the log, with nothing kept that is decided without a hole. */
  log({ through, configurations, beyond }: Known): Log<string> {
    return {
      alpha: this.size.alpha,
      base: through,
      decrees: [],
      beyond: beyond.map((one) => this.decided(one)),
      configurations: configurations.map(({ from, configuration }) => ({
        from: slot(from),
        configuration: this.configuration(configuration),
      })),
    };
  }

  known(log: Log<string>): Known {
    return {
      through: decidedThrough(log),
      configurations: openConfigurations(log).map(({ from, configuration }) => ({
        from,
        configuration: this.word(configuration),
      })),
      beyond: log.beyond.map(({ slot: at, value }) => ({ slot: at, value: this.value(value) })),
    };
  }
}
