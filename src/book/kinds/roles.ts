/** The roles of an instance's system as a flowchart: the participants of each, and the messages that one takes from another. */
import type { AnySystem } from '#model/index.js';
import { fenced } from '#src/terminal/markdown.js';
import { aboutAChapter, type Reception } from '../kind.js';
import { instanceNamed } from '../names.js';

export const roles = aboutAChapter('"INSTANCE"', (chapter, [name, ...others]) => {
  if (name === undefined || others.length > 0) return undefined;
  const instance = instanceNamed(chapter, name);
  return {
    needs: [instance],
    write: (found) => fenced('mermaid', flowchart(instance.system, found(instance).received)),
  };
});

/** An arrow for each pair of roles, with the types of what goes between them; the clock, where there is one, is a role of its own. */
function flowchart({ roles }: AnySystem, received: readonly Reception[]): string {
  const names = Object.keys(roles);
  const roleOf = (id: string): string => names.find((name) => roles[name]!.instances.includes(id)) ?? id;
  const bySender = received.toSorted(
    (one, other) => names.indexOf(roleOf(one.from)) - names.indexOf(roleOf(other.from)),
  );
  const arrows = new Map<string, Set<string>>();
  for (const { from, to, type } of bySender) {
    const arrow = `${roleOf(from)} -- "TYPES" --> ${roleOf(to)}`;
    arrows.set(arrow, (arrows.get(arrow) ?? new Set()).add(type));
  }
  return [
    'flowchart LR',
    ...names.map((name) => `${name}["${name}<br/>${roles[name]!.instances.join(', ')}"]`),
    ...[...arrows].map(([arrow, types]) => arrow.replace('TYPES', [...types].join(', '))),
  ].join('\n  ');
}
