import { expect, it } from 'vitest'
import { instructionTokens } from '../../../../preload/analysis/instruction-tokens.ts'
import { attribute, prompt, specOf } from '../../../helpers/attribute.ts'
import { changeJson, copyCheckpoint } from '../../../helpers/checkpoint-copy.ts'
import { readGolden } from '../../../helpers/goldens.ts'
import { runJob } from '../../../helpers/run-job.ts'

const before = 'é user: '
const after = ' reply: '
const span = [19, 39] as const

function chattyCheckpoint(): string {
  const folder = copyCheckpoint('llama')
  changeJson(folder, 'tokenizer_config.json', () => ({
    chat_template: `{{ bos_token }}{% for m in messages %}${before}{{ m['content'] }}{% endfor %}${after}`
  }))
  return folder
}

it('the prompt stands inside the template, whose tokens are the prompt’s and special', async () => {
  const record = await attribute(
    { tuned: chattyCheckpoint() },
    { useChatTemplate: true, instructionSpans: [span] }
  )
  const [side] = record.sides
  const { tokens, ranges, isSpecial, promptPositions, responsePositions } = side!
  expect(record.prompt).toBe(prompt)
  expect(record.settings.usesChatTemplate).toBe(true)
  expect(side!.promptOffset).toBe(before.length)
  expect(side!.responseOffset).toBe(before.length + prompt.length + after.length)
  // The tokenizer's own BOS, once: the template's is dropped.
  expect(tokens[0]).toBe('<s>')
  expect(tokens[1]).not.toBe('<s>')
  expect(promptPositions[0]).toBe(1)

  const [first, end] = promptPositions
  const user = [before.length, before.length + prompt.length] as const
  for (let t = first; t < end; t++) {
    const [from, to] = ranges[t]!
    if (from === to) continue
    expect(isSpecial[t], tokens[t]).toBe(to <= user[0] || from >= user[1])
  }
  expect(isSpecial.slice(first, end)).toContain(true)
  expect(isSpecial.slice(...responsePositions)).not.toContain(true)
  expect(side!.response).toBe('bread, soup, rice. I am happy!')
})

it('the instruction’s tokens are those of its characters, wherever the template puts them', async () => {
  const record = await attribute(
    { tuned: chattyCheckpoint() },
    { useChatTemplate: true, instructionSpans: [span] }
  )
  const [side] = record.sides
  const found = instructionTokens(side!, record.instructionSpans)!
  const words = found.map((n) => {
    const [from, to] = side!.ranges[side!.promptPositions[0] + n]!
    return `${before}${prompt}`.slice(from, to)
  })
  expect(words.join('').replaceAll(' ', '')).toBe('tellmehowyoufeel')
  const plain = await attribute({ tuned: 'llama' }, { instructionSpans: [span] })
  expect(instructionTokens(plain.sides[0]!, [span])).toEqual(
    readGolden('llama').cases[1]!.instruction.tokens
  )
})

it('a template changes the map and the key of the result', async () => {
  const folder = chattyCheckpoint()
  const run = async (useChatTemplate: boolean) => {
    const result = await runJob(specOf({ tuned: folder }, { useChatTemplate }))
    if (result.kind !== 'attribution') throw new Error('no attribution')
    return result
  }
  const [templated, plain] = [await run(true), await run(false)]
  expect(templated.keyFields).not.toEqual(plain.keyFields)
  expect(templated.record.sides[0]!.ids).not.toEqual(plain.record.sides[0]!.ids)
})

it('a generated response follows the template', async () => {
  const folder = chattyCheckpoint()
  const request = {
    folder,
    role: 'tuned',
    prompt,
    useChatTemplate: true,
    nTokensLimit: 4,
    device: 'cpu',
    nThreads: 1
  } as const
  const written = await runJob({ kind: 'generation', request })
  const { sides } = await attribute(
    { tuned: folder },
    { useChatTemplate: true, response: null, respond: 'own', nTokensLimit: 4 }
  )
  const [side] = sides
  if (written.kind !== 'generation') throw new Error('no generation')
  expect(written.ids).toEqual(side!.ids.slice(0, side!.promptPositions[1]))
})
