/** Two decrees in one slot: agreement does not hold. */
import { ProtocolViolation } from './violation.js';

export class SlotViolation extends ProtocolViolation {
  override readonly name = 'SlotViolation';

  constructor(
    readonly slot: number,
    readonly first: unknown,
    readonly second: unknown,
  ) {
    super({
      expected: `no decree in slot ${slot} but ${JSON.stringify(first)}, since it is known to be decided`,
      got: JSON.stringify(second),
      likelyCause:
        'an acceptor that lost its promise or its vote (a wiped or restored disk), two nodes under one name, or ' +
        'members that disagree on α or on the configuration',
      nextStep: `stop the cluster, keep every disk, and compare what the members have in slot ${slot}`,
    });
  }
}
