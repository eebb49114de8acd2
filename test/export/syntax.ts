/** What a module of TLA+ consists of, as far as exported modules go. */

export type Node =
  | { readonly is: 'literal'; readonly value: string | number | boolean }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly is: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly is: 'unary'; readonly operator: string; readonly of: Node }
  | { readonly is: 'prime'; readonly name: string }
  | { readonly is: 'apply'; readonly function: Node; readonly to: Node }
  | { readonly is: 'tuple' | 'set'; readonly items: readonly Node[] }
  | { readonly is: 'record'; readonly fields: readonly (readonly [string, Node])[] }
  | {
      readonly is: '\\E' | '\\A' | 'CHOOSE' | 'filter' | 'map' | 'function';
      readonly name: string;
      readonly set: Node;
      readonly body: Node;
    }
  | { readonly is: 'except'; readonly of: Node; readonly changes: readonly Exception[] }
  | { readonly is: 'if'; readonly test: Node; readonly then: Node; readonly otherwise: Node }
  | { readonly is: 'case'; readonly arms: readonly (readonly [Node, Node])[]; readonly other?: Node }
  | { readonly is: 'let'; readonly definitions: readonly (readonly [string, Node])[]; readonly body: Node };

export interface Exception {
  readonly path: readonly Node[];
  readonly value: Node;
}

export interface Definition {
  readonly parameters: readonly string[];
  readonly body: Node;
}

export interface Module {
  readonly name: string;
  readonly constants: readonly string[];
  readonly variables: readonly string[];
  readonly definitions: ReadonlyMap<string, Definition>;
}
