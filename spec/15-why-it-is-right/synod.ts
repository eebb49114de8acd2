/** The Synod of chapter 14, one level below Voting: the same system, whose traces also say whose a vote is. */
import type { Memory } from '../14-the-synod/memory.js';
import type { Size } from '../14-the-synod/size.js';
import { type Machines, synod } from '../14-the-synod/synod.js';
import { show } from './show.js';

export function synodBelow(size: Size, machines: Partial<Machines> = {}, memory: Partial<Memory> = {}) {
  return { ...synod('the Synod', size, machines, memory), show };
}
