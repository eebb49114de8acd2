/** What the threads of a search are told: of the system once, and before each piece of work what changed since. */
import type { Case } from '../../property/case.js';
import type { Layout } from '../../state/layout.js';
import type { Partition } from '../../system/faults.js';
import type { Search } from '../search.js';
import type { Briefing, CaseImage, Introduction, News, StepCaseImage } from './protocol.js';

export class Teller {
  /** What the threads were told last: how states are packed, and how many of everything in the tables. */
  #layout: Layout | undefined;
  #told = { order: 0, envelopes: 0, emissions: 0, carried: 0 };

  constructor(readonly search: Search) {}

  introduction(): Introduction {
    const { tables, system } = this.search;
    const { processes, network, clock } = tables;
    const cutOff = new Set<string>();
    for (const { id: from } of processes)
      for (const { id: to } of processes) if (tables.isCutOff(from, to)) cutOff.add(`${from} ${to}`);
    return {
      kind: 'introduction',
      network: system.network,
      processes: processes.map(({ number, id, acts, inputs }) => ({
        number,
        id,
        acts,
        inputs: inputs.map(({ type }) => ({ type })),
      })),
      actors: { network, clock },
      cutOff,
    };
  }

  /** What the threads do not know yet. */
  briefing(): Briefing {
    const { judge, layout } = this.search;
    judge.setLayout(layout);
    const { cases, ofStates, ofSteps, within, watchesDeadlocks } = judge;
    const ofState = (each: Case): CaseImage => ({
      number: cases.indexOf(each),
      wanted: each.property.kind === 'sometimes',
      memo: each.question!.memo.image(),
    });
    const ofStep = (each: Case): StepCaseImage => ({ number: cases.indexOf(each), ...each.steps!.image() });
    const { widths, messages } = layout;
    const isNew = this.#layout !== layout;
    this.#layout = layout;
    return {
      kind: 'briefing',
      ...(isNew && { layout: { widths, messages } }),
      news: this.#news(),
      states: ofStates.map(ofState),
      steps: ofSteps.map(ofStep),
      ...(within && { within: within.memo.image() }),
      deadlocks: watchesDeadlocks,
    };
  }

  /** What the tables have that the threads were not told of. */
  #news(): News {
    const { processes, order, envelopes, emissions, carried, network } = this.search.tables;
    const told = this.#told;
    const steps: number[] = [];
    for (let at = told.order; at < order.length; at += 3) {
      const [process, state, event] = [order[at]!, order[at + 1]!, order[at + 2]!];
      const { entries } = processes[process]!.steps;
      const entry = processes[process]!.steps.find(state, event);
      steps.push(process, state, event, entries[entry + 2]!, entries[entry + 3]!);
    }
    const partitions = network === undefined ? [] : (processes[network]!.states as Partition[]);
    const news: News = {
      steps: Int32Array.from(steps),
      envelopes: envelopes
        .slice(told.envelopes)
        .map(({ from, sender, receivers, kind }) => ({ from, sender, receivers, kind })),
      emissions: emissions.slice(told.emissions).map(({ messages, instants }) => ({ messages, instants })),
      carried: carried.slice(told.carried),
      partitions,
    };
    this.#told = {
      order: order.length,
      envelopes: envelopes.length,
      emissions: emissions.length,
      carried: carried.length,
    };
    return news;
  }
}
