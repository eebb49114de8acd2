/** `synod step`: goes through a system by hand, one choice after another. */
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';
import {
  type AnySystem,
  byHand,
  formatCause,
  formatState,
  formatTrace,
  type Position,
  traceToJson,
  withRealNumbers,
} from '#model/index.js';
import type { Chapter } from '#spec/index.js';
import { Exit, type ExitCode, UsageError } from '../terminal/exit.js';
import { type Io, type Paint, painter } from '../terminal/io.js';
import { plural } from '../terminal/units.js';
import { claimsIn, type Shown } from './claims-here.js';
import { type Selected, select } from './select.js';
import { documentOfTrace, readTrace } from './trace-file.js';

export interface StepOptions {
  readonly instance?: string;
  /** A trace to begin with: the steps of this file are taken first. */
  readonly trace?: string;
}

const HELP = `  a number   take that step
  b          back one step
  r          restart from the first state
  w          the whole state
  t          the run so far
  save FILE  write the run so far, for --trace and synod check --replay
  ?          this help
  q          quit
`;

/**
 * Reads choices from the terminal until there are no more.
 *
 * @throws UsageError where the options ask for what is not there, or there is nobody to ask.
 */
export async function step(
  chapters: readonly Chapter[],
  asked: string,
  options: StepOptions,
  io: Io,
): Promise<ExitCode> {
  if (io.input === undefined) throw new UsageError('synod step asks what to do; expected somebody to ask');
  const selected = select(chapters, [asked], options.instance);
  const walk = new Walk(theOneOf(selected), io);
  if (options.trace !== undefined) walk.follow(readTrace(options.trace).trace.steps, options.trace);
  walk.greet(selected);
  const lines = createInterface({ input: io.input, ...(io.out.isTTY && { prompt: '> ' }) });
  io.signal.addEventListener('abort', () => lines.close());
  walk.ask();
  for await (const line of lines) {
    if (!walk.obey(line.trim())) break;
    walk.ask();
  }
  lines.close();
  return Exit.asStated;
}

/** Of several instances, the one that goes wrong: where a claim is stated to fail. */
function theOneOf(selected: readonly Selected[]): Selected {
  const wrong = selected.filter(({ instance }) =>
    instance.claims.some(({ expected, property }) => expected === 'fails' && property.kind === 'always'),
  );
  return wrong[0] ?? selected[0]!;
}

/** A run by hand, and what is printed of it. */
class Walk {
  /** The positions that the run has been in, the first state first. */
  readonly #run: Position[];
  #shown: readonly Shown[] = [];
  readonly #paint: Paint;

  constructor(
    readonly one: Selected,
    readonly io: Io,
  ) {
    this.#paint = painter(io, io.out);
    this.#run = [byHand(one.instance.system)];
  }

