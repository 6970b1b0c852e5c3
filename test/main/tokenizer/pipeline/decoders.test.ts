import { expect, it } from 'vitest'
import { createDecoder } from '../../../../main/tokenizer/pipeline/decoders.ts'

const cases: readonly (readonly [string, unknown, readonly string[], string])[] = [
  ['no decoder joins by spaces', null, ['a', 'b'], 'a b'],
  ['bytes become text over token borders', { type: 'ByteLevel' }, ['Ġa', 'Ã', '©'], ' aé'],
  ['a broken byte becomes U+FFFD', { type: 'ByteLevel' }, ['Ãa'], '\uFFFDa'],
  ['an added token stays text', { type: 'ByteLevel' }, ['日本'], '日本'],
  ['a leading U+FEFF is kept', { type: 'ByteLevel' }, ['ï»¿a'], '\uFEFFa'],
  ['byte tokens become text', { type: 'ByteFallback' }, ['<0xC3>', '<0xA9>', 'x'], 'éx'],
  [
    'broken byte tokens become U+FFFD each',
    { type: 'ByteFallback' },
    ['<0xC3>', '<0xC3>', 'x'],
    '\uFFFD\uFFFDx'
  ],
  [
    'metaspaces become spaces, but the first',
    { type: 'Metaspace', replacement: '▁' },
    ['▁a', '▁b'],
    'a b'
  ],
  [
    'all metaspaces where none was added',
    { type: 'Metaspace', prepend_scheme: 'never' },
    ['▁a', '▁b'],
    ' a b'
  ],
  [
    'strip takes so many and no more',
    { type: 'Strip', content: ' ', start: 1, stop: 1 },
    ['  a '],
    ' a'
  ],
  ['strip of a blank token', { type: 'Strip', content: ' ', start: 1, stop: 1 }, [' '], ''],
  [
    'the end of a word becomes a space',
    { type: 'BPEDecoder', suffix: '</w>' },
    ['a</w>', 'b</w>'],
    'a b'
  ],
  [
    'a pattern is replaced',
    { type: 'Replace', pattern: { Regex: '_+' }, content: ' ' },
    ['a__b'],
    'a b'
  ]
]

it.each(cases)('%s', (_, part, tokens, text) => {
  expect(createDecoder(part)(tokens)).toBe(text)
})
