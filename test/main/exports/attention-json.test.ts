import { describe, expect, it } from 'vitest'
import { attentionJsonParts } from '../../../main/exports/attention-json.ts'
import { jsonText } from '../../../main/exports/json-text.ts'
import type { AttentionRecord } from '../../../preload/analysis/heads/attention-record.ts'
import { appErrorOf } from '../../helpers/app-error.ts'
import { makeFakeHeads } from '../../helpers/fake-heads.ts'

const fake = makeFakeHeads({ nLayers: 3, nHeads: 2, nTokens: 4 })
const record = { ...fake.attention(), limits: ['a "limit"\nof two lines'] }

interface AttentionFile {
  readonly models: readonly { readonly tokens: readonly string[] }[]
  readonly heads: readonly {
    readonly role: string
    readonly layer: number
    readonly head: number
    readonly weights: readonly (readonly number[])[]
  }[]
}

function textOf(of: AttentionRecord = record): string {
  return [...attentionJsonParts(of, (layer) => fake.attentionLayer(layer))].join('')
}

it('holds tokens and every weight that is not ahead of its token, exactly', () => {
  const file = JSON.parse(textOf()) as AttentionFile
  expect(file).toMatchObject({
    schema: 'shiftlens/attention',
    schemaVersion: 1,
    partial: false,
    prompt: record.prompt,
    limits: record.limits,
    settings: record.settings
  })
  expect(file.models.map(({ tokens }) => tokens)).toEqual(record.sides.map(({ tokens }) => tokens))
  expect(file.heads.map(({ layer, role, head }) => `${layer} ${role} ${head}`)).toEqual(
    [0, 1, 2].flatMap((layer) =>
      ['base', 'tuned'].flatMap((role) => [0, 1].map((head) => `${layer} ${role} ${head}`))
    )
  )
  for (const { role, layer, head, weights } of file.heads) {
    const side = fake.attentionLayer(layer).sides.find((other) => other.role === role)!
    expect(weights.map((row) => row.length)).toEqual([1, 2, 3, 4])
    weights.forEach((row, token) => {
      const from = (head * 4 + token) * 4
      expect(Float32Array.from(row)).toEqual(side.weights.slice(from, from + token + 1))
    })
  }
})

it('is laid out as any other of our files, though it is written piece by piece', () => {
  const whole = JSON.parse(textOf()) as Parameters<typeof jsonText>[0]
  expect(textOf()).toBe(jsonText(whole))
  const none = textOf({ ...record, layers: [] })
  expect(none).toBe(jsonText(JSON.parse(none) as Parameters<typeof jsonText>[0]))
})

it('takes models with other tokens, and a layer that one model lacks', () => {
  const [base, tuned] = record.sides
  const longer = makeFakeHeads({ nLayers: 3, nHeads: 1, nTokens: 6, roles: ['tuned'] })
  const sides = [
    { ...base!, nLayers: 2 },
    { ...longer.attention().sides[0]!, role: 'tuned' as const }
  ]
  const layerAt = (layer: number) => ({
    ...fake.attentionLayer(layer),
    sides: [
      ...(layer < 2 ? [fake.attentionLayer(layer).sides[0]!] : []),
      longer.attentionLayer(layer).sides[0]!
    ]
  })
  expect(tuned?.role).toBe('tuned')
  const text = [...attentionJsonParts({ ...record, sides }, layerAt)].join('')
  const { heads } = JSON.parse(text) as AttentionFile
  expect(heads.map(({ role, weights }) => `${role} ${weights.length}`)).toEqual([
    ...['base 4', 'base 4', 'tuned 6'],
    ...['base 4', 'base 4', 'tuned 6'],
    'tuned 6'
  ])
})

describe('of very many numbers', () => {
  /** As many tokens and heads as a model of seven billion parameters has for a long prompt. */
  const large = (nTokens: number): AttentionRecord => ({
    ...record,
    layers: Array.from({ length: 32 }, (_, layer) => layer),
    sides: record.sides.map((side) => ({
      ...side,
      ...{ nLayers: 32, nHeads: 32, ids: Array<number>(nTokens).fill(1) }
    }))
  })
  const unread = () => {
    throw new Error('a layer was read')
  }

  it('is refused before a layer is read, with what to do instead', () => {
    expect(appErrorOf(() => attentionJsonParts(large(1_000), unread))).toMatchObject({
      code: 'request/invalid',
      message: 'attention: 1025024000 numbers, expected at most 40000000 in a JSON file',
      hint: expect.stringContaining('.shiftlens')
    })
  })

  it('is written for a prompt of some sentences', () => {
    expect(() => attentionJsonParts(large(190), unread)).not.toThrow()
  })
})
