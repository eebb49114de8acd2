/** An XState machine as a Mermaid statechart, drawn from the machine itself. */
import type { AnyStateMachine } from 'xstate';
import type { RoleCoverage } from '../coverage/coverage.js';
import { type Behaviour, behaviourOf, type Label, type StateNode } from './behaviour.js';
import { BREAK, escapeText, Identifiers } from './escape.js';
import { type Untaken, untakenOf } from './untaken.js';

/**
 * Draws a machine as a Mermaid `stateDiagram-v2`. A state's box holds what it does without leaving (`entry / actions`,
 * `event [guard] / actions`); an arrow stands for each transition that leads somewhere, and has the same kind of label.
 *
 * What a state with states inside does in any of them has a box of its own, "… in any state", because Mermaid cannot
 * draw arrows between a state and what is inside it; an arrow back to the outer state leads to where that begins.
 *
 * @param coverage what an exploration made use of. Then the label of a transition that was never taken begins with (never), or, where its
 *   guard never let it through, with (never, always refused); and states that were never entered are dashed.
 * @throws Error where the coverage is that of another machine.
 *
 * @example
 * statechartOf(lamp)
 * // stateDiagram-v2
 * //   [*] --> n1
 * //   state "off" as n1
 * //   state "on" as on
 * //   n1 --> on : press [works] / count
 * //   on --> n1 : press
 */
export function statechartOf(machine: AnyStateMachine, coverage?: RoleCoverage): string {
  const untaken = coverage === undefined ? EVERYTHING : untakenOf(machine, coverage);
  return ['stateDiagram-v2', ...indent(new Statechart(untaken).of(machine.root))].join('\n');
}

const EVERYTHING: Untaken = { mark: () => '', wasEntered: () => true };

/** How states that were never entered are drawn. */
const NEVER = 'classDef never stroke-dasharray: 4 4, opacity: 0.6';

class Statechart {
  readonly #identifiers = new Identifiers();
  readonly #ids = new Map<StateNode, string>();
  readonly #arrows: string[] = [];

  constructor(readonly untaken: Untaken) {}

  /** The boxes, and then all arrows: among a state's own lines they would pull other states into it. */
  of(root: StateNode): string[] {
    this.#name(root);
    // Only within a state can regions be divided.
    const whole = isLeaf(root) || root.type === 'parallel';
    const boxes = whole ? this.#state(root) : this.#inside(root);
    const never = [...this.#ids].filter(([node]) => !this.untaken.wasEntered(node)).map(([, id]) => id);
    const classes = never.length === 0 ? [] : [NEVER, `class ${never.join(', ')} never`];
    return [...boxes, ...this.#arrows, ...classes];
  }

  #name(node: StateNode): void {
    this.#ids.set(node, this.#identifiers.take(node.key, node.path.join('_')));
    for (const child of childrenOf(node)) this.#name(child);
  }

  #state(node: StateNode): string[] {
    if (isLeaf(node)) return this.#box(node);
    return [`${declaration(node.key, this.#ids.get(node)!)} {`, ...indent(this.#inside(node)), '}'];
  }

  /** Begins with where it begins; regions that are active together are divided by a line. */
  #inside(node: StateNode): string[] {
    const behaviour = behaviourOf(node, this.untaken.mark);
    const beginning = behaviour.initial.map(({ target, label }) =>
      arrow('[*]', this.#ids.get(target)!, label),
    );
    const parts = [
      ...(isIdle(behaviour) ? [] : [this.#inAnyState(node, behaviour)]),
      ...childrenOf(node).map((child) => this.#state(child)),
    ];
    const divided =
      node.type === 'parallel' ? parts.flatMap((lines) => ['--', ...lines]).slice(1) : parts.flat();
    return [...beginning, ...divided];
  }

  #inAnyState(node: StateNode, behaviour: Behaviour): string[] {
    const id = this.#identifiers.take(`any_${this.#ids.get(node)!}`);
    this.#leave(node, id, behaviour);
    return [declaration(`${node.key}, in any state`, id), ...contents(id, behaviour)];
  }

  #box(node: StateNode): string[] {
    const id = this.#ids.get(node)!;
    const behaviour = behaviourOf(node, this.untaken.mark);
    this.#leave(node, id, behaviour);
    const end = node.type === 'final' ? [arrow(id, '[*]')] : [];
    return [declaration(titleOf(node), id), ...contents(id, behaviour), ...end];
  }

  #leave(node: StateNode, id: string, { leaving }: Behaviour): void {
    for (const { target, label } of leaving)
      for (const end of contains(target, node) ? beginningsOf(target) : [target])
        this.#arrows.push(arrow(id, this.#ids.get(end)!, label));
  }
}

/** History states have the sign that statecharts have for them. */
function titleOf({ type, history, key }: StateNode): string {
  if (type !== 'history') return key;
  return history === 'deep' ? 'H*' : 'H';
}

function childrenOf(node: StateNode): StateNode[] {
  return Object.values(node.states);
}

function isLeaf(node: StateNode): boolean {
  return childrenOf(node).length === 0;
}

function isIdle({ within, leaving }: Behaviour): boolean {
  return within.length + leaving.length === 0;
}

/** Whether a state is the other one, or has it inside, and there is an inside. */
function contains(outer: StateNode, inner: StateNode): boolean {
  if (isLeaf(outer)) return false;
  for (let node: StateNode | undefined = inner; node !== undefined; node = node.parent)
    if (node === outer) return true;
  return false;
}

/** The innermost states in which one begins. */
function beginningsOf(node: StateNode): StateNode[] {
  if (isLeaf(node)) return [node];
  const next =
    node.type === 'parallel' ? childrenOf(node) : behaviourOf(node).initial.map(({ target }) => target);
  return next.flatMap(beginningsOf);
}

function declaration(title: string, id: string): string {
  return `state "${escapeText(title)}" as ${id}`;
}

function contents(id: string, { within }: Behaviour): string[] {
  return within.map((label) => `${id} : ${labelText(label)}`);
}

function arrow(from: string, to: string, label: Label = { cause: '', actions: [] }): string {
  const text = labelText(label);
  return `${from} --> ${to}${text === '' ? '' : ` : ${text}`}`;
}

/** Characters in a line of a label. */
const LINE = 36;

/** `event [guard] / actions`, broken before the actions and between them where it would be too long to read. */
function labelText({ cause, actions }: Label): string {
  const parts = actions.map(
    (action, at) => `${at === 0 ? '/ ' : ''}${action}${at < actions.length - 1 ? ',' : ''}`,
  );
  const lines = [cause];
  for (const [at, part] of parts.entries()) {
    const longer = `${lines.at(-1)} ${part}`.trimStart();
    const whole = `${cause} ${parts.join(' ')}`;
    if (longer.length <= LINE && (at > 0 || whole.length <= LINE)) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines
    .filter((line) => line !== '')
    .map(escapeText)
    .join(BREAK);
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
