/**
 * Stands beside a machine's guards and actions while they run: knows which of them runs, hands it data that it cannot
 * write to, or runs it twice to see whether it answers alike.
 */

import { alike, deepFreeze, thawed } from '../data/values.js';
import type { AnyEvent } from './process.js';
import { differs, isStrict, WRITES } from './sandbox.js';

/** A piece of the model's own code. */
export interface Part {
  readonly kind: 'guard' | 'assign' | 'emit' | 'raise' | 'enqueue' | 'params' | 'output';
  /** The guard's or action's name; of what has none, a description in brackets. */
  readonly name: string;
  /** The key of context that it computes, in an assign. */
  readonly key?: string;
  /** How errors speak of it. */
  readonly says: string;
}

/** What guards and actions are given. */
export interface Args {
  readonly context: object;
  readonly event: AnyEvent;
}

/** A guard, or the function within an action. */
export type Code = (args: Args, params: unknown) => unknown;

export class Monitor {
  /** The part that began last: the one to name when something goes wrong. */
  running: Part | undefined;
  /** What a part threw first, before XState wrapped it in words of its own. */
  failure: { readonly error: unknown } | undefined;
  /** The transition whose guard is being asked. */
  transition: string | undefined;
  /** Is told what each part answers; what it returns is the answer. */
  onAnswer: ((part: Part, args: Args, answer: unknown) => unknown) | undefined;
  onAction: ((name: string) => void) | undefined;

  /** Is told of the transitions that a step took, in order. */
  onTransitions: ((taken: readonly string[]) => void) | undefined;

  /** Forgets the step before. */
  begin(): void {
    this.running = undefined;
    this.failure = undefined;
    this.transition = undefined;
  }

  act(part: Part): void {
    this.running = part;
    this.transition = undefined;
    this.onAction?.(part.name);
  }

  call(part: Part, code: Code, args: Args, params: unknown): unknown {
    this.running = part;
    try {
      const answer = isStrict() ? runTwice(part, code, args, params) : runFrozen(part, code, args, params);
      if (part.kind === 'guard' && typeof answer !== 'boolean')
        throw new TypeError(`answered ${String(answer)}; expected true or false`);
      return this.onAnswer === undefined ? answer : this.onAnswer(part, args, answer);
    } catch (error) {
      this.failure ??= { error };
      throw error;
    }
  }
}

function runFrozen(part: Part, code: Code, args: Args, params: unknown): unknown {
  deepFreeze(args.context, 'context');
  const answer = code(args, params);
  const { kind, key } = part;
  if (kind === 'guard' || kind === 'enqueue') return answer;
  if (kind === 'params' || kind === 'output') return deepFreeze(answer, `the ${kind}`);
  if (kind !== 'assign') return deepFreeze(answer, 'the event');
  return deepFreeze(answer, key === undefined ? 'context' : `context.${key}`);
}

/**
 * Runs a part twice. Also finds what a part that catches errors, or is not in strict mode, would write to frozen data in
 * vain.
 */
function runTwice(part: Part, code: Code, args: Args, params: unknown): unknown {
  const before = thawed([args.context, args.event]);
  const answer = code(args, params);
  // What is put into a queue twice would be there twice. If it is another the next time, so is what the step comes to.
  const again = part.kind === 'enqueue' ? answer : code(args, params);
  if (!alike(before, [args.context, args.event])) throw new Error(WRITES);
  if (!alike(answer, again)) throw new Error(differs(answer, again));
  return answer;
}
