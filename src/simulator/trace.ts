/** What befell the nodes of a run, and its last steps, for people: as text, and as a sequence diagram. */
import { showInput } from './message-text.js';
import type { Tap } from './tap.js';
import type { Input } from './words.js';

/** So many steps of the end are kept. */
const STEPS_KEPT = 60;

/** Of these there are many, and they rarely matter. */
const DULL: readonly string[] = ['heartbeat', 'heard'];

interface Entry {
  readonly step: number | null;
  /** Who sent it; null where it came from nobody. */
  readonly from: string | null;
  readonly node: string;
  /** Made when it is shown, since most of a run never is. */
  readonly text: () => string;
}

/** Keeps the end of a run. */
export class Trace implements Tap {
  readonly #entries: Entry[] = [];
  #steps = 0;

  given({ id }: { readonly id: string }, input: Input, step: number): void {
    if (input.type === 'message' && DULL.includes(input.message.type)) return;
    const from = input.type === 'message' ? input.from : null;
    this.#keep({ step, from, node: id, text: () => showInput(input) });
  }

  started({ id }: { readonly id: string }): void {
    this.#keep({ step: null, from: null, node: id, text: () => 'starts from its disk' });
  }

  note(node: string, text: string): void {
    this.#keep({ step: null, from: null, node, text: () => text });
  }

  /** One step a line; heartbeats and their answers are left out. */
  text(): string {
    return this.#entries
      .map(({ step, from, node, text }) => {
        const who = from === null ? node : `${from} → ${node}`;
        return `${String(step ?? '').padStart(7)}  ${who.padEnd(7)}  ${text()}`;
      })
      .join('\n');
  }

  /** A Mermaid sequence diagram: an arrow stands where its message is received. */
  mermaid(): string {
    const names = this.#entries.flatMap(({ from, node }) => (from === null ? [node] : [from, node]));
    const lines = this.#entries.map(({ step, from, node, text }) => {
      // A semicolon or a number sign would end the line.
      const told = `${step === null ? '' : `${step}. `}${text()}`.replace(/[;#]/g, ',');
      return from === null ? `  Note over ${node}: ${told}` : `  ${from}->>${node}: ${told}`;
    });
    const participants = [...new Set(names)].sort().map((name) => `  participant ${name}`);
    return ['sequenceDiagram', ...participants, ...lines].join('\n');
  }

  /** What befell nodes stays, however long ago. */
  #keep(entry: Entry): void {
    this.#entries.push(entry);
    if (entry.step === null || ++this.#steps <= STEPS_KEPT) return;
    const first = this.#entries.findIndex(({ step }) => step !== null);
    this.#entries.splice(first, 1);
  }
}
