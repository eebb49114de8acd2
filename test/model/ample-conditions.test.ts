/** Each condition of ample sets is needed: small systems on which a search without it answers wrongly. */
import { describe, expect, test } from 'vitest';
import { type Behaviours, closing } from '#model/ample/closed.js';
import type { Effects } from '#model/ample/dependence.js';
import { Ample } from '#model/ample.js';
import {
  type AnySystem,
  always,
  deadlockFree,
  explore,
  observe,
  type Property,
  sometimes,
  step,
  type Verdict,
} from '#model/index.js';
import { Search } from '#model/search/search.js';
import { at, type Seen, type Sight, walkers } from '#test/model/walkers.js';

/** The ample sets of a search in which one condition is left out, and nothing makes good for it later. */
abstract class Hasty extends Ample {
  override get isStale(): boolean {
    return false;
  }
}

/** C0 without the part that its step must be no fault. */
class ByFaults extends Hasty {
  protected override isGoing(from: number): boolean {
    return this.search.successors.batch.count > from;
  }
}

class WithoutC1 extends Hasty {
  protected override together(first: number): ReadonlyMap<number, Effects> | undefined {
    // Nobody else has to move along, whatever they may send.
    const own = this.dependence.effectsOf(first, false);
    return this.isInvisible(own) ? new Map([[first, own]]) : undefined;
  }
}

class WithoutC2 extends Hasty {
  protected override isInvisible(): boolean {
    return true;
  }
}

class WithoutC3 extends Hasty {
  protected override isGoing(from: number): boolean {
    const { batch, faults } = this.search.successors;
    return batch.count > from + faults;
  }
}

/** What claims look at later than something was left out is of no account. */
class NeverAnew extends Hasty {}

class WithoutObjections extends Hasty {
  protected override askOfNothing(): void {}
}

type Kind = new (search: Search, behaviours: Behaviours) => Ample;

/** The verdict by a search with some kind of ample sets. */
function verdictBy(Sets: Kind, of: AnySystem, property: Property<never>): Verdict {
  const unlimited = { maxStates: 1e6, maxMemory: Number.POSITIVE_INFINITY };
  const search = new Search(of, [property], unlimited);
  const work = closing(of);
  let behaviours: Behaviours | undefined;
  for (let next = work.next(); ; next = work.next())
    if (next.done) {
      behaviours = next.value;
      break;
    }
  search.ample = new Sets(search, behaviours!);
  while (search.advance(Number.POSITIVE_INFINITY));
  const isFound = search.judge.cases[0]!.finding !== undefined;
  return isFound === (property.kind === 'sometimes') ? 'holds' : 'fails';
}

/** The verdicts with ample sets as they are, without any, and with a kind of them. */
async function verdicts(Sets: Kind, of: AnySystem, property: Property<never>): Promise<readonly Verdict[]> {
  const full = await explore(of, [property as never]);
  const ample = await explore(of, [property as never], { ample: true });
  return [full.results[0]!.verdict, ample.results[0]!.verdict, verdictBy(Sets, of, property)];
}

