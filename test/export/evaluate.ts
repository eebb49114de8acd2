/** Evaluates the definitions of a module that was read: values in a state, and the steps that an action allows. */

import { Definitions } from './definitions.js';
import {
  applyTo,
  BUILT_IN,
  binary,
  type Expression,
  elements,
  type Frame,
  truth,
  unary,
} from './operators.js';
import type { Module, Node } from './syntax.js';
import { atom, FunctionValue, functionOf, modelValue, setOf, tuple, type Value } from './values.js';

/** The values of the variables, in their order. */
export type State = readonly Value[];

/** Calls back for each way to take the action. */
type Action = (frame: Frame, then: () => void) => void;
type Scope = ReadonlyMap<string, Bound>;
/** Where a name's value is kept; and for a definition by LET, how to find it when it is first asked for. */
interface Bound {
  readonly slot: number;
  readonly lazily?: Expression;
}

export class Evaluator {
  #now: State = [];
  #next: (Value | undefined)[] = [];
  #slots = 0;
  readonly #variables: ReadonlyMap<string, number>;
  readonly #operators = new Map<string, { readonly expression?: Expression; readonly action?: Action }>();
  readonly #definitions: Definitions;

  constructor(readonly module: Module) {
    this.#definitions = new Definitions(module);
    this.#variables = new Map(module.variables.map((name, index) => [name, index]));
  }

  /** A definition's value in a state. */
  value(name: string, state: State): Value {
    this.#now = state;
    return this.#operator(name)([]);
  }

  /** The states that an action allows after a state. For an initial predicate, the variables themselves are given values. */
  *states(name: string, state: State): Iterable<State> {
    this.#now = state;
    this.#next = this.module.variables.map(() => undefined);
    const found: State[] = [];
    this.#operatorAction(name)([], () => {
      if (this.#next.includes(undefined)) throw new Error(`${name} leaves a variable without a value`);
      found.push([...this.#next] as Value[]);
    });
    yield* found;
  }

  #action(node: Node, scope: Scope): Action {
    if (node.is === 'binary' && node.operator === '/\\') {
      const [left, right] = [this.#action(node.left, scope), this.#action(node.right, scope)];
      return (frame, then) => left(frame, () => right(frame, then));
    }
    if (node.is === 'binary' && node.operator === '\\/') {
      const [left, right] = [this.#action(node.left, scope), this.#action(node.right, scope)];
      return (frame, then) => {
        left(frame, then);
        right(frame, then);
      };
    }
    if (node.is === '\\E') {
      const set = this.#expression(node.set, scope);
      const slot = this.#slots++;
      const body = this.#action(node.body, new Map([...scope, [node.name, { slot }]]));
      return (frame, then) => {
        for (const item of elements(set(frame))) {
          frame[slot] = item;
          body(frame, then);
        }
      };
    }
    if (node.is === 'let') {
      const { inner, reset } = this.#let(node.definitions, scope);
      const body = this.#action(node.body, inner);
      return (frame, then) => {
        reset(frame);
        body(frame, then);
      };
    }
    const assigned = this.#assigned(node);
    if (assigned !== undefined) {
      const value = this.#expression(assigned.value, scope);
      const { variable } = assigned;
      return (frame, then) => {
        if (this.#next[variable] !== undefined) throw new Error('a variable is given two values');
        this.#next[variable] = value(frame);
        then();
        this.#next[variable] = undefined;
      };
    }
    if (
      (node.is === 'name' || node.is === 'call') &&
      !scope.has(node.name) &&
      this.#definitions.isAction(node.name)
    ) {
      const args = (node.is === 'call' ? node.args : []).map((arg) => this.#expression(arg, scope));
      let action: Action | undefined;
      return (frame, then) => {
        action ??= this.#operatorAction(node.name);
        action(
          args.map((arg) => arg(frame)),
          then,
        );
      };
    }
    const guard = this.#expression(node, scope);
    return (frame, then) => {
      if (truth(guard(frame))) then();
    };
  }

  /** `variable' = e`, or where the present is not settled yet, `variable = e`. */
  #assigned(node: Node): { readonly variable: number; readonly value: Node } | undefined {
    if (node.is !== 'binary' || node.operator !== '=') return undefined;
    const { left, right } = node;
    const isTarget = left.is === 'prime' || (left.is === 'name' && this.#now.length === 0);
    const variable = isTarget ? this.#variables.get(left.name) : undefined;
    return variable === undefined ? undefined : { variable, value: right };
  }

  #operatorAction(name: string): Action {
    const known = this.#operators.get(name);
    if (known?.action !== undefined) return known.action;
    const action = this.#compiled(name, (body, scope) => this.#action(body, scope));
    this.#operators.set(name, { ...known, action });
    return action;
  }

  #operator(name: string): Expression {
    const known = this.#operators.get(name);
    if (known?.expression !== undefined) return known.expression;
    const evaluate = this.#compiled(name, (body, scope) => this.#expression(body, scope));
    let value: Value | undefined;
    const expression: Expression =
      this.#definitions.get(name).parameters.length === 0 && this.#definitions.isConstant(name)
        ? () => {
            value ??= evaluate([]);
            return value;
          }
        : evaluate;
    this.#operators.set(name, { ...known, expression });
    return expression;
  }

  /** Compiles a definition, whose parameters have the first slots of a frame of its own. */
  #compiled<Code>(name: string, compile: (body: Node, scope: Scope) => Code): Code {
    const { parameters, body } = this.#definitions.get(name);
    const outer = this.#slots;
    this.#slots = parameters.length;
    const code = compile(body, new Map(parameters.map((parameter, slot) => [parameter, { slot }])));
    this.#slots = outer;
    return code;
  }

  #let(definitions: readonly (readonly [string, Node])[], scope: Scope) {
    const inner = new Map(scope);
    const slots: number[] = [];
    for (const [name, node] of definitions) {
      const lazily = this.#expression(node, inner);
      const slot = this.#slots++;
      slots.push(slot);
      inner.set(name, { slot, lazily });
    }
    const reset = (frame: Frame): void => {
      for (const slot of slots) frame[slot] = undefined;
    };
    return { inner, reset };
  }

