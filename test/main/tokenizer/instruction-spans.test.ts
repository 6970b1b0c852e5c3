import { describe, expect, it } from 'vitest'
import { slicePoints } from '../../../main/tokenizer/code-points.ts'
import {
  findInstruction,
  proposeInstruction,
  repetitionWarning
} from '../../../main/tokenizer/instruction-spans.ts'
import { appErrorOf } from '../../helpers/app-error.ts'

describe('findInstruction', () => {
  it('counts code points of the stripped prompt', () => {
    expect(findInstruction('  😀 Be brief. Go.\n', ' Be brief. ')).toEqual({
      text: 'Be brief.',
      span: [2, 11],
      alsoAt: []
    })
  })

  it('takes the first of several and names the others', () => {
    const found = findInstruction('do it, 😀 do it, do it', 'do it')
    expect(found.span).toEqual([0, 5])
    expect(found.alsoAt).toEqual([9, 16])
    expect(repetitionWarning(found)).toBe(
      'instruction "do it" is in the prompt 3 times: the one at character 0 is used, not 9, 16'
    )
    expect(repetitionWarning(findInstruction('do it', 'do it'))).toBeUndefined()
  })

  it('refuses a text that is not there, naming it, and an empty one', () => {
    const error = appErrorOf(() => findInstruction('Be brief.', 'Be long.'))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toBe(
      'instruction "Be long.": not found in the prompt, expected a part of it'
    )
    expect(appErrorOf(() => findInstruction('Be brief.', ' ')).message).toContain(
      'instruction: empty'
    )
  })
})

describe('proposeInstruction', () => {
  it.each([
    ['Translate to French. Then stop.', 'Translate to French.'],
    ['  Name 3.5 foods, e.g. rice.\nInput: x', 'Name 3.5 foods, e.g. rice.'],
    ['Write a poem\nabout dogs.', 'Write a poem'],
    ['Is it 5? "Yes" or no.', 'Is it 5?'],
    ['翻译这句话。然后停止。', '翻译这句话。'],
    ['no stop', 'no stop']
  ])('takes the first sentence of %j', (prompt, expected) => {
    const span = proposeInstruction(prompt)!
    expect(slicePoints(prompt.trim(), ...span)).toBe(expected)
  })

  it('proposes nothing for an empty prompt', () => {
    expect(proposeInstruction(' \n')).toBeUndefined()
  })
})
