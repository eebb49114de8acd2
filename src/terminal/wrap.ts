/** Text in lines of a width, broken between words. */

/** The lines of a text, none longer than the width unless a word is. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The same, each line indented by two. */
export function indented(text: string, columns: number): readonly string[] {
  return wrapped(text, columns - 2).map((line) => `  ${line}`);
}
