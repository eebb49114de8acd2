/** The statechart of a machine that a file of the chapter exports. */
import { type AnyStateMachine, StateMachine } from 'xstate';
import { statechartOf } from '#model/index.js';
import { fenced } from '#src/terminal/markdown.js';
import { aboutAChapter, known } from '../kind.js';
import { exportNamed } from '../names.js';

export const statechart = aboutAChapter('NAME', (chapter, [name, ...others], { house }) => {
  if (name === undefined || others.length > 0) return undefined;
  const machine = exportNamed(house, chapter, name, 'a machine', isMachine);
  return known(fenced('mermaid', statechartOf(machine)));
});

function isMachine(value: unknown): value is AnyStateMachine {
  return value instanceof StateMachine;
}
