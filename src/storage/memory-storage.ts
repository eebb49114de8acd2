/** A storage within one process: it outlives its node, but not the process. */

import type { Storage } from '../node/ports.js';
import type { Reaches } from '../node/witness.js';
import type { LogOptions } from '../paxos/log.js';
import { type Kept, keep, nothingKept } from '../paxos/record.js';

/**
 * A storage in memory, for a member of a cluster with that α and that first configuration.
 *
 * @example
 * const member = { id: nodeId('n1'), incarnation: 0, part: 'voter' } as const;
 * const members = configuration({ id: configurationId(1), members: [member] });
 * await memoryStorage({ alpha: 8, configuration: members }).load(); // → undefined
 */
export function memoryStorage<Command, State, Answer>(first: LogOptions): Storage<Command, State, Answer> {
  let kept: Kept<Command, State, Answer> | undefined;
  let [start, batch] = [0, 0];
  let witnessed: Reaches = {};
  return {
    get start() {
      return start;
    },
    get batch() {
      return batch;
    },
    get witnessed() {
      return witnessed;
    },
    load: () => {
      start += 1;
      batch += 1;
      return Promise.resolve(structuredClone(start === 1 ? kept : (kept ?? nothingKept(first))));
    },
    write: (batches, news = {}) => {
      kept = batches.flat().reduce(keep, kept ?? nothingKept<Command, State, Answer>(first));
      witnessed = { ...witnessed, ...news };
      batch += 1;
      return Promise.resolve();
    },
  };
}
