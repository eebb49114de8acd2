/** One property under examination: what is asked for it, and where it was decided. */

import type { Tables } from '../local/tables.js';
import type { Allocate } from '../state/rows.js';
import type { View } from '../state/view.js';
import type { Property } from '../system/property.js';
import type { Finding } from './finding.js';
import { type Code, Predicate } from './question.js';
import { Refinement } from './refinement.js';
import { StepPredicate } from './step-question.js';

/** Whatever is asked for a property. */
export type Asked = Predicate | StepPredicate | Refinement;

export class Case {
  /** What decided it before the end of the search: a counterexample, or a witness. */
  finding: Finding | undefined;
  /** Only of a property that needs the whole graph. */
  isDecidedOnGraph = false;
  /** What is asked of states; absent where steps are looked at. */
  readonly question: Predicate | undefined;
  /** The goal of a `leads-to`. */
  readonly goal: Predicate | undefined;
  /** What is asked of steps. */
  readonly steps: StepPredicate | Refinement | undefined;

  constructor(
    readonly property: Property<never>,
    tables: Tables,
    views: readonly [before: View, after: View],
    allocate: Allocate,
  ) {
    const { name } = property;
    const asked = (predicate: unknown): Predicate =>
      new Predicate(name, predicate as Code, tables, views[0], allocate);
    switch (property.kind) {
      case 'step':
        this.steps = new StepPredicate(name, property.predicate as Code, tables, views, allocate);
        break;
      case 'refines':
        this.steps = new Refinement(property, tables, views[0], allocate);
        break;
      case 'leads-to':
        this.question = property.predicate && asked(property.predicate);
        this.goal = asked(property.goal);
        break;
      default:
        this.question = asked(property.predicate);
    }
  }

  get asked(): readonly Asked[] {
    return [this.question, this.goal, this.steps].filter((asked) => asked !== undefined);
  }

  /** How much the property was seen to depend on. It only ever grows. */
  get width(): number {
    return this.asked.reduce((sum, { width }) => sum + width, 0);
  }

  /** Whether a packed state decides it. */
  isDecidedAt(row: Int32Array, at: number): boolean {
    return this.question!.ask(row, at) === (this.property.kind === 'sometimes');
  }
}
