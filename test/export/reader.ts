/**
 * Reads the part of TLA+ that exported modules are written in, and nothing more: what it does not know is an error.
 *
 *     definition ::= name [( name, … )] == expression            at the beginning of a line
 *     expression ::= expression operator expression | ~ e | DOMAIN e | UNION e | primary
 *                  | \E name \in e : e | \A name \in e : e | CHOOSE name \in e : e | IF e THEN e ELSE e
 *                  | CASE e -> e [] … [[] OTHER -> e] | LET name == e … IN e
 *     operator   ::= \/ | /\ | = | \in | @@ | :> | \union | \ | + | - | \o      in this order, the last binds most
 *     primary    ::= number | string | TRUE | FALSE | @ | name [( e, … )] | ( e ) | << e, … >> | { e, … }
 *                  | { name \in e : e } | { e : name \in e } | [ name |-> e, … ] | [ name \in e |-> e ]
 *                  | [ e EXCEPT ! path = e, … ]                 each followed by any of: [ e ]  .name  '
 *
 * A list of bullets is read as its items joined by the bullet: indentation means nothing, so what would need it must be in
 * parentheses. `\*` begins a comment.
 */
import { checkDefinition, checkModuleName, checkName } from './rules.js';
import type { Definition, Exception, Module, Node } from './syntax.js';

/** @throws Error where the text is no such module. */
export function readModule(text: string): Module {
  const [first, ...lines] = text
    .replace(/\\\*.*$/gm, '')
    .trimEnd()
    .split('\n');
  const name = /^---- MODULE (\w+) ----$/.exec(first!)?.[1];
  if (name === undefined || lines.pop() !== '====') throw new Error('not a module');
  checkModuleName(name);
  const definitions = new Map<string, Definition>();
  const names: Record<string, readonly string[]> = {};
  for (const part of lines.join('\n').split(/\n(?=\w)/)) {
    const declared = /^(CONSTANTS|VARIABLES|EXTENDS)\s+([\w\s,]+)$/.exec(part.trim());
    const recursive = /^RECURSIVE (\w+)\((?:_(?:, )?)+\)$/.test(part.trim());
    const defined = /^(\w+)(?:\(([\w, ]+)\))? ==([\s\S]*)$/.exec(part);
    for (const one of [defined?.[1], ...(defined?.[2]?.split(', ') ?? [])])
      if (one !== undefined) checkDefinition(one);
    if (declared !== null) names[declared[1]!] = declared[2]!.split(',').map((one) => one.trim());
    else if (defined !== null) {
      const [, defines, parameters, body] = defined;
      if (defines === 'Spec') {
        if (body!.trim() !== 'Init /\\ [][Next]_vars') throw new Error(`unexpected Spec: ${body}`);
      } else if (definitions.has(defines!)) throw new Error(`${defines} is defined twice`);
      else
        definitions.set(defines!, {
          parameters: parameters?.split(', ') ?? [],
          body: new Parser(body!).whole(),
        });
    } else if (!recursive && part.trim() !== '') throw new Error(`not a definition: ${part}`);
  }
  return { name, constants: names.CONSTANTS ?? [], variables: names.VARIABLES ?? [], definitions };
}

const TOKEN =
  /\s*(?:(\d+)|("(?:[^"\\]|\\.)*")|(\\[A-Za-z]+|\/\\|\\\/|\|->|->|==|<<|>>|:>|@@|\[\]|[-+=~()[\]{},:.!@'\\])|(\w+))/y;

