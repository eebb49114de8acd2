/** The clocks of all nodes: they go on tick by tick, and one of them may be a tick ahead of the others. */
import type { Sent, StepFunction } from '#model/index.js';
import { idsOf, type Size, type Tick } from './node.js';

/** A clock, or all others at once, is about to go on. */
export interface Ticks {
  readonly type: 'ticks';
  readonly isAhead: boolean;
}

export interface Clocks {
  readonly ahead: number;
  readonly others: number;
}

export function ticksOf({ clocks }: Size): readonly Ticks[] {
  return clocks === undefined ? [] : [true, false].map((isAhead) => ({ type: 'ticks', isAhead }));
}

export function clocksOf(size: Size): StepFunction<Clocks, Ticks, Sent<Tick>> {
  const { ticks, ahead: id } = size.clocks ?? { ticks: 0, ahead: '' };
  const others = idsOf(size).filter((other) => other !== id);
  return {
    initial: () => [{ ahead: 0, others: 0 }, []],
    step: (clocks, { isAhead }) => {
      const after = isAhead
        ? { ...clocks, ahead: clocks.ahead + 1 }
        : { ...clocks, others: clocks.others + 1 };
      const isApart = after.ahead < after.others || after.ahead > after.others + 1;
      if (isApart || after.ahead > ticks) return undefined;
      return [after, [{ type: 'tick', to: isAhead ? id : others }]];
    },
  };
}
