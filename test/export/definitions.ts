/** The definitions of a module, and what can be said of one without evaluating it. */
import type { Definition, Module } from './syntax.js';

export class Definitions {
  readonly #constant = new Map<string, boolean>();

  constructor(readonly module: Module) {}

  get(name: string): Definition {
    const definition = this.module.definitions.get(name);
    if (definition === undefined) throw new Error(`${name} is not defined`);
    return definition;
  }

  /** Whether a definition speaks of the next state, itself or by what it uses. */
  isAction(name: string, seen = new Set<string>()): boolean {
    if (seen.has(name)) return false;
    seen.add(name);
    const primes = (node: unknown): boolean => {
      if (typeof node !== 'object' || node === null) return false;
      const { is, name } = node as { readonly is?: string; readonly name?: string };
      if (is === 'prime') return true;
      if ((is === 'name' || is === 'call') && this.isAction(name!, seen)) return true;
      return Object.values(node).some(primes);
    };
    return primes(this.module.definitions.get(name)?.body);
  }

  /** Whether a definition's value is the same in all states. */
  isConstant(name: string): boolean {
    const known = this.#constant.get(name);
    if (known !== undefined) return known;
    this.#constant.set(name, true);
    const depends = (node: unknown): boolean => {
      if (typeof node !== 'object' || node === null) return false;
      const { is, name } = node as { readonly is?: string; readonly name?: string };
      if ((is === 'name' || is === 'call') && name !== undefined) {
        if (this.module.variables.includes(name)) return true;
        if (this.module.definitions.has(name) && !this.isConstant(name)) return true;
      }
      return Object.values(node).some(depends);
    };
    const isConstant = !depends(this.get(name).body);
    this.#constant.set(name, isConstant);
    return isConstant;
  }
}
