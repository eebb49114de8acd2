/** Random claims as plain data, and whether they are true of a state, whoever shows it. */

/** What a claim can look at. The checker's view and the naive explorer's states are both shown as this. */
export interface Glance {
  /** The local state of the participant with this number. */
  readonly at: (member: number) => number;
  /** The data of all messages of a type. */
  readonly data: (type: string) => readonly number[];
  readonly history: (index: number) => number;
}

export type Formula =
  | { readonly is: 'at'; readonly member: number; readonly below: number }
  | { readonly is: 'sum'; readonly members: readonly number[]; readonly below: number }
  | { readonly is: 'count'; readonly types: readonly string[]; readonly below: number }
  | { readonly is: 'sent'; readonly type: string; readonly data: number }
  | { readonly is: 'history'; readonly index: number; readonly below: number }
  | { readonly is: 'not'; readonly of: Formula }
  /** Short-circuited: what is read depends on the answers. */
  | { readonly is: 'and' | 'or'; readonly left: Formula; readonly right: Formula };

export interface Claim {
  readonly kind: 'always' | 'sometimes' | 'step' | 'deadlock-free';
  readonly formula: Formula;
  /** For `step`: where the formula is true before, this is true after. */
  readonly after: Formula;
}

export function isTrue(formula: Formula, state: Glance): boolean {
  switch (formula.is) {
    case 'at':
      return state.at(formula.member) < formula.below;
    case 'sum':
      return formula.members.reduce((sum, member) => sum + state.at(member), 0) < formula.below;
    case 'count':
      return formula.types.reduce((sum, type) => sum + state.data(type).length, 0) < formula.below;
    case 'sent':
      return state.data(formula.type).includes(formula.data);
    case 'history':
      return state.history(formula.index) < formula.below;
    case 'not':
      return !isTrue(formula.of, state);
    case 'and':
      return isTrue(formula.left, state) && isTrue(formula.right, state);
    case 'or':
      return isTrue(formula.left, state) || isTrue(formula.right, state);
  }
}
