import { describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../main/checkpoint/checkpoint.ts'
import { cpu } from '../../main/runtime/device.ts'
import { generate } from '../../main/runtime/generate.ts'
import { Model } from '../../main/runtime/model.ts'
import { readGoldens, type Golden } from '../helpers/goldens.ts'
import { runJob } from '../helpers/run-job.ts'

type GoldenWithGreedy = Golden & { readonly greedy: NonNullable<Golden['greedy']> }

const goldens = readGoldens()
const recorded = goldens.filter((golden): golden is GoldenWithGreedy => golden.greedy !== undefined)

it('every golden but llama-dynamic has a recorded generation', () => {
  const without = goldens.filter(({ greedy }) => greedy === undefined).map(({ name }) => name)
  expect(without).toEqual(['llama-dynamic'])
})

describe.each(recorded.map((golden) => [golden.name, golden] as const))('%s', (_, golden) => {
  const { ids, new: expected } = golden.greedy

  it.each([
    ['resident', 256],
    ['streamed', 256],
    ['resident', 7]
  ] as const)('generates the recorded tokens, %s, in chunks of %i', async (memory, chunk) => {
    const checkpoint = await openCheckpoint(golden.checkpoint)
    const model = new Model(checkpoint, { device: cpu, nThreads: 2, memory })
    const { signal } = new AbortController()
    const made = await generate(model, ids, { nTokensLimit: 24, chunk, signal })
    await model.release()
    expect(made!.newIds).toEqual(expected)
    const endsInStop = checkpoint.config.eosTokenIds.includes(expected.at(-1)!)
    expect(made!.stopReason).toBe(endsInStop ? 'stop-token' : 'limit')
  })

  it('a generation job from the text gives them too', async () => {
    const from = golden.cases.find((example) => {
      const prompt = example.ids.slice(0, example.prompt_positions[1])
      return prompt.length === ids.length && prompt.every((id, i) => id === ids[i])
    })
    const result = await runJob({
      kind: 'generation',
      request: {
        folder: golden.checkpoint,
        role: 'tuned',
        prompt: from!.prompt,
        useChatTemplate: false,
        nTokensLimit: 24,
        device: 'cpu',
        nThreads: 2
      }
    })
    expect(result).toMatchObject({ kind: 'generation', ids, newIds: expected })
  })
})
