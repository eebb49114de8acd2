/** Texts that a grammar could take for something else. */
import fc from 'fast-check';

const words = [
  ...[
    'state',
    'note',
    'default',
    'class',
    'end',
    'root',
    'style',
    'classDef x',
    'direction LR',
    'direction  tb',
    'title',
  ],
  ...[
    'participant',
    'actor',
    'loop',
    'alt',
    'Note over a',
    'links',
    'wrap:',
    'nowrap',
    'as',
    'a as b',
    'left of',
    '[*]',
  ],
  ...[
    '%%{init: {}}%%',
    '%% comment',
    '---',
    '->>',
    'a->>b: c',
    '-->',
    '--',
    '{',
    '}',
    '[[fork]]',
    '<<join>>',
    ':::',
  ],
  ...[
    '#',
    '#59;',
    'style x:#59;',
    '#quot;',
    '"',
    "'",
    '`',
    '$$x$$',
    '<b>bold</b>',
    '<br/>',
    '&amp;',
    ';',
    ':',
    'x: y; z',
  ],
  ...[
    'constructor',
    'toString',
    'root_start',
    'n1',
    'a_b',
    '1',
    '1. x',
    '- x',
    '* x',
    '@{',
    'é',
    '→',
    '日本',
    '\n',
    'a\nb',
    '\\',
  ],
];

/** Not empty, nor only space. */
export const awkward: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom(...words),
    fc
      .tuple(fc.constantFrom(...words), fc.constantFrom('', ' '), fc.constantFrom(...words))
      .map((parts) => parts.join('')),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 12 }),
  )
  .filter((text) => text.trim() !== '');
