import { describe, expect, it } from 'vitest'
import { findInstruction } from '../../../main/tokenizer/instruction-spans.ts'
import { instructionTokens } from '../../../preload/analysis/instruction-tokens.ts'
import { buildGeneratedSequence, buildSequence } from '../../../main/tokenizer/sequence.ts'
import { createTokenizer } from '../../../main/tokenizer/tokenizer.ts'
import { appErrorOf } from '../../helpers/app-error.ts'
import {
  fixtureTokenizer,
  goldenNames,
  goldenTokenizer,
  readFixture
} from '../../helpers/fixture-tokenizers.ts'
import { smallTokenizer } from '../../helpers/small-tokenizer.ts'

interface Golden {
  readonly cases: readonly {
    readonly prompt: string
    readonly response: string
    readonly ids: readonly number[]
    readonly tokens: readonly string[]
    readonly prompt_positions: readonly number[]
    readonly response_positions: readonly number[]
    readonly instruction: { text: string; span: readonly number[]; tokens: readonly number[] }
  }[]
}

describe.each(goldenNames)('the recorded cases of %s', (name) => {
  const tokenizer = goldenTokenizer(name)
  const { cases } = readFixture(`goldens/${name}/expected.json`) as Golden

  it.each(cases)('give the recorded sequence for $prompt', (recorded) => {
    const sequence = buildSequence(tokenizer, recorded.prompt, recorded.response)
    expect(sequence.ids).toEqual(recorded.ids)
    expect(sequence.tokens).toEqual(recorded.tokens)
    expect(sequence.promptPositions).toEqual(recorded.prompt_positions)
    expect(sequence.responsePositions).toEqual(recorded.response_positions)
    expect(sequence.seamMerged).toBe(false)
    const { span } = findInstruction(recorded.prompt, recorded.instruction.text)
    expect(span).toEqual(recorded.instruction.span)
    expect(instructionTokens({ ...sequence, promptOffset: 0 }, [span])).toEqual(
      recorded.instruction.tokens
    )
  })
})

describe('buildSequence', () => {
  const seam = createTokenizer(
    smallTokenizer(
      {},
      {
        vocab: { a: 0, b: 1, ' ': 2, 'b ': 3, 'b a': 4 },
        merges: [
          ['b', ' '],
          ['b ', 'a']
        ],
        unk_token: null
      }
    )
  )

  it('ends the prompt before the first token that the response changes', () => {
    const sequence = buildSequence(seam, 'aab', 'aa')
    expect(sequence.tokens).toEqual(['a', 'a', 'b a', 'a'])
    expect(sequence.promptPositions).toEqual([0, 2])
    expect(sequence.responsePositions).toEqual([2, 4])
    expect(sequence.seamMerged).toBe(true)
  })

  it('refuses a prompt of which no token is left', () => {
    const error = appErrorOf(() => buildSequence(seam, 'b', 'a'))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toContain('no token of its own')
  })

  it.each(['', ' \n\u0085\u001f '])('refuses the empty prompt %j', (prompt) => {
    const error = appErrorOf(() => buildSequence(fixtureTokenizer('gpt2'), prompt, 'x'))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toBe('prompt: empty, expected some text')
  })

  it('marks an empty response and tokenises the prompt alone, without a space', () => {
    const sequence = buildSequence(fixtureTokenizer('llama3'), ' The dog ', ' \n')
    expect(sequence.isResponseEmpty).toBe(true)
    expect(sequence.text).toBe('The dog')
    const nIds = sequence.ids.length
    expect(sequence.promptPositions).toEqual([1, nIds])
    expect(sequence.responsePositions).toEqual([nIds, nIds])
  })

  it('strips as Python does: U+0085 goes, U+FEFF stays', () => {
    const sequence = buildSequence(fixtureTokenizer('gpt2'), '\u0085a\u001c', '\uFEFFb')
    expect(sequence.text).toBe('a \uFEFFb')
  })

  it('leaves what the tokenizer adds after the text to neither', () => {
    const json = {
      ...smallTokenizer(),
      post_processor: { type: 'RobertaProcessing', cls: ['e', 4], sep: ['d', 3] }
    }
    const sequence = buildSequence(createTokenizer(json), 'a', 'b')
    expect(sequence.tokens).toEqual(['e', 'a', ' ', 'b', 'd'])
    expect(sequence.promptPositions).toEqual([1, 2])
    expect(sequence.responsePositions).toEqual([2, 4])
    expect(sequence.isSpecial).toEqual([true, false, false, false, true])
  })

  it('takes the output of a chat template as it is', () => {
    const sequence = buildSequence(fixtureTokenizer('gpt2'), ' [hi]\n', ' yes ', {
      isTemplated: true
    })
    expect(sequence.text).toBe(' [hi]\nyes')
    expect(sequence.prompt).toBe(' [hi]\n')
  })
})

describe('buildGeneratedSequence', () => {
  const tokenizer = fixtureTokenizer('sentencepiece')

  it('keeps generated ids that the tokenizer would choose, without the stop token', () => {
    const { ids } = tokenizer.encode('The red dog', { addSpecialTokens: false })
    const sequence = buildGeneratedSequence(tokenizer, 'Say it.', [...ids, 2])
    expect(sequence.response).toBe('The red dog')
    expect(sequence.keepsGeneratedIds).toBe(true)
    expect(sequence.ids.slice(...sequence.responsePositions)).toEqual(ids)
  })

  it('says where the model spelt the text in another way', () => {
    const letters = Array.from('▁The', (letter) => tokenizer.tokenId(letter)!)
    const sequence = buildGeneratedSequence(tokenizer, 'Say it.', letters)
    expect(sequence.response).toBe('The')
    expect(sequence.keepsGeneratedIds).toBe(false)
  })
})
