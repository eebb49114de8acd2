import { describe, expect, test } from 'vitest';
import { graphToDot } from '#model/export/dot.js';
import { explore } from '#model/index.js';
import { synod } from '#spec/14-the-synod/synod.js';
import { chapters } from '#spec/index.js';

const small = synod('the "Synod"', { acceptors: 1, rounds: { p1: 1 }, requests: { p1: 'olives' } });

describe('a graph for Graphviz', () => {
  test('has a node for each state, and an edge for each step that changes something', async () => {
    const { states, transitions, selfLoops } = await explore(small, []);
    const lines = (await graphToDot(small)).split('\n');
    expect(lines.filter((line) => NODE.test(line))).toHaveLength(states);
    expect(lines.filter((line) => EDGE.test(line))).toHaveLength(transitions - selfLoops);
    expect(lines.filter((line) => !NODE.test(line) && !EDGE.test(line))).toEqual([
      'digraph "the \\"Synod\\"" {',
      '  node [shape=box, fontname="monospace"];',
      '  edge [fontname="monospace"];',
      '}',
      '',
    ]);
  });

  test('labels edges with who took what', async () => {
    const dot = await graphToDot(small);
    expect(dot).toContain('[label="p1 timeout"]');
    expect(dot).toContain('[label="p1 → a1 prepare ballot=1.p1"]');
  });

  test('tells what is lost from what is received', async () => {
    const careful = chapters
      .flatMap(({ instances }) => instances)
      .find(({ name }) => name === 'a careful shop')!;
    expect(await graphToDot(careful.system)).toContain('[label="lost: ');
  });

  test('is refused where nobody could look at it', async () => {
    const large = synod('large', {
      acceptors: 2,
      rounds: { p1: 2, p2: 1 },
      requests: { p1: 'olives', p2: 'wine' },
    });
    await expect(graphToDot(large)).rejects.toThrow(/more than 2000 states/);
    await expect(graphToDot(small, { maxStates: 3 })).rejects.toThrow(/more than 3 states/);
  });
});

const NODE = /^ {2}s\d+ \[label="(?:[^"\\]|\\.)*"(?:, penwidth=2)?\];$/;
const EDGE = /^ {2}s\d+ -> s\d+ \[label="(?:[^"\\]|\\.)*"\];$/;
