import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  knownPattern,
  knownPatternSources
} from '../../../../main/tokenizer/pipeline/known-patterns.ts'
import { toRe2 } from '../../../../main/tokenizer/pipeline/oniguruma-subset.ts'
import { compilePattern, compileRegex } from '../../../../main/tokenizer/pipeline/pattern.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import { mixedText } from '../../../helpers/mixed-text.ts'

function pieces(source: string, text: string): readonly string[] {
  return compileRegex(source, 'here')(text).map(([from, to]) => text.slice(from, to))
}

describe('known patterns', () => {
  const isPossessive = /[*+?]\+/
  const translatable = knownPatternSources.filter((source) => !isPossessive.test(source))

  it.each(translatable)('agree with the linear-time engine: %s', (source) => {
    // An unknown spelling of the same pattern goes the other way: through RE2.
    const disguised = `(?:${source.replace(/\|\\s\+\(\?!\\S\)\|\\s\+$/, '')})|\\s+(?!\\S)|\\s+`
    expect(knownPattern(disguised)).toBeUndefined()
    fc.assert(
      fc.property(mixedText, (text) => {
        const wellFormed = text.replace(/\p{Surrogate}/gu, '')
        expect(pieces(source, wellFormed)).toEqual(pieces(disguised, wellFormed))
      }),
      { numRuns: 200, seed: 4 }
    )
  })

  it.each(knownPatternSources)('are linear on long runs: %s', (source) => {
    const find = compileRegex(source, 'here')
    const runs = ['a', 'A', ' ', '\n', '1', '!', '日', 'あA', ' \n', "'", 'A\u0301', '\n    ']
    for (const run of runs) {
      const text = run.repeat(250_000 / run.length)
      const start = performance.now()
      find(text)
      expect(performance.now() - start).toBeLessThan(1000)
    }
  })

  it('read spaces as the reference does, not as JavaScript does', () => {
    const gpt2 = knownPatternSources[0]!
    expect(pieces(gpt2, 'a\u0085b')).toEqual(['a', '\u0085', 'b'])
    expect(pieces(gpt2, '\uFEFF!')).toEqual(['\uFEFF!'])
  })

  it('give o200k its words with upper case and contractions', () => {
    const o200k = knownPatternSources.find(
      (source) => source.startsWith('[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}') && source.includes('(?i:')
    )!
    expect(pieces(o200k, "HelloWorld don't 12345 a/b//\n x")).toEqual([
      'Hello',
      'World',
      " don't",
      ' ',
      '123',
      '45',
      ' a',
      '/b',
      '//\n',
      ' x'
    ])
  })
})

describe('patterns that no table knows', () => {
  it('run in the linear-time engine with the meaning that they have in the file', () => {
    expect(pieces('\\p{N}{1,3}', '12345 67')).toEqual(['123', '45', '67'])
    expect(pieces('[\\r\\n]', 'a\r\nb')).toEqual(['\r', '\n'])
    expect(pieces('[一-龥぀-ゟ゠-ヿ]+', '日本 かな x')).toEqual(['日本', 'かな'])
    expect(pieces('\\s?\\p{L}+', 'a\u00a0b \u0085c')).toEqual(['a', '\u00a0b', '\u0085c'])
    expect(pieces('\\d+', '1٣')).toEqual(['1٣'])
    expect(pieces('[^\\S\\n]+', 'a \n\tb')).toEqual([' ', '\t'])
    expect(pieces('(?i:ab)|(c)d', 'ABcd')).toEqual(['AB', 'cd'])
    expect(pieces('\\.|\\u0041', '.A')).toEqual(['.', 'A'])
    expect(pieces('^a|b$', 'a\nab')).toEqual(['a', 'a', 'b'])
  })

  it('leave the last space before a word to it', () => {
    const source = '\\p{L}+|[^\\s\\p{L}]|\\s+(?!\\S)|\\s+'
    expect(toRe2(source).hasSpaceTail).toBe(true)
    expect(pieces(source, 'a   b  ')).toEqual(['a', '  ', ' ', 'b', '  '])
  })

  it.each([
    ['(?=a)a', 'the group (?=a'],
    ['a(?!b)', 'the group (?!b'],
    ['(?<=a)b', 'the group (?<='],
    ['(?>a)', 'the group (?>a'],
    ['(?m)a', 'the group (?m)'],
    ['a++', 'the possessive ++'],
    ['a{1,2}+', 'the repetition {1,2}+'],
    ['a{,2}', 'a brace'],
    ['(a)\\1', 'the escape \\1'],
    ['\\bword', 'the escape \\b'],
    ['\\w+', 'the escape \\w'],
    ['\\h', 'the escape \\h'],
    ['[[:alpha:]]', 'a bracket inside'],
    ['[a&&b]', '&& in a class'],
    ['[a', 'does not end'],
    ['a\\', 'the escape'],
    ['(a', 'cannot be run in linear time'],
    ['\\p{Nonsense}', 'cannot be run in linear time'],
    ['((a{500}){500}){500}', 'cannot be run in linear time']
  ])('are refused by name where they mean something else there: %s', (source, reason) => {
    const error = appErrorOf(() => compileRegex(source, 'pre_tokenizer.pattern'))
    expect(error.code).toBe('checkpoint/unsupported')
    expect(error.message).toContain(reason)
    expect(error.message).toContain('pre_tokenizer.pattern')
    expect(error.message).toContain(JSON.stringify(source))
  })

  it('are refused when they match nothing, or are too long', () => {
    expect(appErrorOf(() => compileRegex('a*', 'here')).message).toContain('matches the empty text')
    expect(appErrorOf(() => compileRegex('a'.repeat(5000), 'here')).message).toContain(
      '5000 characters'
    )
  })

  it('never hang: exponential elsewhere, linear here', () => {
    const start = performance.now()
    expect(pieces('(a+)+b', `${'a'.repeat(100_000)}`)).toEqual([])
    expect(performance.now() - start).toBeLessThan(2000)
  })

  it('stop with an error where a search for all is quadratic', () => {
    const find = compileRegex('a.*b|a', 'here', 300)
    const error = appErrorOf(() => find('a'.repeat(400_000)))
    expect(error.message).toContain('took more than 300 ms on one text')
  })
})

describe('compilePattern', () => {
  it('takes a plain text as it is', () => {
    expect(compilePattern({ String: '.*' }, 'here')('a.*b.*.*')).toEqual([
      [1, 3],
      [4, 6],
      [6, 8]
    ])
    expect(compilePattern({ String: '' }, 'here')('abc')).toEqual([])
  })
})
