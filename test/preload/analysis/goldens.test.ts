import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { importanceDensity } from '../../../preload/analysis/density.ts'
import { instructionScore } from '../../../preload/analysis/instruction-score.ts'
import { salientMap } from '../../../preload/analysis/salient-map.ts'
import { readSafetensors } from '../../helpers/read-safetensors.ts'

interface Expected {
  cases: { instruction: { tokens: number[] }; density: number[]; score: number }[]
}

const folder = 'test/fixtures/goldens'
/** Densities are recorded with six decimals, scores in full. */
const densityTolerance = 1e-6
const scoreTolerance = 1e-9
const settings = { levels: 10, threshold: 7 }

describe.each(readdirSync(folder))('golden %s', (name) => {
  const expected = JSON.parse(readFileSync(`${folder}/${name}/expected.json`, 'utf8')) as Expected
  const tensors = readSafetensors(`${folder}/${name}/expected.safetensors`)

  it.each(expected.cases.map((_, j) => j))('case %i: density and score', (j) => {
    const { instruction, density, score } = expected.cases[j]!
    const { data, shape } = tensors.get(`${j}.importance`)!
    const map = salientMap({ data, rows: shape[0]!, columns: shape[1]! }, settings)
    const found = importanceDensity(map, 4)
    expect(found).toHaveLength(density.length)
    density.forEach((a, n) => expect(Math.abs(found[n]! - a)).toBeLessThan(densityTolerance))
    expect(Math.abs(instructionScore(found, instruction.tokens)! - score)).toBeLessThan(
      scoreTolerance
    )
  })
})
