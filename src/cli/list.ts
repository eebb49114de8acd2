/** `synod list`: the chapters, their instances, and what is claimed of each. */
import type { Chapter } from '#spec/index.js';
import { type Io, painter } from '../terminal/io.js';

export function list(chapters: readonly Chapter[], io: Io): void {
  const paint = painter(io, io.out);
  for (const { id, title, question, instances } of chapters) {
    io.out.write(`${paint('bold', `${id}  ${title}`)}\n  ${question}\n`);
    for (const { name, system, claims } of instances) {
      io.out.write(`  instance ${name} (${system.network} network)\n`);
      for (const { property, expected } of claims)
        io.out.write(`    ${paint('dim', expected)}  ${property.name}\n`);
    }
  }
}
