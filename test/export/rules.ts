/**
 * TLA+'s rules for names, independent of how the exporter keeps them.
 *
 * Names and reserved words: L. Lamport, *Specifying Systems*, 2002, section 15.1 (module TLAPlusGrammar), and the words that TLA+ 2 added
 * (`ITLAReserveredWords` in github.com/tlaplus/tlaplus). Modules: *Specifying Systems*, chapter 18, and `tla2sany/StandardModules`.
 */
const RESERVED = new Set(
  (
    'ACTION ASSUME ASSUMPTION AXIOM BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS DOMAIN ELSE ENABLED EXCEPT EXTENDS ' +
    'FALSE HAVE HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL MODULE NEW OBVIOUS OMITTED ONLY OTHER PICK PROOF PROPOSITION PROVE QED ' +
    'RECURSIVE STATE SUBSET SUFFICES TAKE TEMPORAL THEN THEOREM TRUE UNCHANGED UNION USE VARIABLE VARIABLES WITH WITNESS'
  ).split(' '),
);

const STANDARD_MODULES = new Set(
  'Bags FiniteSets Integers Naturals Peano ProtoReals Randomization RealTime Reals Sequences TLC TLCExt Toolbox Transit'
    .toLowerCase()
    .split(' '),
);

/** What the modules Integers, Sequences and TLC define, and what is built in. */
const DEFINED = new Set(
  (
    'Any Append Assert BOOLEAN Head Int JavaTime Len Nat Permutations Print PrintT RandomElement STRING SelectSeq Seq SortSeq SubSeq ' +
    'TLCEval TLCGet TLCSet Tail ToString'
  ).split(' '),
);

/** @throws Error where TLA+ does not take the text for a name. */
export function checkName(text: string): string {
  const isName = /^\w+$/.test(text) && /[a-zA-Z]/.test(text) && !/^[WS]F_/.test(text);
  if (!isName || RESERVED.has(text)) throw new Error(`'${text}' is no name in TLA+`);
  return text;
}

/** @throws Error where a definition has a name that an extended module has defined. */
export function checkDefinition(name: string): string {
  if (DEFINED.has(name)) throw new Error(`'${name}' is defined by a standard module`);
  return checkName(name);
}

/** @throws Error where no module of one's own can have the name, or its file cannot. */
export function checkModuleName(name: string): void {
  checkName(name);
  if (STANDARD_MODULES.has(name.toLowerCase())) throw new Error(`'${name}' is a standard module`);
  if (name.length > 200) throw new Error(`'${name}.tla' is too long for the name of a file`);
}
