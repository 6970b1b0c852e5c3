import { expect, it } from 'vitest'
import { proposeInstruction } from '../../../main/tokenizer/instruction-spans.ts'

it.each([
  ['Give me two sentences. Then stop.', 'Give me two sentences.'],
  ['Translate this\n\nInput: Le oiseau.', 'Translate this'],
  ['  What is 2 + 2?  I wonder.', 'What is 2 + 2?'],
  ['Say 😀 twice! Now.', 'Say 😀 twice!'],
  ['把句子翻译成英文。谢谢。', '把句子翻译成英文。'],
  ['one', 'one']
])('proposes the first sentence of %j', (prompt, expected) => {
  const span = proposeInstruction(prompt)
  const points = [...prompt.trim()]
  expect(points.slice(...(span ?? [0, 0])).join('')).toBe(expected)
})

it('proposes nothing for an empty prompt', () => {
  expect(proposeInstruction(' \n ')).toBeUndefined()
})
