/** The error of a model that cannot be explored as it is. */

/** A model that cannot be explored as it is: what was expected of it, what was found, and what to do. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
