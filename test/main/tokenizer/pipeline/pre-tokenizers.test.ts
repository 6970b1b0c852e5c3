import { describe, expect, it } from 'vitest'
import { alignText } from '../../../../main/tokenizer/pipeline/aligned-text.ts'
import { createPreTokenizer } from '../../../../main/tokenizer/pipeline/pre-tokenizers.ts'
import { createTokenizer } from '../../../../main/tokenizer/tokenizer.ts'
import { smallTokenizer } from '../../../helpers/small-tokenizer.ts'

function pieces(part: unknown, text: string): readonly string[] {
  return createPreTokenizer(part)(alignText(text)).map((piece) => piece.text)
}

describe('createPreTokenizer', () => {
  it('without one, leaves the text whole; empty pieces are dropped', () => {
    expect(pieces(null, 'a b')).toEqual(['a b'])
    expect(pieces(null, '')).toEqual([])
  })

  it('cuts at white space, punctuation and digits', () => {
    expect(pieces({ type: 'WhitespaceSplit' }, ' a\tb. \u0085c')).toEqual(['a', 'b.', 'c'])
    expect(pieces({ type: 'Whitespace' }, "Hey, don't…  x_1")).toEqual([
      'Hey',
      ',',
      'don',
      "'",
      't',
      '…',
      'x_1'
    ])
    expect(pieces({ type: 'Punctuation', behavior: 'Isolated' }, 'a$b—c')).toEqual([
      'a',
      '$',
      'b',
      '—',
      'c'
    ])
    expect(pieces({ type: 'Digits', individual_digits: true }, 'a12½')).toEqual([
      'a',
      '1',
      '2',
      '½'
    ])
    expect(pieces({ type: 'Digits', individual_digits: false }, 'a12b')).toEqual(['a', '12', 'b'])
    expect(pieces({ type: 'CharDelimiterSplit', delimiter: '|' }, 'a||b')).toEqual(['a', 'b'])
  })

  it('marks spaces, and the start where the scheme says so', () => {
    const metaspace = { type: 'Metaspace', replacement: '▁' }
    expect(pieces({ ...metaspace, prepend_scheme: 'always' }, 'a  b')).toEqual(['▁a', '▁', '▁b'])
    expect(pieces({ ...metaspace, prepend_scheme: 'always' }, ' a')).toEqual(['▁a'])
    expect(pieces({ ...metaspace, prepend_scheme: 'never' }, 'a b')).toEqual(['a', '▁b'])
    expect(pieces({ ...metaspace, prepend_scheme: 'first', split: false }, 'a b')).toEqual(['▁a▁b'])
    expect(pieces({ ...metaspace, add_prefix_space: false }, 'a')).toEqual(['a'])
  })

  it('marks the start of the text but not what follows an added token, with the scheme "first"', () => {
    const json = smallTokenizer(
      {
        added_tokens: [{ id: 20, content: '<x>', special: true }],
        pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first' }
      },
      { vocab: { a: 0, '▁': 1, '▁a': 2 }, merges: ['▁ a'], unk_token: null }
    )
    const { tokens } = createTokenizer(json).encode('a<x>a', { addSpecialTokens: false })
    expect(tokens).toEqual(['▁a', '<x>', 'a'])
  })

  it('spells bytes as stand-ins that keep the range of their character', () => {
    const [piece] = createPreTokenizer({ type: 'ByteLevel', add_prefix_space: true })(
      alignText('é😀')
    )
    expect(piece?.text).toBe('ĠÃ©')
    expect(Array.from(piece!.starts)).toEqual([0, 0, 0])
    expect(Array.from(piece!.ends)).toEqual([0, 1, 1])
  })
})
