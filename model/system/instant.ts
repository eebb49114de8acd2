/** Which messages are received within the step that sends them. */
import { ModelError } from '../data/model-error.js';
import { NETWORKS, type Network } from './network.js';

/** All messages of a type, all to the participants of a role, or those of a type to a role. */
export type Instant<Type extends string = string, RoleName extends string = string> =
  | Type
  | { readonly type: Type; readonly to?: RoleName }
  | { readonly type?: Type; readonly to: RoleName };

/** The same as one shape. What is absent is any. */
export interface InstantRule {
  readonly type?: string;
  readonly to?: string;
}

/** What a system says of it; the beginnings of rounds are instant too. */
interface Stated {
  readonly name: string;
  readonly roles: Readonly<Record<string, { readonly parts: readonly string[] }>>;
  readonly network: Network;
  readonly instant?: readonly Instant[];
}

/** @throws ModelError where an entry says nothing, or names a role that there is not. */
export function instantRules({ name, roles, network, instant = [] }: Stated): readonly InstantRule[] {
  const receivers = new Set(Object.entries(roles).flatMap(([role, { parts }]) => [role, ...parts]));
  const rules = instant.map((one): InstantRule => (typeof one === 'string' ? { type: one } : one));
  for (const { type, to } of rules) {
    if (type === undefined && to === undefined)
      throw new ModelError(
        `system ${name}: an entry of 'instant' names neither a type nor a receiver; expected 'type', 'to' or both`,
      );
    if (to !== undefined && !receivers.has(to))
      throw new ModelError(
        `system ${name}: 'instant' names the receiver '${to}'; expected a role, one of: ${[...receivers].join(', ')}`,
      );
  }
  return NETWORKS[network].hasRounds ? [...rules, { type: 'round' }] : rules;
}
