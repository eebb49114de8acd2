/** What a thread does that is told all it knows by the main thread. */
import { isHeapFull } from '../../host/heap.js';
import { Layout } from '../../state/layout.js';
import { Successors } from '../successors.js';
import { Examiner } from './examiner.js';
import { Expander } from './expander.js';
import type { Briefing, Order, Report } from './protocol.js';
import { Source } from './source.js';

export class Follower {
  #source!: Source;
  #layout!: Layout;
  #expander!: Expander;

  constructor(readonly isFull: () => boolean = isHeapFull) {}

  /** Obeys an order; there is a report for work and for refilling. */
  obey(order: Order): Report | undefined {
    switch (order.kind) {
      case 'introduction':
        this.#source = new Source(order);
        this.#expander = new Expander(new Successors(this.#source, undefined, order.network), this.isFull);
        return undefined;
      case 'briefing':
        this.#brief(order);
        return undefined;
      case 'refill':
        return this.#told(this.#expander.refill(order));
      case 'work':
        return this.#told(this.#expander.expand(order)!);
    }
  }

  #brief(briefing: Briefing): void {
    const { layout, news } = briefing;
    const { successors } = this.#expander;
    this.#source.learn(news);
    if (layout !== undefined) {
      this.#layout = new Layout(layout.widths, layout.messages, false);
      successors.setLayout(this.#layout);
    } else successors.learn();
    this.#expander.begin(this.#layout, new Examiner(briefing));
  }

  #told(report: Report): Report {
    return { ...report, bytes: report.bytes + this.#source.bytes };
  }
}
