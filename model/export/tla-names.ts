/**
 * Names for a TLA+ module and its definitions.
 *
 * A name in TLA+ is made of ASCII letters, digits and underscores, with one letter at least, and is neither a reserved word nor begins
 * with `WF_` or `SF_` (L. Lamport, *Specifying Systems*, 2002, section 15.1: module TLAPlusGrammar, `Name` and `ReservedWord`). All
 * reserved words are written in capitals.
 */

/**
 * What a module cannot be called, in small letters, since not all file systems tell them from capitals.
 * The standard modules of *Specifying Systems*, chapter 18, and of the TLA+ tools (`tla2sany/StandardModules` and `tlc2/module` of
 * github.com/tlaplus/tlaplus): TLC would take one for the other.
 */
const STANDARD_MODULES =
  'anyset bags finitesets integers json naturals peano protoreals randomization reals realtime sequences strings tlaps tlc tlcext ' +
  'toolbox transit transitiveclosure';

/** The definitions of an exported module, in small letters. */
const DEFINITIONS =
  'after answered channel empty goes happens init inputs kinds loses needs next null only onlyreached reached receivers receives ' +
  'refuses samekind send sendall settle spec step take tells undefined underway without';

const TAKEN: ReadonlySet<string> = new Set(`${STANDARD_MODULES} ${DEFINITIONS}`.split(' '));

/** Longer names of files are refused by some file systems, with what TLC appends to them. */
const MODULE_LENGTH_MAX = 100;

/** Names of definitions. Each has an underscore, and no name of the standard modules or of a module's fixed part has one. */
export class Names {
  readonly #taken = new Set<string>();
  readonly #counts = new Map<string, number>();

  /** `Step_a1` for the prefix `Step` and `a1`, or with a number behind it where that is taken. */
  after(prefix: string, text: string): string {
    return this.#take(`${prefix}_${plainOf(text)}`);
  }

  /** The next of a series: `a1_1`, `a1_2`, … */
  next(series: string): string {
    const plain = plainOf(series);
    const count = (this.#counts.get(plain) ?? 0) + 1;
    this.#counts.set(plain, count);
    return this.#take(`${plain}_${count}`);
  }

  #take(wanted: string): string {
    return free(this.#taken, wanted, (more) => `${wanted}_${more}`);
  }
}

/** Letters, digits and underscores, beginning with a letter, but not as what speaks of fairness begins. */
function plainOf(text: string): string {
  const word = text.replace(/[^a-zA-Z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return /^(?![WS]F(_|$))[a-zA-Z]/.test(word) ? word : `n${word}`;
}

/** A module's name: `The Synod, 3 acceptors` becomes `TheSynod3Acceptors`. */
export function moduleName(text: string): string {
  const words = text.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
  const name = (/^[A-Z]/.test(joined) ? joined : `System${joined}`).slice(0, MODULE_LENGTH_MAX);
  return TAKEN.has(name.toLowerCase()) || !/[a-z]/.test(name) ? `${name}System` : name;
}

/** What is written for each of some names: itself, or with a number behind it where an earlier one has that name. */
export function distinctNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((wanted) => free(taken, wanted, (more) => `${wanted} (${more})`));
}

/** The name that is wanted, or the first numbered one that is not taken; it is from now on. */
function free(taken: Set<string>, wanted: string, numbered: (more: number) => string): string {
  let name = wanted;
  for (let more = 2; taken.has(name); more++) name = numbered(more);
  taken.add(name);
  return name;
}

/** A message's own fields beside the address that a module writes: `to` is written `to_`, `to_` is `to__`, and so on. */
export function besideAddress(fields: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [/^to_*$/.test(key) ? `${key}_` : key, value]),
  );
}
