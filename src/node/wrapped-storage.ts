/** A storage that loads or writes in another way, and is the one beneath it in all else. */
import type { Storage } from './ports.js';

export function wrappedStorage<Command, State, Answer>(
  storage: Storage<Command, State, Answer>,
  instead: Partial<Pick<Storage<Command, State, Answer>, 'load' | 'write'>>,
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
    write: (batches, witnessed) => storage.write(batches, witnessed),
    ...(storage.isNearlyFull && { isNearlyFull: () => storage.isNearlyFull!() }),
    ...instead,
  };
}
