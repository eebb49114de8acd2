/** A storage that is written to in another way. */
import type { Storage } from '#src/node/ports.js';

export function writtenBy<Command, State, Answer>(
  storage: Storage<Command, State, Answer>,
  write: Storage<Command, State, Answer>['write'],
): Storage<Command, State, Answer> {
  return {
    get start() {
      return storage.start;
    },
    get batch() {
      return storage.batch;
    },
    get witnessed() {
      return storage.witnessed;
    },
    load: () => storage.load(),
    write,
  };
}