describe('each condition is needed', () => {
  test('C0: a step that is no fault', async () => {
    const mortal = walkers({ p: {}, q: { a: [['GO', 'b']] } }, { faults: { stops: { ps: 1 } } as never });
    const claim = deadlockFree('only the end is an end', (state: Seen) => at(state, 'q') === 'b');
    expect(await verdicts(ByFaults, mortal, claim)).toEqual(['holds', 'holds', 'fails']);
  });

  test('C1: nothing that the others do lets a participant take a further step', async () => {
    const waiting = walkers({
      p: {
        a: [
          ['GIVE UP', 'c'],
          ['m', 'b', 'w', 'r'],
        ],
      },
      q: { a: [['GO', 'b', 'm', 'p']] },
      r: { a: [['w', 'b']] },
    });
    const claim = sometimes('p wins', (state: Seen) => at(state, 'r') === 'b');
    expect(await verdicts(WithoutC1, waiting, claim)).toEqual(['holds', 'holds', 'fails']);
  });

  test('C2: no claim sees the steps', async () => {
    const two = walkers({ p: { a: [['GO', 'b']] }, q: { a: [['GO', 'b']] } });
    const seen = new Set<Verdict>();
    for (const [one, other] of ['pq', 'qp']) {
      const claim = always('together', (state: Seen) => at(state, one!) === 'a' || at(state, other!) === 'b');
      const [full, ample, without] = await verdicts(WithoutC2, two, claim);
      expect([full, ample]).toEqual(['fails', 'fails']);
      seen.add(without!);
    }
    // Of the two orders one is left out, so of the two claims one is not refuted.
    expect(seen).toEqual(new Set(['holds', 'fails']));
  });

  test('C2: of messages sent and taken out, and of history', async () => {
    const h = observe('', { m: (said: string, { from }: { from: string }) => said + from });
    const two = walkers({ p: { a: [['GO', 'b', 'm']] }, q: { a: [['GO', 'b']] } }, { history: { h } });
    const silent = (state: Seen & Sight): boolean => state.messages('m').length === 0;
    const before = sometimes('q before p speaks', (state: Seen & Sight) => {
      return at(state, 'q') === 'b' && silent(state);
    });
    expect(await verdicts(WithoutC2, two, before)).toEqual(['holds', 'holds', 'fails']);
    const forgotten = sometimes('q before p is remembered', (state: Seen & Sight) => {
      return at(state, 'q') === 'b' && state.history.h === '';
    });
    expect(await verdicts(WithoutC2, two, forgotten)).toEqual(['holds', 'holds', 'fails']);
    const three = walkers(
      {
        p: { a: [['m', 'b']] },
        q: { a: [['n', 'b']] },
        r: { a: [['GO', 'b', 'm', 'p']], b: [['GO', 'c', 'n', 'q']] },
      },
      { network: 'unordered' },
    );
    const unheard = sometimes('q hears before p', (state: Seen & Sight) => {
      return at(state, 'q') === 'b' && !silent(state);
    });
    expect(await verdicts(WithoutC2, three, unheard)).toEqual(['holds', 'holds', 'fails']);
  });

  test("C2: the system's bounds do not see the steps either", async () => {
    const two = walkers(
      { p: { a: [['GO', 'b']] }, q: { a: [['GO', 'b']], b: [['GO', 'c']] } },
      { within: ((state: Seen) => at(state, 'p') === 'a') as never },
    );
    const claim = sometimes('q comes to its end', (state: Seen) => at(state, 'q') === 'c');
    expect(await verdicts(WithoutC2, two, claim)).toEqual(['holds', 'holds', 'fails']);
  });

  test('C3: nobody is put off for ever', async () => {
    const round = walkers({
      p: { a: [['GO', 'b']], b: [['GO', 'a']] },
      q: { a: [['GO', 'b']], b: [['GO', 'c']], c: [['GO', 'd']] },
    });
    const claim = sometimes('q comes to its end', (state: Seen) => at(state, 'q') === 'd');
    expect(await verdicts(WithoutC3, round, claim)).toEqual(['holds', 'holds', 'fails']);
  });

  test('what a claim looks at late counts as well', async () => {
    const two = walkers({ p: { a: [['GO', 'b']], b: [['GO', 'c']] }, q: { a: [['GO', 'b']] } });
    const claim = sometimes('q moves while p is half way', (state: Seen) => {
      return at(state, 'q') === 'b' && at(state, 'p') === 'b';
    });
    expect(await verdicts(NeverAnew, two, claim)).toEqual(['holds', 'holds', 'fails']);
  });

  test('what the bounds look at late counts as well', async () => {
    const two = walkers(
      { p: { a: [['GO', 'b']], b: [['GO', 'c']] }, q: { a: [['GO', 'b']], b: [['GO', 'c']] } },
      { within: ((state: Seen) => at(state, 'q') === 'a' || at(state, 'p') !== 'c') as never },
    );
    const claim = sometimes('q comes to its end', (state: Seen) => at(state, 'q') === 'c');
    expect(await verdicts(NeverAnew, two, claim)).toEqual(['holds', 'holds', 'fails']);
  });

  test('a claim about steps that objects where it sees nothing change counts all steps', async () => {
    const two = walkers({ p: { a: [['GO', 'b']] }, q: { a: [['GO', 'b']] } });
    const claim = step('nothing happens after q', (before: Seen, _after: Seen) => at(before, 'q') === 'a');
    expect(await verdicts(WithoutObjections, two, claim)).toEqual(['fails', 'fails', 'holds']);
  });
});
