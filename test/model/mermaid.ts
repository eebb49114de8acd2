/** Mermaid's own parser, reading what we wrote, beside a window that no one sees: without one it will not start. */
import { Window } from 'happy-dom';

const window = new Window();
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import('mermaid');

/** What Mermaid understood of a sequence diagram. */
export interface SequenceDiagram {
  /** The titles over the lines of life, from left to right. */
  readonly participants: readonly string[];
  readonly messages: readonly {
    readonly from: string;
    readonly to: string;
    readonly text: string;
    readonly isNote: boolean;
    readonly isDashed: boolean;
  }[];
}

/** What Mermaid understood of a statechart. */
export interface Statechart {
  readonly states: readonly {
    readonly id: string;
    readonly title: string;
    readonly lines: readonly string[];
    readonly within: string | undefined;
  }[];
  readonly arrows: readonly { readonly from: string; readonly to: string; readonly label: string }[];
}

/**
 * Reads a sequence diagram.
 *
 * @throws Error where Mermaid cannot.
 */
export async function readSequenceDiagram(text: string): Promise<SequenceDiagram> {
  const { type, db } = await read(text);
  if (type !== 'sequence') throw new Error(`expected a sequence diagram, got a ${type} diagram`);
  const { LINETYPE, getActors, getMessages } = db as unknown as SequenceDb;
  const actors = getActors.call(db);
  const messages = getMessages.call(db).filter(({ from }) => from !== undefined);
  const nameOf = (id: string): string => decoded(actors.get(id)!.description);
  return {
    participants: [...actors.keys()].map(nameOf),
    // Where frames begin and end are messages too, from nobody.
    messages: messages.map(({ from, to, message, type }) => ({
      from: nameOf(from),
      to: nameOf(to),
      text: decoded(message),
      isNote: type === LINETYPE.NOTE,
      isDashed: type === LINETYPE.DOTTED,
    })),
  };
}

/**
 * Reads a statechart.
 *
 * @throws Error where Mermaid cannot.
 */
export async function readStatechart(text: string): Promise<Statechart> {
  const { type, db } = await read(text);
  if (type !== 'stateDiagram') throw new Error(`expected a statechart, got a ${type} diagram`);
  const { nodes, edges } = (db as unknown as StateDb).getData();
  return {
    states: nodes.map(({ id, label, description, parentId }) => ({
      id,
      title: decoded(label),
      lines: [description ?? []].flat().map(decoded),
      within: parentId,
    })),
    arrows: edges.map(({ start, end, label }) => ({ from: start, to: end, label: decoded(label) })),
  };
}

/** Line breaks are asked for as characters: where there is a tag in a label, that window loses the text before it. */
async function read(text: string) {
  await mermaid.parse(text);
  return await mermaid.mermaidAPI.getDiagramFromText(text.replaceAll('<br/>', '#10;'));
}

interface SequenceDb {
  readonly LINETYPE: { readonly NOTE: number; readonly DOTTED: number };
  readonly getActors: () => ReadonlyMap<string, { readonly description: string }>;
  readonly getMessages: () => readonly {
    readonly from: string;
    readonly to: string;
    readonly message: string;
    readonly type: number;
  }[];
}

interface StateDb {
  readonly getData: () => {
    readonly nodes: readonly {
      readonly id: string;
      readonly label: string;
      readonly description?: string | readonly string[];
      readonly parentId?: string;
    }[];
    readonly edges: readonly { readonly start: string; readonly end: string; readonly label: string }[];
  };
}

/** The characters that Mermaid's entities stand for, which it keeps in a form of its own until it draws. */
function decoded(text = ''): string {
  return text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code))).trim();
}
