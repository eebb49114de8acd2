/** The member takes no part any more: it was closed, or it has stopped since something that it relies on does not hold. */
export class NodeClosed extends Error {
  override readonly name = 'NodeClosed';

  /** @param failure what has stopped it; undefined where it was closed */
  constructor(id: string, failure: unknown) {
    super(
      failure === undefined
        ? `expected ${id} to be open; it was closed`
        : `expected ${id} to be open; it has stopped: ${failure}. Find the cause before it is opened again`,
      { cause: failure },
    );
  }
}
