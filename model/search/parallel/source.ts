/** Steps as far as a thread was told of them. One that it was not told of cannot be taken there; it is missing. */
import { StepTable } from '../../local/step-table.js';
import type { StepSource } from '../step-source.js';
import type { Introduction, News } from './protocol.js';

export class Source implements StepSource {
  readonly processes;
  readonly envelopes: News['envelopes'][number][] = [];
  readonly emissions: News['emissions'][number][] = [];
  readonly carried: number[] = [];
  readonly network: number | undefined;
  readonly clock: number | undefined;
  readonly isCutOff: StepSource['isCutOff'];
  #missing: number[] = [];
  /** By participant: the steps that were missed already. */
  #missed: StepTable[] = [];

  constructor({ processes, actors, cutOff }: Introduction) {
    this.processes = processes.map(({ number, id, acts, inputs }) => ({
      number,
      id,
      acts,
      inputs,
      states: [] as unknown[],
      steps: new StepTable(),
    }));
    this.network = actors.network;
    this.clock = actors.clock;
    this.isCutOff = (from, to) => cutOff.has(`${from} ${to}`);
    this.takeMissing();
  }

  get bytes(): number {
    return this.processes.reduce((sum, { steps }) => sum + steps.entries.byteLength, 0);
  }

  resolve(process: number, state: number, event: number): number {
    const missed = this.#missed[process]!;
    if (missed.find(state, event) < 0) {
      missed.add(state, event, 0, 0);
      this.#missing.push(process, state, event);
    }
    return -1;
  }

  learn({ steps, envelopes, emissions, carried, partitions }: News): void {
    for (let at = 0; at < steps.length; at += 5)
      this.processes[steps[at]!]!.steps.add(steps[at + 1]!, steps[at + 2]!, steps[at + 3]!, steps[at + 4]!);
    for (const envelope of envelopes) this.envelopes.push(envelope);
    for (const emission of emissions) this.emissions.push(emission);
    for (const message of carried) this.carried.push(message);
    if (this.network !== undefined) this.processes[this.network]!.states = [...partitions];
  }

  /** What was missed since it was asked last: participant, state and event, one after another. */
  takeMissing(): readonly number[] {
    const missing = this.#missing;
    this.#missing = [];
    this.#missed = this.processes.map(() => new StepTable());
    return missing;
  }
}
