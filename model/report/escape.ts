/** Text that Mermaid takes as text, whatever is in it. */

/** What stands for itself in labels of every kind of diagram. A colon does not: the grammar of statecharts stops at it. */
const UNSAFE = /[^\p{L}\p{N} .,/()[\]=→–·_'+!?@^|-]/gu;

/** What the grammar of statecharts would take for a statement of its own, wherever it stands: the direction of drawing. */
const STATEMENT = /d(?=irection\s+(?:TB|BT|LR|RL))/gi;

/** Writes what has a meaning in Mermaid's grammar as numbered entities, which diagrams show as the characters they are. */
export function escapeText(text: string): string {
  const entity = (character: string): string => `#${character.codePointAt(0)};`;
  return text
    .replace(UNSAFE, entity)
    .replace(STATEMENT, entity)
    .replace(/\[(?=\[)/g, entity);
}

/** The same for sequence diagrams, whose grammar lets colons be, but for what begins with these words. */
export function escapeMessage(text: string): string {
  const escaped = escapeText(text);
  return /style|classDef|wrap/i.test(text) ? escaped : escaped.replaceAll('#58;', ':');
}

/** A line break within a label. */
export const BREAK = '<br/>';

/** Names for what a diagram refers to. The same questions in the same order get the same answers. */
export class Identifiers {
  readonly #taken = new Set<string>();
  #made = 0;

  /** The first of the names that is a plain word, not reserved by a grammar and not taken; or else one made of a number. */
  take(...names: readonly string[]): string {
    let name = names.find((name) => isPlain(name) && !this.#taken.has(name));
    while (name === undefined || this.#taken.has(name)) name = `n${++this.#made}`;
    this.#taken.add(name);
    return name;
  }
}

/** Words that Mermaid's sequence diagrams or statecharts read as something else, in any case of letters. */
const RESERVED = new Set(
  (
    'accdescr acctitle activate actor alt and as autonumber box break class classdef click create critical ' +
    'deactivate default destroy details direction else end fork hide href join choice link links loop note off opt ' +
    'option over par par_over participant properties rect root scale sequencediagram state statediagram style ' +
    'title wrap nowrap'
  ).split(' '),
);

function isPlain(name: string): boolean {
  return (
    /^[a-z]\w*$/i.test(name) &&
    !RESERVED.has(name.toLowerCase()) &&
    // Before it parses, Mermaid takes these for the beginning of a line that speaks of colours.
    !/style|classDef/i.test(name) &&
    // Mermaid makes such names itself, for where a composite state begins and ends.
    !/_(?:start|end)\d*$/i.test(name) &&
    !(name in {})
  );
}
