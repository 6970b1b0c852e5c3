import fc from 'fast-check'
import { expect, it } from 'vitest'
import { resultKey } from '../../../../../main/service/store/results/result-key.ts'
import type { JsonPlain } from '../../../../../main/worker/contract.ts'

const fields = {
  analysis: fc.constantFrom('attribution', 'other'),
  methodVersion: fc.nat(9),
  fingerprints: fc.array(fc.stringMatching(/^[0-9a-f]{64}$/), { minLength: 1, maxLength: 2 }),
  tokenizer: fc.stringMatching(/^[0-9a-f]{64}$/),
  prompt: fc.string(),
  response: fc.option(fc.string()),
  target: fc.constantFrom('probability', 'log-probability', 'logit', 'contrastive'),
  device: fc.constantFrom('cpu', 'webgpu', 'cuda'),
  nThreads: fc.integer({ min: 1, max: 64 }),
  nTokensLimit: fc.integer({ min: 1, max: 4096 }),
  usesChatTemplate: fc.boolean()
}
const config = fc.record(fields)

it('changes with any field, and with nothing else', () => {
  const changed = fc
    .tuple(config, fc.constantFrom(...(Object.keys(fields) as (keyof typeof fields)[])))
    .chain(([first, name]) =>
      fc.tuple(
        fc.constant(first),
        fc.constant(name),
        (fields[name] as fc.Arbitrary<JsonPlain>).filter(
          (value) => JSON.stringify(value) !== JSON.stringify(first[name])
        )
      )
    )
  fc.assert(
    fc.property(changed, ([first, name, value]) => {
      const key = resultKey(first)
      expect(resultKey({ ...first, [name]: value })).not.toBe(key)
      const { [name]: _, ...without } = first
      expect(resultKey(without)).not.toBe(key)
      expect(resultKey({ ...first, another: null })).not.toBe(key)
      expect(resultKey(Object.fromEntries(Object.entries(first).reverse()))).toBe(key)
      expect(resultKey(structuredClone(first))).toBe(key)
    })
  )
})

it('is another one for each of 1,000 random configurations', () => {
  const configs = fc.sample(config, 1000)
  const distinct = new Set(configs.map((each) => JSON.stringify(each)))
  expect(new Set(configs.map(resultKey)).size).toBe(distinct.size)
  expect(distinct.size).toBeGreaterThan(990)
})

it('stays what it was in the libraries that are out there', () => {
  expect(resultKey({ b: [1, null], a: 'ü' })).toBe(
    // sha256 of {"a":"ü","b":[1,null]} by coreutils
    '5ddd266d13a5e8cdcca4c2007bb2032c5c319ab15de36c670f395fe8765fc949'
  )
})
