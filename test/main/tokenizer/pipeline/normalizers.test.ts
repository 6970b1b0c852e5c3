import { describe, expect, it } from 'vitest'
import { type AlignedText, alignText } from '../../../../main/tokenizer/pipeline/aligned-text.ts'
import { createNormalizer } from '../../../../main/tokenizer/pipeline/normalizers.ts'

/** Each unit with the range that it stands for. */
function shown({ text, starts, ends }: AlignedText): readonly string[] {
  return Array.from({ length: text.length }, (_, u) => `${text[u]}${starts[u]}-${ends[u]}`)
}

function normalized(part: unknown, text: string): readonly string[] {
  return shown(createNormalizer(part)(alignText(text)))
}

describe('createNormalizer', () => {
  it('keeps the origin of composed and of decomposed characters', () => {
    expect(normalized({ type: 'NFC' }, 'ae\u0301b')).toEqual(['a0-1', 'é1-3', 'b3-4'])
    expect(normalized({ type: 'NFD' }, 'aéb')).toEqual(['a0-1', 'e1-2', '\u03011-2', 'b2-3'])
    expect(normalized({ type: 'NFKC' }, 'ﬁx')).toEqual(['f0-1', 'i0-1', 'x1-2'])
    expect(normalized({ type: 'NFC' }, '\u1112\u1161\u11aba')).toEqual(['한0-3', 'a3-4'])
    expect(normalized({ type: 'NFKC' }, 'ｶﾞa')).toEqual(['ガ0-2', 'a2-3'])
  })

  it('keeps a normal text as it is, without a copy', () => {
    const text = alignText('plain')
    expect(createNormalizer({ type: 'NFC' })(text)).toBe(text)
    expect(createNormalizer(null)(text)).toBe(text)
  })

  it('gives what is put before a text no origin', () => {
    expect(normalized({ type: 'Prepend', prepend: '▁' }, 'a')).toEqual(['▁0-0', 'a0-1'])
    expect(normalized({ type: 'Prepend', prepend: '▁' }, '')).toEqual([])
  })

  it('gives a replacement the origin of what it replaces', () => {
    const replace = { type: 'Replace', pattern: { String: '😀' }, content: 'ab' }
    expect(normalized(replace, 'x😀y')).toEqual(['x0-1', 'a1-2', 'b1-2', 'y2-3'])
    const spaces = { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }
    expect(normalized(spaces, 'a   b')).toEqual(['a0-1', ' 1-4', 'b4-5'])
  })

  it('lowers, strips and drops accents character by character', () => {
    expect(normalized({ type: 'Lowercase' }, 'İΣ')).toEqual(['i0-1', '\u03070-1', 'σ1-2'])
    expect(normalized({ type: 'Strip', strip_left: true, strip_right: true }, ' \u0085a ')).toEqual(
      ['a2-3']
    )
    expect(normalized({ type: 'StripAccents' }, 'e\u0301a')).toEqual(['e0-1', 'a2-3'])
  })

  it('runs a sequence in order', () => {
    const lower = { type: 'Lowercase' }
    const prefix = { type: 'Prepend', prepend: 'A' }
    const run = (...normalizers: readonly object[]): string =>
      createNormalizer({ type: 'Sequence', normalizers })(alignText('B')).text
    expect(run(lower, prefix)).toBe('Ab')
    expect(run(prefix, lower)).toBe('ab')
  })
})
