/** Names for a TLA+ module's definitions: plain words, none used twice, none that the language or another definition has. */

/** What the modules extended and the module's own operators, variables and parameters are called. */
const TAKEN =
  'Add Any Append Assert Bag BOOLEAN Channel Empty FALSE First Goes Happens Head Init Inputs Int JavaTime Kinds Len Loses Members ' +
  'Nat Needs Next Null OnlyReached Permutations Print PrintT RandomElement Reached Real Receivers Receives Refuses SameKind ' +
  'SelectSeq Send SendAll Seq Settle SortSeq Spec Step STRING SubSeq TLCEval TLCGet TLCSet Tail Take Tells ToString TRUE ' +
  'Undefined UnderWay Without After accepted atOnce channel event first history local message must name network next one ' +
  'other participants possible sends state step under vars who world';

export class Names {
  readonly #taken = new Set(TAKEN.split(' '));
  readonly #counts = new Map<string, number>();

  /** The name itself as far as it is one, or with a number behind it. */
  take(wanted: string): string {
    const plain = plainOf(wanted);
    let name = plain;
    for (let more = 2; this.#taken.has(name); more++) name = `${plain}_${more}`;
    this.#taken.add(name);
    return name;
  }

  /** The next of a series: `a1_1`, `a1_2`, … */
  next(series: string): string {
    const plain = plainOf(series);
    const count = (this.#counts.get(plain) ?? 0) + 1;
    this.#counts.set(plain, count);
    return this.take(`${plain}_${count}`);
  }
}

/** Letters, digits and underscores, beginning with a letter. */
function plainOf(text: string): string {
  const word = text.replace(/[^a-zA-Z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return /^[a-zA-Z]/.test(word) ? word : `n${word}`;
}

/** A module's name: `The Synod, 3 acceptors` becomes `TheSynod3Acceptors`. */
export function moduleName(text: string): string {
  const words = text.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  const name = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
  return /^[A-Z]/.test(name) ? name : `System${name}`;
}