/** How strongly operators bind. */
const STRENGTH = new Map([
  ['\\/', 1],
  ['/\\', 2],
  ['=', 4],
  ['\\in', 4],
  ['@@', 5],
  [':>', 6],
  ['\\union', 7],
  ['\\', 7],
  ['+', 8],
  ['-', 8],
  ['\\o', 9],
]);
const NOT = 3;
const PREFIX = 7.5;

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    const tokens: string[] = [];
    TOKEN.lastIndex = 0;
    for (let at = 0; at < text.trimEnd().length; at = TOKEN.lastIndex) {
      const match = TOKEN.exec(text);
      if (match === null) throw new Error(`cannot be read: ${text.slice(at, at + 40)}`);
      tokens.push(match[0].trim());
    }
    this.#tokens = tokens;
  }

  whole(): Node {
    const node = this.#expression(0);
    if (this.#peek !== undefined) throw new Error(`the end was expected, not ${this.#peek}`);
    return node;
  }

  get #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #take(expected?: string): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined || (expected !== undefined && token !== expected))
      throw new Error(`${expected ?? 'more'} was expected, not ${token ?? 'the end'}`);
    return token;
  }

  #takes(token: string): boolean {
    if (this.#peek !== token) return false;
    this.#at++;
    return true;
  }

  #expression(least: number): Node {
    let left = this.#prefixed();
    for (;;) {
      const operator = this.#peek ?? '';
      const strength = STRENGTH.get(operator) ?? -1;
      if (strength <= least) return left;
      this.#take();
      left = { is: 'binary', operator, left, right: this.#expression(strength) };
    }
  }

  #prefixed(): Node {
    const token = this.#take();
    switch (token) {
      case '/\\':
      case '\\/':
        return this.#expression(token === '/\\' ? 2 : 1);
      case '~':
        return { is: 'unary', operator: token, of: this.#expression(NOT) };
      case 'DOMAIN':
      case 'UNION':
        return { is: 'unary', operator: token, of: this.#expression(PREFIX) };
      case '\\E':
      case '\\A':
      case 'CHOOSE': {
        const name = this.#take();
        this.#take('\\in');
        const set = this.#expression(4);
        this.#take(':');
        return { is: token, name, set, body: this.#expression(0) };
      }
      case 'IF': {
        const test = this.#expression(0);
        this.#take('THEN');
        const then = this.#expression(0);
        this.#take('ELSE');
        return { is: 'if', test, then, otherwise: this.#expression(0) };
      }
      case 'CASE':
        return this.#case();
      case 'LET':
        return this.#let();
    }
    this.#at--;
    return this.#suffixed(this.#primary());
  }

  #case(): Node {
    const arms: (readonly [Node, Node])[] = [];
    do {
      if (this.#takes('OTHER')) {
        this.#take('->');
        return { is: 'case', arms, other: this.#expression(0) };
      }
      const test = this.#expression(0);
      this.#take('->');
      arms.push([test, this.#expression(0)]);
    } while (this.#takes('[]'));
    return { is: 'case', arms };
  }

  #let(): Node {
    const definitions: (readonly [string, Node])[] = [];
    while (!this.#takes('IN')) {
      const name = this.#take();
      this.#take('==');
      definitions.push([name, this.#expression(0)]);
    }
    return { is: 'let', definitions, body: this.#expression(0) };
  }

  #suffixed(node: Node): Node {
    if (this.#takes('[')) {
      const to = this.#expression(0);
      this.#take(']');
      return this.#suffixed({ is: 'apply', function: node, to });
    }
    if (this.#takes('.'))
      return this.#suffixed({ is: 'apply', function: node, to: { is: 'literal', value: this.#take() } });
    if (node.is === 'name' && this.#takes("'")) return { is: 'prime', name: node.name };
    return node;
  }

  #primary(): Node {
    const token = this.#take();
    if (token === 'TRUE' || token === 'FALSE') return { is: 'literal', value: token === 'TRUE' };
    if (/^\d/.test(token)) return { is: 'literal', value: Number(token) };
    if (token === '-') return { is: 'literal', value: -Number(this.#take()) };
    if (token.startsWith('"')) return { is: 'literal', value: stringOf(token) };
    switch (token) {
      case '@':
        return { is: 'name', name: '@' };
      case '(': {
        const node = this.#expression(0);
        this.#take(')');
        return node;
      }
      case '<<':
        return { is: 'tuple', items: this.#items('>>') };
      case '{':
        return this.#set();
      case '[':
        return this.#bracket();
    }
    checkName(token);
    return this.#takes('(')
      ? { is: 'call', name: token, args: this.#items(')') }
      : { is: 'name', name: token };
  }

  #items(end: string): readonly Node[] {
    const items: Node[] = [];
    if (this.#takes(end)) return items;
    do items.push(this.#expression(0));
    while (this.#takes(','));
    this.#take(end);
    return items;
  }

  #set(): Node {
    if (this.#takes('}')) return { is: 'set', items: [] };
    const first = this.#expression(0);
    if (this.#takes(':')) {
      if (first.is === 'binary' && first.operator === '\\in' && first.left.is === 'name') {
        const body = this.#expression(0);
        this.#take('}');
        return { is: 'filter', name: first.left.name, set: first.right, body };
      }
      const name = this.#take();
      this.#take('\\in');
      const set = this.#expression(0);
      this.#take('}');
      return { is: 'map', name, set, body: first };
    }
    if (this.#takes(',')) return { is: 'set', items: [first, ...this.#items('}')] };
    this.#take('}');
    return { is: 'set', items: [first] };
  }

  #bracket(): Node {
    const following = this.#tokens[this.#at + 1];
    if (following === '|->') {
      const fields: (readonly [string, Node])[] = [];
      do {
        const name = checkName(this.#take());
        this.#take('|->');
        fields.push([name, this.#expression(0)]);
      } while (this.#takes(','));
      this.#take(']');
      return { is: 'record', fields };
    }
    if (following === '\\in') {
      const name = this.#take();
      this.#take('\\in');
      const set = this.#expression(4);
      this.#take('|->');
      const body = this.#expression(0);
      this.#take(']');
      return { is: 'function', name, set, body };
    }
    const of = this.#expression(0);
    this.#take('EXCEPT');
    const changes: Exception[] = [];
    do {
      this.#take('!');
      const path: Node[] = [];
      while (!this.#takes('=')) {
        if (this.#takes('.')) path.push({ is: 'literal', value: this.#take() });
        else {
          this.#take('[');
          path.push(this.#expression(0));
          this.#take(']');
        }
      }
      changes.push({ path, value: this.#expression(0) });
    } while (this.#takes(','));
    this.#take(']');
    return { is: 'except', of, changes };
  }
}

function stringOf(token: string): string {
  return token
    .slice(1, -1)
    .replace(/\\(.)/g, (_, escaped) => ({ n: '\n', t: '\t' })[escaped as 'n' | 't'] ?? escaped);
}
