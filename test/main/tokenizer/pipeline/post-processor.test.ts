import { expect, it } from 'vitest'
import { createTokenizer } from '../../../../main/tokenizer/tokenizer.ts'
import { smallTokenizer } from '../../../helpers/small-tokenizer.ts'

function ids(processor: unknown): readonly number[] {
  const tokenizer = createTokenizer(smallTokenizer({ post_processor: processor }))
  return tokenizer.encode('ab', { addSpecialTokens: true }).ids
}

const template = (name: string, id: number): object => ({
  type: 'TemplateProcessing',
  single: [{ SpecialToken: { id: name, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
  special_tokens: { [name]: { id: name, ids: [id], tokens: [name] } }
})

it('adds what the template says around the text', () => {
  expect(ids(null)).toEqual([6])
  expect(ids(template('e', 4))).toEqual([4, 6])
  expect(ids({ type: 'RobertaProcessing', cls: ['a', 0], sep: ['b', 1] })).toEqual([0, 6, 1])
})

it('a later processor adds outside of an earlier one', () => {
  const processors = [template('e', 4), { type: 'ByteLevel' }, template('d', 3)]
  expect(ids({ type: 'Sequence', processors })).toEqual([3, 4, 6])
})
