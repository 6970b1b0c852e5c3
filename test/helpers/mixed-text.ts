import * as fc from 'fast-check'

const pieces = [
  ...'aeinorstTHE.,:;!?\'"-_()[]{}<>/\\|`~@#$%^&*+=0123456789',
  ' ',
  '  ',
  '\n',
  '\r\n',
  '\t',
  'the',
  ' and',
  "'s",
  "'LL",
  "'ſ",
  '▁',
  'Ġ',
  'é',
  'e\u0301',
  '\u0301',
  'ﬁ',
  '한',
  '\u1112\u1161\u11ab',
  '日本',
  'тест',
  '😀',
  '👩‍👩‍👧',
  '\u00a0',
  '\u0085',
  '\u3000',
  '\u2028',
  '½',
  '٣',
  'ǅ',
  '\u0000',
  '<0x41>',
  'İ'
]

/** Texts that mix scripts, marks, spaces, digits and punctuation far more often than chance would. */
export const mixedText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof({ arbitrary: fc.constantFrom(...pieces), weight: 8 }, fc.string({ unit: 'binary' })),
    {
      maxLength: 24
    }
  )
  .map((parts) => parts.join(''))
