/** What goes through a run, for those who want it all: the inputs of replicas in order, and what befalls them. */
import type { Input, Kept, Options } from './words.js';

export interface Tap {
  started(options: Options, kept: Kept | undefined): void;
  given(options: Options, input: Input, step: number): void;
  /** Something else that happened to a node, in words. */
  note(node: string, text: string): void;
}
