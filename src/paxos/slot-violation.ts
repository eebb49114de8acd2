/** Two decrees in one slot: agreement does not hold. */
import { showValue } from './value.js';
import { ProtocolViolation } from './violation.js';

export class SlotViolation extends ProtocolViolation {
  override readonly name = 'SlotViolation';

  constructor(
    readonly slot: number,
    readonly first: unknown,
    readonly second: unknown,
  ) {
    super({
      expected: `no decree in slot ${slot} but ${showValue(first)}, since it is known to be decided`,
      got: showValue(second),
      likelyCause:
        'an acceptor that lost its promise or its vote (a wiped or restored disk), two nodes under one name, or ' +
        'members that disagree on α or on the configuration',
      nextStep: `stop the cluster, keep every disk, and compare what the members have in slot ${slot}`,
    });
  }
}