  get #here(): Position {
    return this.#run.at(-1)!;
  }

  get #show(): AnySystem['show'] {
    return this.one.instance.system.show;
  }

  /** Takes the steps of a trace. */
  follow(steps: Position['trace']['steps'], file: string): void {
    for (const [index, { participant, event }] of steps.entries()) {
      const choice = this.#here.choices.find(
        ({ step }) => step.participant === participant && isDeepStrictEqual(step.event, event),
      );
      if (choice === undefined)
        throw new UsageError(
          `step ${index + 1} of ${file} cannot be taken in '${this.one.instance.name}'; is the trace of another instance?`,
        );
      this.#run.push(choice.take());
    }
  }

  greet(selected: readonly Selected[]): void {
    const { chapter, instance } = this.one;
    const others = selected.filter((one) => one !== this.one).map(({ instance: { name } }) => `'${name}'`);
    this.#say(this.#paint('bold', `${chapter.id}  ${chapter.title} · ${instance.name}`));
    if (chapter.question !== '') this.#say(chapter.question);
    if (others.length > 0) this.#say(this.#paint('dim', `Also, with -i: ${others.join(', ')}`));
    this.#say('');
    this.#state();
    this.#claims();
  }

  /** Lists what can happen. */
  ask(): void {
    const { choices, trace } = this.#here;
    this.#say('');
    if (choices.length === 0) this.#say('Nothing can happen any more.');
    else this.#say(`After ${plural(trace.steps.length, 'step')}, what can happen now:`);
    for (const [index, { step }] of choices.entries()) {
      const number = this.#paint('bold', String(index + 1).padStart(2));
      this.#say(`  ${number}  ${formatCause(this.#here.told(step), this.#show)}`);
    }
    this.io.out.write(this.#paint('dim', 'a number, b back, r restart, ? all keys, q quit > '));
  }

  /** Does what a line asks for. Returns whether to go on. */
  obey(line: string): boolean {
    const [word = '', file] = line.split(/\s+/, 2);
    if (word === 'q') return false;
    if (/^\d+$/.test(word)) this.#choose(Number(word));
    else if (word === 'b') this.#back(1);
    else if (word === 'r') this.#back(this.#run.length - 1);
    else if (word === 'w') this.#state();
    else if (word === 't') this.#say(this.#soFar() || '(nothing happened yet)');
    else if (word === 'save' && file !== undefined) this.#save(file);
    else if (word === '?') this.io.out.write(HELP);
    else if (word !== '') this.#say(`'${line}' is none of these:\n${HELP.trimEnd()}`);
    return true;
  }

  #choose(number: number): void {
    const { choices, trace } = this.#here;
    const choice = choices[number - 1];
    if (choice === undefined) {
      this.#say(`There is no step ${number}; expected 1 to ${choices.length}.`);
      return;
    }
    const told = formatTrace({ ...trace, steps: [this.#here.told(choice.step)] }, this.#show);
    this.#say(told.replace(/^1/, String(this.#run.length)));
    this.#run.push(choice.take());
    this.#claims();
  }

  #back(steps: number): void {
    this.#run.splice(Math.max(1, this.#run.length - steps));
    this.#shown = claimsIn(this.one.instance, this.#run);
    this.#say(`Back in the state after ${plural(this.#run.length - 1, 'step')}.`);
    this.#state();
  }

  #state(): void {
    const { states, trace } = this.#here;
    for (const [name, state] of Object.entries(states))
      if (!trace.history.includes(name))
        this.#say(`  ${this.#paint('cyan', name)}  ${formatState(this.#here.told(state), this.#show)}`);
  }

  #soFar(): string {
    return formatTrace(withRealNumbers(this.one.instance.system, this.#here.trace), this.#show);
  }

  /** Says of which claims something became known by the last step. */
  #claims(): void {
    const now = claimsIn(this.one.instance, this.#run);
    for (const { claim, is } of now)
      if (!this.#shown.some((before) => before.claim === claim))
        this.#say(this.#paint(is === 'broken' ? 'red' : 'green', `  ${is}: ${claim}`));
    this.#shown = now;
  }

  /** The run so far, as the trace of the claim that it decided last. */
  #save(file: string): void {
    const { chapter, instance } = this.one;
    const { trace } = this.#here;
    const { claim, is } = this.#shown.at(-1) ?? {};
    const { kind } = instance.claims.find(({ property }) => property.name === claim)?.property ?? {};
    if (claim === undefined || kind === undefined) {
      this.#say(
        'this run decides no claim yet, and a trace is the trace of a claim; go on, and save it then',
      );
      return;
    }
    const verdict = is === 'broken' ? 'fails' : 'holds';
    const shown = { chapter: chapter.id, instance: instance.name, claim, kind, verdict, trace } as const;
    writeFileSync(file, traceToJson(documentOfTrace(shown)));
    this.#say(`The run of ${plural(trace.steps.length, 'step')} is in ${file}.`);
  }

  #say(text: string): void {
    this.io.out.write(`${text}\n`);
  }
}
