/** What measures: the processors and the programs. */
import { cpus } from 'node:os';

export function machineWith(...programs: readonly string[]): string {
  const processors = cpus();
  const processor = `${processors.length} × ${processors[0]?.model.trim()}`;
  return [processor, `Node ${process.versions.node}`, ...programs].join(', ');
}
