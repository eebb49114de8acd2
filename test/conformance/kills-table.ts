/** The table of mutants, as the file mutants.md has it. */
import { type Kills, ties } from './kills.js';
import type { Mutant } from './mutants/mutant.js';

/** A tie counts where it tells the mutant by the failure that the mutant names; any other failure shows something else. */
export function isTold({ told }: Mutant, kills: Kills): (tie: (typeof ties)[number]) => boolean {
  return (tie) => told !== undefined && kills[tie].includes(told);
}

/** The whole file. */
export function killsTable(found: readonly (readonly [Mutant, Kills])[]): string {
  const told = found.filter(([{ harmless }]) => harmless === undefined);
  return `\
# Mutants of production, and what tells them

Written by \`npx vitest run test/conformance -u\`, compared by \`npm run soak\`. A tick says that the tie tells the mutant from
production, and by the difference that is named; a tie that fails for another reason has no tick. The numbers are those of
chapter 14's gallery.

| mutant | told by | ${ties.join(' | ')} |
| --- | --- | ${ties.map(() => '---').join(' | ')} |
${told.map(row).join('\n')}

Harmless: the ties are right not to tell these.

| mutant | why nobody can tell |
| --- | --- |
${found.flatMap(([{ name, harmless }]) => (harmless === undefined ? [] : [`| ${name} | ${harmless} |`])).join('\n')}
`;
}

function row([mutant, kills]: readonly [Mutant, Kills]): string {
  const { name, row, told } = mutant;
  const ticks = ties.map((tie) => (isTold(mutant, kills)(tie) ? '✓' : ''));
  return `| ${[name + (row ? ` (${row})` : ''), told, ...ticks].join(' | ')} |`;
}
