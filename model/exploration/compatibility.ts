/** What goes with what: refuses claims whose answer would mean nothing. */

import { ModelError } from '../data/model-error.js';
import type { Search } from '../search/search.js';
import { isFault } from '../system/faults.js';
import { NETWORKS } from '../system/network.js';
import type { FairSteps } from '../system/property.js';

/** @throws ModelError where an answer about runs without end, or about what is possible, would mean nothing. */
export function refuseMeaningless(search: Search): void {
  const { network, name, within } = search.system;
  const rules = NETWORKS[network];
  for (const { property } of search.judge.cases) {
    const { kind } = property;
    if (kind !== 'leads-to' && kind !== 'always-possible') continue;
    const refuse = (why: string, instead: string): never => {
      throw new ModelError(
        `system ${name}: property '${property.name}' means nothing here: ${why}; ${instead}`,
      );
    };
    if (search.symmetry !== undefined)
      refuse(
        'a run of representatives is no run of the system: names change on the way',
        'explore without symmetry',
      );
    if (within !== undefined)
      refuse(
        "states beyond 'within' are not continued, so a run that leaves it would seem to stop",
        'make the system finite without it',
      );
    if (kind === 'always-possible') continue;
    if (!rules.consumes)
      refuse(
        'over a lossy network all that was ever sent can be received again for ever, so nothing needs to be sent twice',
        "use the network 'lossy-set'",
      );
    if (rules.hasRounds)
      refuse('there is a last round, after which nothing can happen', "claim 'alwaysPossible' instead");
    if (property.kind !== 'leads-to') continue;
    for (const { of } of property.fairness) {
      const unknown = unknownIn(of, search);
      if (unknown !== undefined) refuse(`it assumes fairness of ${unknown.what}`, unknown.expected);
    }
  }
}

/** What an assumption of fairness names though the system does not have it. Which types of messages it has, only its runs show. */
function unknownIn(of: FairSteps, { tables }: Search): { what: string; expected: string } | undefined {
  const participants = tables.processes.filter(({ role }) => role !== 'fault' && role !== 'history');
  const ids = participants.map(({ id }) => id);
  const roles = participants.map(({ role }) => role);
  const among = (kind: string, name: string | undefined, known: readonly string[]) => {
    if (name === undefined || known.includes(name)) return undefined;
    const expected = `expected one of: ${[...new Set(known)].join(', ') || 'none, for there is none'}`;
    return { what: `the ${kind} '${name}', which there is not`, expected };
  };
  const odd = (keys: object, known: readonly string[]) =>
    Object.keys(keys)
      .map((key) => among('key', key, known))
      .find((found) => found !== undefined);
  if ('role' in of) return odd(of, ['role']) ?? among('role', of.role, roles);
  if ('delivery' in of)
    return (
      odd(of, ['delivery']) ??
      odd(of.delivery, ['type', 'from', 'to']) ??
      among('participant', of.delivery.from, ids) ??
      among('participant', of.delivery.to, ids)
    );
  const unknown = odd(of, ['input', 'at']);
  if (unknown !== undefined) return unknown;
  const inputs = participants
    .filter(({ id }) => id === (of.at ?? id))
    .flatMap(({ inputs }) => inputs.filter((input) => !isFault(input)))
    .map(({ type }) => type);
  const kind = of.at === undefined ? 'input' : `input of ${of.at}`;
  return among('participant', of.at, ids) ?? among(kind, of.input, inputs);
}
