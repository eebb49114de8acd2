/** Runs a participant's own code, and says whose it was where it throws. */
import { ModelError } from '../data/model-error.js';

/** A participant's name, and its role's. */
export interface Whose {
  readonly id: string;
  readonly role: string;
}

export function explained<Value>(system: string, whose: Whose, what: string, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (error instanceof ModelError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError(`system ${system}: ${whose.id} (role ${whose.role}), ${what}: ${reason}`, {
      cause: error,
    });
  }
}
