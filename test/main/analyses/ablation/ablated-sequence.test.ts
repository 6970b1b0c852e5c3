import { describe, expect, it } from 'vitest'
import { ablatedSequence } from '../../../../main/analyses/ablation/ablated-sequence.ts'
import { randomOfSpan } from '../../../../main/analyses/ablation/choose-words.ts'
import { maskTokenOf, replacementIds } from '../../../../main/analyses/ablation/stand-ins.ts'
import { createTokenizer } from '../../../../main/tokenizer/tokenizer.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { goldenTokenizer } from '../../../helpers/fixture-tokenizers.ts'
import { smallTokenizer } from '../../../helpers/small-tokenizer.ts'

const whole = { ids: [1, 10, 11, 12, 13, 50, 51], responseStart: 5 }
const standIns = { maskId: 0, replacements: [10, 20, 30] }
const random = () => randomOfSpan(1, 'one', 0)

describe('an ablated sequence', () => {
  it('without words has later ones moved up, and the same response', () => {
    expect(ablatedSequence(whole, [1, 3], 'remove', standIns, random())).toEqual({
      ids: [1, 11, 13, 50, 51],
      responseStart: 3
    })
  })

  it('with masked words keeps its length', () => {
    expect(ablatedSequence(whole, [1, 3], 'mask', standIns, random())).toEqual({
      ids: [1, 0, 11, 0, 13, 50, 51],
      responseStart: 5
    })
  })

  it('with replaced words draws each from the others, never the word itself', () => {
    for (let seed = 0; seed < 50; seed++) {
      const draw = randomOfSpan(seed, 'one', 0)
      const { ids } = ablatedSequence(whole, [1, 3], 'replace', standIns, draw)
      expect([20, 30]).toContain(ids[1])
      expect([10, 20, 30]).toContain(ids[3])
      expect([ids[0], ids[2], ...ids.slice(4)]).toEqual([1, 11, 13, 50, 51])
    }
  })

  it('with nothing taken is the sequence as it is', () => {
    for (const method of ['remove', 'mask', 'replace'] as const)
      expect(ablatedSequence(whole, [], method, standIns, random())).toEqual(whole)
  })
})

describe('what stands in for a masked token', () => {
  const tokenizer = (tokens: readonly string[]) => ({
    tokenId: (text: string) => {
      const at = tokens.indexOf(text)
      return at < 0 ? undefined : at
    }
  })

  it.each([
    [['a', '<pad>', '<unk>', 'Ġ'], { id: 2, text: '<unk>' }],
    [['a', '[PAD]', '[MASK]'], { id: 2, text: '[MASK]' }],
    [['<|padding|>', 'Ġ'], { id: 0, text: '<|padding|>' }],
    [['a', 'Ċ', 'Ġ'], { id: 2, text: 'Ġ' }],
    [['a', '<0x0A>'], { id: 1, text: '<0x0A>' }]
  ])('of %j is %j', (tokens, expected) => {
    expect(maskTokenOf(tokenizer(tokens))).toEqual(expected)
  })

  it('is refused where there is no such token', async () => {
    const error = await failureOf(() => maskTokenOf(tokenizer(['a', 'b'])))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toContain('no unknown, mask or padding token')
  })
})

describe('what replaced words are drawn from', () => {
  it('is whole words of the prompts alone, each once', () => {
    const own = goldenTokenizer('llama')
    const ids = replacementIds(own, ['The dog sees the garden, 12!', 'the dog'])
    const texts = ids.map((id) => own.tokenText(id)!)
    expect(texts.every((text) => /^▁\p{L}+$/u.test(text))).toBe(true)
    expect(texts).toContain('▁the')
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
  })

  it('is refused where there are fewer than two', async () => {
    const plain = createTokenizer(smallTokenizer())
    const error = await failureOf(() => replacementIds(plain, ['?']))
    expect(error.message).toContain('0 tokens that are whole words')
  })
})
