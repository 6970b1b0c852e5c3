import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { principalDirections } from '../../../../../main/analyses/concepts/directions/principal-directions.ts'
import { openCheckpoint } from '../../../../../main/checkpoint/checkpoint.ts'
import { goldenNames } from '../../../../helpers/fixture-tokenizers.ts'
import { readSafetensors } from '../../../../helpers/read-safetensors.ts'

interface ReferenceLayer {
  readonly layer: number
  readonly eigenvalues: readonly number[]
  readonly explained: readonly number[]
  readonly separated: readonly boolean[]
}

const root = fileURLToPath(new URL('../../../../fixtures/goldens/', import.meta.url))
const largest = (values: Iterable<number>) => Math.max(...values)
const differences = (found: Float64Array, reference: readonly number[]) =>
  found.map((value, i) => Math.abs(value - reference[i]!))

describe.each(goldenNames)('principal directions of %s', async (name) => {
  // Written by our own reference script: the interface above is its form.
  const { layers } = JSON.parse(readFileSync(`${root}${name}/concepts.json`, 'utf8')) as {
    layers: readonly ReferenceLayer[]
  }
  const directions = readSafetensors(`${root}${name}/directions.safetensors`)
  const checkpoint = await openCheckpoint(`${root}${name}/checkpoint`)

  test('are recorded for every layer', () => {
    expect(layers.map(({ layer }) => layer)).toEqual([...Array(checkpoint.config.nLayers).keys()])
  })

  test.each(layers)('agree with the reference in layer $layer', async (reference) => {
    const { dModel } = checkpoint.config
    const expected = directions.get(`layer.${reference.layer}`)!
    const found = await principalDirections(checkpoint, reference.layer, {
      nDirections: 300,
      nThreads: 1
    })
    expect(found.nDirections).toBe(reference.eigenvalues.length)
    expect(largest(differences(found.eigenvalues, reference.eigenvalues))).toBeLessThanOrEqual(
      1e-4 * reference.eigenvalues[0]!
    )
    expect(largest(differences(found.explained, reference.explained))).toBeLessThanOrEqual(
      1e-4 * reference.explained[0]!
    )
    expect([...found.separated].map(Boolean)).toEqual(reference.separated)
    expect(found.residual).toBeLessThanOrEqual(1e-6)
    expect(found.orthogonality).toBeLessThanOrEqual(1e-6)
    let nCompared = 0
    for (const [i, isSeparated] of reference.separated.entries()) {
      if (!isSeparated) continue
      let cosine = 0
      for (let j = 0; j < dModel; j++) {
        cosine += found.directions[i * dModel + j]! * expected.data[i * dModel + j]!
      }
      expect(Math.abs(cosine), `direction ${i}`).toBeGreaterThanOrEqual(0.999)
      nCompared++
    }
    expect(nCompared).toBeGreaterThan(dModel / 2)
  })
})
