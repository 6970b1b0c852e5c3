import { describe, expect, it } from 'vitest'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import { sideSalience } from '../../../../preload/analysis/side-salience.ts'
import { attribute, prompt, response } from '../../../helpers/attribute.ts'
import { changeJson, copyCheckpoint } from '../../../helpers/checkpoint-copy.ts'
import { expectColumnsClose, float32Tolerance } from '../../../helpers/close.ts'
import { readGolden } from '../../../helpers/goldens.ts'

const pair = { base: 'llama', tuned: 'llama-tuned' }
const generated = { response: null, nTokensLimit: 8 }

/** A copy whose very first token ends the response. */
function silentCheckpoint(name: string): string {
  const folder = copyCheckpoint(name)
  const first = readGolden(name).greedy!.new[0]!
  changeJson(folder, 'generation_config.json', () => ({ eos_token_id: [2, first] }))
  return folder
}

describe('where the response comes from', () => {
  it('given: both sides have it, and both maps are the recorded ones', async () => {
    const { sides } = await attribute(pair)
    expect(sides.map(({ role }) => role)).toEqual(['base', 'tuned'])
    for (const [i, name] of ['llama', 'llama-tuned'].entries()) {
      const recorded = readGolden(name).tensors.get('1.importance')!
      expect(sides[i]!.response).toBe(response)
      expectColumnsClose(sides[i]!.importance, recorded.data, recorded.shape[1]!, float32Tolerance)
    }
  })

  it.each(['base', 'tuned'] as const)("%s: both sides have that model's", async (respond) => {
    const { sides, responseMode } = await attribute(pair, { ...generated, respond })
    const own = await attribute({ [respond]: pair[respond] }, { ...generated, respond: 'own' })
    expect(responseMode).toBe(respond)
    expect(sides.map((side) => side.response)).toEqual(Array(2).fill(own.sides[0]!.response))
  })

  it('own: each side has its own, as both models write it alone', async () => {
    const { sides, notes } = await attribute(pair, { ...generated, respond: 'own' })
    expect(sides[0]!.response).not.toBe(sides[1]!.response)
    for (const side of sides) {
      const alone = await attribute(
        { [side.role]: pair[side.role] },
        { ...generated, respond: 'own' }
      )
      expect(alone.sides[0]!.response).toBe(side.response)
      expect(alone.sides[0]!.importance).toEqual(side.importance)
    }
    expect(notes).toContain('base: the response was cut at 8 tokens')
  })

  it('length-matched: both are cut to the shorter one', async () => {
    const own = await attribute(pair, { ...generated, respond: 'own' })
    const matched = await attribute(pair, { ...generated, respond: 'length-matched' })
    const lengths = (record: typeof own) =>
      record.sides.map(({ responsePositions: [from, to] }) => to - from)
    const shorter = Math.min(...lengths(own))
    expect(lengths(matched)).toEqual([shorter, shorter])
    for (const [i, side] of matched.sides.entries()) {
      expect(side.ids).toEqual(own.sides[i]!.ids.slice(0, side.ids.length))
      expect(own.sides[i]!.response.startsWith(side.response)).toBe(true)
    }
    expect(matched.notes.join()).toContain(`cut to the shorter response's ${shorter} tokens`)
  })

  it('length-matched with under five tokens says what a study would do', async () => {
    const { notes } = await attribute(pair, {
      ...generated,
      nTokensLimit: 2,
      respond: 'length-matched'
    })
    expect(notes.join()).toContain('under 5, a study would leave this pair out')
  })
})

describe('an empty generated response', () => {
  it('gives no map, a score of 0 and a note; the other side is computed', async () => {
    const record = await attribute(
      { base: silentCheckpoint('llama'), tuned: 'llama-tuned' },
      { ...generated, respond: 'own', withLeaveOneOut: true, instructionSpans: [[19, 39]] }
    )
    const [base, tuned] = record.sides
    expect(base!.response).toBe('')
    expect(base!.importance.length).toBe(0)
    expect(base!.probability.length).toBe(0)
    expect(base!.direction).toBeNull()
    expect(base!.operations).toBe(0)
    expect(sideSalience(base!, [[19, 39]], defaultSalience).score).toBe(0)
    expect(record.notes).toContain(
      'base: the response is empty: there is no map, and its score is 0'
    )
    expect(record.isPartial).toBe(false)
    expect(tuned!.importance.length).toBeGreaterThan(0)
  })

  it('of both sides is a result too', async () => {
    const record = await attribute(
      { base: silentCheckpoint('llama'), tuned: silentCheckpoint('llama-tuned') },
      { ...generated, respond: 'length-matched' }
    )
    expect(record.sides.map(({ importance }) => importance.length)).toEqual([0, 0])
    expect(record.operations).toBe(0)
  })
})

it('a stop token that is an ordinary word is not part of the response', async () => {
  const folder = copyCheckpoint('llama')
  const { new: tokens } = readGolden('llama').greedy!
  changeJson(folder, 'generation_config.json', () => ({ eos_token_id: [tokens[3]!] }))
  const stopped = await attribute({ tuned: folder }, { ...generated, respond: 'own' })
  const cut = await attribute(
    { tuned: 'llama' },
    { response: null, nTokensLimit: 3, respond: 'own' }
  )
  expect(stopped.sides[0]!.response).toBe(cut.sides[0]!.response)
})

describe('unusual shapes', () => {
  it('a pair with different tokenizers: each side has its own tokens', async () => {
    const { sides } = await attribute({ base: 'llama', tuned: 'qwen2' }, { withLeaveOneOut: true })
    for (const [i, name] of ['llama', 'qwen2'].entries()) {
      const golden = readGolden(name)
      const recorded = golden.tensors.get('1.importance')!
      expect(sides[i]!.ids).toEqual(golden.cases[1]!.ids)
      expectColumnsClose(sides[i]!.importance, recorded.data, recorded.shape[1]!, float32Tolerance)
    }
  })

  it.each([
    ['with a BOS before it', 'llama'],
    ['as the very first token', 'qwen2']
  ])('a prompt of one token, %s: forward, reverse and leave-one-out', async (_, tuned) => {
    const changes = { prompt: 'a', withLeaveOneOut: true } as const
    const forward = await attribute({ tuned }, { ...changes, direction: 'forward' })
    const reverse = await attribute({ tuned }, { ...changes, direction: 'reverse' })
    const [a, b] = [forward.sides[0]!, reverse.sides[0]!]
    const nResponse = a.responsePositions[1] - a.responsePositions[0]
    expect(a.promptPositions[1] - a.promptPositions[0]).toBe(1)
    expectColumnsClose(a.importance, b.importance, nResponse, float32Tolerance)
    expect(a.leaveOneOut!.every(Number.isFinite)).toBe(true)
  })

  it('a response of one token', async () => {
    const forward = await attribute({ tuned: 'llama' }, { response: 'a', direction: 'forward' })
    const reverse = await attribute({ tuned: 'llama' }, { response: 'a', direction: 'reverse' })
    const { importance, responsePositions } = forward.sides[0]!
    expect(responsePositions[1] - responsePositions[0]).toBe(1)
    expectColumnsClose(importance, reverse.sides[0]!.importance, 1, float32Tolerance)
  })

  it('spaces around prompt and response change nothing', async () => {
    const plain = await attribute({ tuned: 'llama' })
    const spaced = await attribute(
      { tuned: 'llama' },
      { prompt: `\n ${prompt}\t`, response: ` ${response}\n\n` }
    )
    expect(spaced.prompt).toBe(prompt)
    expect(spaced.sides[0]!.importance).toEqual(plain.sides[0]!.importance)
  })
})
