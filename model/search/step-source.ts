/** Where the search finds local steps: in the system's tables, or in what another thread was told of them. */
import type { Envelope } from '../local/envelopes.js';
import type { ProcessTable } from '../local/processes.js';
import type { Emission } from '../local/tables.js';

export interface StepSource {
  readonly processes: readonly Pick<ProcessTable, 'number' | 'id' | 'acts' | 'inputs' | 'states' | 'steps'>[];
  readonly envelopes: readonly Pick<Envelope, 'from' | 'sender' | 'receivers' | 'kind'>[];
  readonly emissions: readonly Pick<Emission, 'messages' | 'instants'>[];
  readonly carried: readonly number[];
  readonly network: number | undefined;
  readonly clock: number | undefined;
  readonly isCutOff: (from: string, to: string) => boolean;
  /** Takes a step that is in no table, and returns its entry's offset; negative where that cannot be done here, but is taken note of. */
  readonly resolve: (process: number, state: number, event: number) => number;
}
