import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { attributionJson } from '../../../main/exports/attribution-json.ts'
import { float32Text } from '../../../main/exports/float32-text.ts'
import { jsonText } from '../../../main/exports/json-text.ts'
import type { AttributionRecord } from '../../../preload/analysis/attribution-record.ts'
import { makeRecord, makeSide } from '../../helpers/make-record.ts'
import { seededRandom } from '../../helpers/random.ts'
import { schemaProblems, type Schema } from '../../helpers/schema-problems.ts'

interface Written {
  schemaVersion: number
  partial: boolean
  settings: Record<string, unknown>
  models: {
    role: string
    importance: number[][]
    density: number[]
    score: number | null
    instructionTokens: number[]
    promptPositions: number[]
    signs: { findings: { kind: string }[] }
  }[]
}

const schema = JSON.parse(readFileSync('main/exports/attribution.schema.json', 'utf8')) as Schema
const written = (record: AttributionRecord) => JSON.parse(attributionJson(record)) as Written

describe('float32Text', () => {
  it('gives every float32 back exactly', () => {
    const bits = new Uint32Array(1)
    const value = new Float32Array(bits.buffer)
    const random = seededRandom(3)
    let nChecked = 0
    for (let i = 0; i < 50_000; i++) {
      bits[0] = Math.floor(random() * 2 ** 32)
      if (!Number.isFinite(value[0]!)) continue
      nChecked++
      const text = float32Text(value[0]!)
      if (!Object.is(Math.fround(Number(text)), value[0])) throw new Error(`${value[0]} as ${text}`)
      const digits = text.replace(/e.*|[-.]/g, '').replace(/^0+|0+$/g, '')
      if (digits.length > 9) throw new Error(`${text} has more digits than a float32 needs`)
    }
    expect(nChecked).toBeGreaterThan(49_000)
  })

  it.each([
    [0.1, '0.1'],
    [1 / 3, '0.33333334'],
    [16777216, '16777216'],
    [1e-10, '1e-10'],
    [-2.5, '-2.5'],
    [2 ** -149, '1e-45'],
    [3.4028234663852886e38, '3.4028235e+38'],
    [-0, '-0']
  ])('writes %d short', (value, text) => {
    expect(float32Text(Math.fround(value))).toBe(text)
  })

  it('refuses what JSON cannot say', () => {
    expect(() => float32Text(NaN)).toThrow(RangeError)
    expect(() => jsonText({ a: [1, Infinity] })).toThrow(RangeError)
  })
})

describe('jsonText', () => {
  it('agrees with JSON.stringify on plain data', () => {
    const value = { 'a"b': [1, 'x\u2028', null, true], empty: {}, none: [], deep: [{ x: -1.5e-9 }] }
    expect(JSON.parse(jsonText(value))).toEqual(value)
  })

  it('leaves absent members out and puts each row of a matrix on its line', () => {
    const text = jsonText({ a: undefined, m: [Float32Array.of(1, 0.1), Float32Array.of(2, 3)] })
    expect(text).toBe('{\n  "m": [\n    [1, 0.1],\n    [2, 3]\n  ]\n}\n')
  })
})

describe('attributionJson', () => {
  it('fits the shipped schema', () => {
    expect(schemaProblems(written(makeRecord()), schema)).toEqual([])
  })

  it('would not fit with a member missing, added or of another type', () => {
    const { seconds: _, ...missing } = written(makeRecord()) as Written & { seconds: number }
    expect(schemaProblems(missing, schema)).toEqual(['$.seconds: missing'])
    expect(schemaProblems({ ...written(makeRecord()), more: 1 }, schema)).toEqual([
      '$.more: not allowed'
    ])
    expect(schemaProblems({ ...written(makeRecord()), prompt: 1 }, schema)).toEqual([
      '$.prompt: type'
    ])
  })

  it('holds the raw matrix by rows, exactly, base first', () => {
    const record = makeRecord()
    const { models } = written(record)
    expect(models.map(({ role }) => role)).toEqual(['base', 'tuned'])
    models.forEach(({ importance }, i) => {
      expect(importance).toHaveLength(3)
      expect(Float32Array.from(importance.flat())).toEqual(record.sides[i]!.importance)
    })
  })

  it('holds density, score and instruction tokens at the L, b and p of the settings', () => {
    const { models, settings } = written(makeRecord())
    expect(settings).toMatchObject({ L: 10, b: 7, p: 4, target: 'probability' })
    // Base: "Say" 10 in the first column; "=" 8 and "2" 10 in the second; each alone in its row.
    expect(models[0]!.density.map((a) => Math.round(a * 1e6) / 1e6)).toEqual([1, 1, 1])
    expect(models[0]!.instructionTokens).toEqual([0])
    expect(models[0]!.score).toBeCloseTo(1 / Math.log2(3), 6)
    expect(models[0]!.promptPositions).toEqual([1, 4])
  })

  it('has a null score without an instruction', () => {
    const [model] = written(makeRecord({ instructionSpans: [] })).models
    expect([model!.score, model!.instructionTokens]).toEqual([null, []])
  })

  it('has rows without numbers, score 0 and a finding for an empty response', () => {
    const side = makeSide({
      responsePositions: [4, 4],
      importance: new Float32Array(0),
      probability: new Float32Array(0),
      response: '',
      direction: null
    })
    const result = written(makeRecord({ sides: [side] }))
    expect(schemaProblems(result, schema)).toEqual([])
    expect(result.models[0]).toMatchObject({ importance: [[], [], []], score: 0 })
    expect(result.models[0]!.signs.findings.map(({ kind }) => kind)).toEqual(['empty-response'])
  })

  it('marks a partial result', () => {
    expect(written(makeRecord({ isPartial: true })).partial).toBe(true)
  })
})