  #expression(node: Node, scope: Scope): Expression {
    const of = (inner: Node): Expression => this.#expression(inner, scope);
    switch (node.is) {
      case 'literal': {
        const value = atom(node.value);
        return () => value;
      }
      case 'name':
        return this.#name(node.name, scope);
      case 'call':
        return this.#call(node.name, node.args.map(of));
      case 'prime':
        throw new Error(`${node.name}' can only be given a value`);
      case 'binary':
        return binary(node.operator, of(node.left), of(node.right));
      case 'unary':
        return unary(node.operator, of(node.of));
      case 'apply': {
        const [applied, to] = [of(node.function), of(node.to)];
        return (frame) => applyTo(applied(frame), to(frame));
      }
      case 'tuple': {
        const items = node.items.map(of);
        return (frame) => tuple(items.map((item) => item(frame)));
      }
      case 'set': {
        const items = node.items.map(of);
        return (frame) => setOf(items.map((item) => item(frame)));
      }
      case 'record': {
        const fields = node.fields.map(([key, value]) => [atom(key), of(value)] as const);
        return (frame) => functionOf(fields.map(([key, value]) => [key, value(frame)] as const));
      }
      case 'if': {
        const [test, then, otherwise] = [of(node.test), of(node.then), of(node.otherwise)];
        return (frame) => (truth(test(frame)) ? then(frame) : otherwise(frame));
      }
      case 'case': {
        const arms = node.arms.map(([test, value]) => [of(test), of(value)] as const);
        const other = node.other && of(node.other);
        return (frame) => {
          const arm = arms.find(([test]) => truth(test(frame)))?.[1] ?? other;
          if (arm === undefined) throw new Error('no case applies');
          return arm(frame);
        };
      }
      case 'let': {
        const { inner, reset } = this.#let(node.definitions, scope);
        const body = this.#expression(node.body, inner);
        return (frame) => {
          reset(frame);
          return body(frame);
        };
      }
      case 'except':
        return this.#except(node, scope);
      default:
        return this.#binding(node, scope);
    }
  }

  #name(name: string, scope: Scope): Expression {
    const bound = scope.get(name);
    if (bound !== undefined) {
      const { slot, lazily } = bound;
      if (lazily === undefined) return (frame) => frame[slot]!;
      return (frame) => {
        frame[slot] ??= lazily(frame);
        return frame[slot];
      };
    }
    const variable = this.#variables.get(name);
    if (variable !== undefined) return () => this.#now[variable]!;
    if (this.module.constants.includes(name)) {
      const value = modelValue(name);
      return () => value;
    }
    return this.#operator(name);
  }

  #call(name: string, args: readonly Expression[]): Expression {
    const builtIn = BUILT_IN.get(name);
    if (builtIn !== undefined) {
      const [of, item = of] = args;
      return (frame) => builtIn(of!(frame), item!(frame));
    }
    const { parameters } = this.#definitions.get(name);
    if (parameters.length !== args.length) throw new Error(`${name} takes ${parameters.length}`);
    let operator: Expression | undefined;
    return (frame) => {
      operator ??= this.#operator(name);
      return operator(args.map((arg) => arg(frame)));
    };
  }

  #except(node: Extract<Node, { is: 'except' }>, scope: Scope): Expression {
    const of = this.#expression(node.of, scope);
    const slot = this.#slots++;
    const inner = new Map([...scope, ['@', { slot }]]);
    const changes = node.changes.map(({ path, value }) => ({
      path: path.map((part) => this.#expression(part, scope)),
      value: this.#expression(value, inner),
    }));
    const change = (frame: Frame, old: Value, path: readonly Expression[], value: Expression): Value => {
      const [first, ...rest] = path;
      if (first === undefined) {
        frame[slot] = old;
        return value(frame);
      }
      const key = first(frame);
      if (!(old instanceof FunctionValue) || !old.map.has(key))
        throw new Error('EXCEPT of what is not there');
      const changed = change(frame, old.map.get(key)!, rest, value);
      return functionOf([...old.map, [key, changed]]);
    };
    return (frame) => changes.reduce((old, { path, value }) => change(frame, old, path, value), of(frame));
  }

  #binding(node: Extract<Node, { readonly set: Node }>, scope: Scope): Expression {
    const set = this.#expression(node.set, scope);
    const slot = this.#slots++;
    const body = this.#expression(node.body, new Map([...scope, [node.name, { slot }]]));
    const of = (frame: Frame, item: Value): Value => {
      frame[slot] = item;
      return body(frame);
    };
    switch (node.is) {
      case '\\E':
        return (frame) => atom([...elements(set(frame))].some((item) => truth(of(frame, item))));
      case '\\A':
        return (frame) => atom([...elements(set(frame))].every((item) => truth(of(frame, item))));
      case 'CHOOSE':
        return (frame) => {
          const chosen = [...elements(set(frame))].find((item) => truth(of(frame, item)));
          if (chosen === undefined) throw new Error('there is nothing to choose');
          return chosen;
        };
      case 'filter':
        return (frame) => setOf([...elements(set(frame))].filter((item) => truth(of(frame, item))));
      case 'map':
        return (frame) => setOf([...elements(set(frame))].map((item) => of(frame, item)));
      case 'function':
        return (frame) =>
          functionOf([...elements(set(frame))].map((item) => [item, of(frame, item)] as const));
    }
  }
}
