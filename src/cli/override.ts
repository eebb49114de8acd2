/** `--override ROLE.PART=VALUE`: parts of machines overridden by name, from the command line. */
import { ModelError, type Override, overridden } from '#model/index.js';
import { UsageError } from '../terminal/exit.js';
import type { Selected } from './select.js';

/** @throws UsageError where the text is no override. */
export function parseOverride(text: string): Override {
  const [, role, part, value] = /^([^.=]+)\.([^=]+)=(true|false|off)$/.exec(text) ?? [];
  if (role === undefined)
    throw new UsageError(
      `'${text}' overrides nothing; expected ROLE.GUARD=true, ROLE.GUARD=false or ROLE.ACTION=off, such as acceptor.isAbovePromise=true`,
    );
  return { role, part: part!, made: value === 'off' ? 'off' : value === 'true' };
}

/**
 * The same instances with the parts overridden; those that do not have them are left out.
 *
 * @throws UsageError where none has: which names there are.
 */
export function withOverrides(selected: readonly Selected[], texts: readonly string[]): readonly Selected[] {
  const overrides = texts.map(parseOverride);
  let why = '';
  const changed = selected.flatMap((one): readonly Selected[] => {
    try {
      const system = overridden(one.instance.system, overrides);
      return [{ ...one, instance: { ...one.instance, system } }];
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      why ||= `in '${one.instance.name}' ${error.message}`;
      return [];
    }
  });
  if (changed.length === 0) throw new UsageError(`nothing is overridden; ${why}`);
  return changed;
}
