import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignText } from '../../../../main/tokenizer/pipeline/aligned-text.ts'
import { type BpeModel, createBpe } from '../../../../main/tokenizer/pipeline/bpe.ts'
import { smallTokenizer } from '../../../helpers/small-tokenizer.ts'

function tokens(model: BpeModel, text: string): readonly string[] {
  const out: string[] = []
  model.tokenize(alignText(text), (id, from, to) => {
    out.push(`${model.vocabulary.tokenOf.get(id)}:${text.slice(from, to)}`)
  })
  return out
}

/** Merges over the letters a, b, c, grown at random from what there is. */
const randomModel = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 25 }).map((picks) => {
  const known = ['a', 'b', 'c']
  const merges: (readonly [string, string])[] = []
  for (const [i, j] of picks) {
    const pair = [known[i % known.length]!, known[j % known.length]!] as const
    const isNew = !merges.some(([left, right]) => left === pair[0] && right === pair[1])
    if (!isNew || pair[0].length + pair[1].length > 12) continue
    merges.push(pair)
    if (!known.includes(pair.join(''))) known.push(pair.join(''))
  }
  return { vocab: Object.fromEntries(known.map((token, id) => [token, id])), merges }
})

/** The definition: merge the leftmost pair of the lowest rank until none is left. */
function mergeNaively(text: string, merges: readonly (readonly [string, string])[]): string[] {
  const symbols = Array.from(text)
  for (;;) {
    const ranks = symbols.map((symbol, i) =>
      merges.findIndex(([left, right]) => left === symbol && right === symbols[i + 1])
    )
    const best = Math.min(...ranks.filter((rank) => rank >= 0))
    if (best === Infinity) return symbols
    symbols.splice(ranks.indexOf(best), 2, merges[best]!.join(''))
  }
}

describe('createBpe', () => {
  it('merges as the definition does, for any merges and any text', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(randomModel, letters, (model, text) => {
        const found: string[] = []
        const bpe = createBpe(model)
        bpe.tokenize(alignText(text), (id) => found.push(bpe.vocabulary.tokenOf.get(id) ?? ''))
        expect(found).toEqual(mergeNaively(text, model.merges))
      }),
      { numRuns: 500, seed: 6 }
    )
  })

  it('stays below quadratic: 1 MB in which every pair merges', () => {
    const power = (n: number): string => 'a'.repeat(2 ** n)
    const vocab = Object.fromEntries(Array.from({ length: 15 }, (_, n) => [power(n), n]))
    const merges = Array.from({ length: 14 }, (_, n) => [power(n), power(n)])
    const bpe = createBpe({ vocab, merges })
    const start = performance.now()
    let count = 0
    bpe.tokenize(alignText('a'.repeat(2 ** 20)), () => count++)
    expect(performance.now() - start).toBeLessThan(2000)
    expect(count).toBe(2 ** 6)
  })

  it('takes a whole piece of the vocabulary first where merges are ignored', () => {
    const model = { vocab: { a: 0, b: 1, ab: 2, aab: 3 }, merges: ['a b'], ignore_merges: true }
    expect(tokens(createBpe(model), 'aab')).toEqual(['aab:aab'])
    expect(tokens(createBpe({ ...model, ignore_merges: false }), 'aab')).toEqual(['a:a', 'ab:ab'])
  })

  it('gives one unknown token a character, or one a run where they are fused', () => {
    const { model } = smallTokenizer()
    expect(tokens(createBpe(model), 'axyb')).toEqual(['a:a', '?:x', '?:y', 'b:b'])
    const fused = createBpe({ ...model, fuse_unk: true })
    expect(tokens(fused, 'axyabz')).toEqual(['a:a', '?:xy', 'ab:ab', '?:z'])
  })

  it('leaves a character out where there is no unknown token', () => {
    const { model } = smallTokenizer({}, { unk_token: null })
    expect(tokens(createBpe(model), 'axb')).toEqual(['ab:axb'])
  })

  it('falls back to bytes only where all of them are there', () => {
    const vocab = { a: 0, '?': 1, '<0xC3>': 2, '<0xA9>': 3 }
    const bpe = createBpe({ vocab, merges: [], byte_fallback: true, unk_token: '?' })
    expect(tokens(bpe, 'aéü')).toEqual(['a:a', '<0xC3>:é', '<0xA9>:é', '?:ü'])
  })

  it('marks the inside and the end of a word', () => {
    const vocab = { a: 0, '##b': 1, '##c</w>': 2, ab: 3, 'a</w>': 4 }
    const bpe = createBpe({
      vocab,
      merges: ['a ##b'],
      continuing_subword_prefix: '##',
      end_of_word_suffix: '</w>'
    })
    expect(tokens(bpe, 'abc')).toEqual(['ab:ab', '##c</w>:c'])
    expect(tokens(bpe, 'a')).toEqual(['a</w>:a'])
  })
})
