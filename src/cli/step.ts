/** `synod step`: goes through a system by hand, one choice after another. */
import { createInterface } from 'node:readline';
import {
  type AnySystem,
  byHand,
  formatEvent,
  formatState,
  formatTrace,
  type Position,
} from '#model/index.js';
import type { Chapter } from '#spec/index.js';
import { Exit, type ExitCode, UsageError } from '../terminal/exit.js';
import { type Io, type Paint, painter } from '../terminal/io.js';
import { claimsIn, type Shown } from './claims-here.js';
import { type Selected, select } from './select.js';
import { readTrace, writeTrace } from './trace-file.js';

export interface StepOptions {
  readonly chapter: string;
  readonly instance?: string;
  /** A trace to begin with: the steps of this file are taken first. */
  readonly trace?: string;
}

const HELP = `  a number   take that step
  b          back one step
  r          restart from the first state
  w          the whole state
  t          the run so far
  save FILE  write the run so far into a file, for --trace and synod check --replay
  ?          this help
  q          quit
`;

/**
 * Reads choices from the terminal until there are no more.
 *
 * @throws UsageError where the options ask for what is not there, or there is nobody to ask.
 */
export async function step(chapters: readonly Chapter[], options: StepOptions, io: Io): Promise<ExitCode> {
  if (io.input === undefined) throw new UsageError('synod step asks what to do; expected somebody to ask');
  const selected = select(chapters, [options.chapter], options.instance);
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

class Walk {
  /** The positions that the run has been in, the first state first. */
  readonly #run: Position[];
  #shown: readonly Shown[] = [];
  readonly #paint: Paint;
  readonly #show: AnySystem['show'];

  constructor(
    readonly one: Selected,
    readonly io: Io,
  ) {
    this.#paint = painter(io, io.out);
    this.#show = one.instance.system.show;
    this.#run = [byHand(one.instance.system)];
  }

  get #here(): Position {
    return this.#run.at(-1)!;
  }

  /** Takes the steps of a trace. */
  follow(steps: Position['trace']['steps'], file: string): void {
    for (const [index, { participant, event }] of steps.entries()) {
      const wanted = JSON.stringify([participant, event]);
      const choice = this.#here.choices.find(
        ({ step }) => JSON.stringify([step.participant, step.event]) === wanted,
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
    this.#say(this.#paint('bold', `${chapter.id}  ${chapter.title} · ${instance.name}`));
    if (chapter.question !== '') this.#say(chapter.question);
    const others = selected.filter((one) => one !== this.one).map(({ instance: { name } }) => `'${name}'`);
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
    else this.#say(`After ${trace.steps.length} steps, what can happen now:`);
    for (const [index, { step }] of choices.entries()) {
      const event = step.event.type === 'fault.lose' ? step.event : formatted(step.event, this.#show);
      const what = typeof event === 'string' ? event : `loses ${JSON.stringify(event)}`;
      this.#say(`  ${this.#paint('bold', String(index + 1).padStart(2))}  ${step.participant}: ${what}`);
    }
    this.io.out.write(this.#paint('dim', 'a number, b back, r restart, ? help, q quit > '));
  }

  /** Does what a line asks for. Returns whether to go on. */
  obey(line: string): boolean {
    const [word = '', file] = line.split(/\s+/, 2);
    if (word === 'q') return false;
    if (/^\d+$/.test(word)) this.#choose(Number(word));
    else if (word === 'b') this.#back(1);
    else if (word === 'r') this.#back(this.#run.length - 1);
    else if (word === 'w') this.#state();
    else if (word === 't') this.#say(formatTrace(this.#here.trace, this.#show) || '(nothing happened yet)');
    else if (word === 'save' && file !== undefined) this.#save(file);
    else if (word === '?') this.io.out.write(HELP);
    else if (word !== '') this.#say(`'${line}' is none of these:\n${HELP.trimEnd()}`);
    return true;
  }

  #choose(number: number): void {
    const choice = this.#here.choices[number - 1];
    if (choice === undefined) {
      this.#say(`There is no step ${number}; expected 1 to ${this.#here.choices.length}.`);
      return;
    }
    this.#run.push(choice.take());
    const [told] = formatTrace(this.#here.trace, this.#show).split('\n').slice(-1);
    const lines = formatTrace({ ...this.#here.trace, steps: [choice.step] }, this.#show).split('\n');
    this.#say(lines.join('\n').replace(/^1/, String(this.#run.length - 1)) || told!);
    this.#claims();
  }

  #back(steps: number): void {
    this.#run.splice(Math.max(1, this.#run.length - steps));
    this.#shown = claimsIn(this.one.instance, this.#run);
    this.#say(`Back in the state after ${this.#run.length - 1} steps.`);
    this.#state();
  }

  #state(): void {
    const { states, trace } = this.#here;
    for (const [name, state] of Object.entries(states))
      if (!trace.history.includes(name))
        this.#say(`  ${this.#paint('cyan', name)}  ${formatState(state, this.#show)}`);
  }

  /** Says of which claims something became known by the last step. */
  #claims(): void {
    const now = claimsIn(this.one.instance, this.#run);
    for (const { claim, is } of now) {
      if (this.#shown.some((before) => before.claim === claim)) continue;
      this.#say(this.#paint(is === 'broken' ? 'red' : 'green', `  ${is}: ${claim}`));
    }
    this.#shown = now;
  }

  #save(file: string): void {
    try {
      writeTrace(file, this.one, this.#here.trace, this.#shown);
      this.#say(`The run of ${this.#here.trace.steps.length} steps is in ${file}.`);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#say(error.message);
    }
  }

  #say(text: string): void {
    this.io.out.write(`${text}\n`);
  }
}

function formatted(event: Position['trace']['steps'][number]['event'], show: AnySystem['show']): string {
  return formatEvent(event, show);
}
