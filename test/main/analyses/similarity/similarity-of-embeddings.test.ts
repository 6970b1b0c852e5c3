import { describe, expect, it } from 'vitest'
import { similarityOfEmbeddings } from '../../../../main/analyses/similarity/similarity-of-embeddings.ts'
import { readWordFile } from '../../../../main/analyses/words/word-file.ts'
import { tokensOfWord } from '../../../../main/analyses/words/word-tokens.ts'
import { openCheckpoint } from '../../../../main/checkpoint/checkpoint.ts'
import { readTensor } from '../../../../main/checkpoint/read-tensor.ts'
import { goldenWordsPath } from '../../../helpers/concept-goldens.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { goldenTokenizer } from '../../../helpers/fixture-tokenizers.ts'
import { readGolden } from '../../../helpers/goldens.ts'

const name = 'llama3'

async function model() {
  const { tensors } = await openCheckpoint(readGolden(name).checkpoint)
  return { name, tokenizer: goldenTokenizer(name), embedding: tensors.embedding }
}

describe('similarityOfEmbeddings', () => {
  it("is the mean of the words' input embeddings in the file, to unit length", async () => {
    const own = await model()
    const list = await readWordFile(goldenWordsPath)
    const found = await similarityOfEmbeddings(list, own)
    const table = await readTensor(own.embedding)
    const { nDimensions, lines } = found
    const vectors = await found.gather(Int32Array.from(lines.keys()))
    expect(lines.length).toBeGreaterThan(10)
    lines.forEach((line, place) => {
      const ids = tokensOfWord(own.tokenizer, list.words[line]!)
      const mean = Array.from({ length: nDimensions }, (_, d) =>
        ids.reduce((sum, id) => sum + table[id * nDimensions + d]! / ids.length, 0)
      )
      const length = Math.hypot(...mean)
      mean.forEach((value, d) =>
        expect(vectors[place * nDimensions + d]).toBeCloseTo(value / length, 6)
      )
    })
    expect(found.summary).toMatchObject({ source: 'embeddings', name, nFound: lines.length })
  })

  it('has one hash, in memory and made anew, and another for another list', async () => {
    const own = await model()
    const list = await readWordFile(goldenWordsPath)
    const whole = await similarityOfEmbeddings(list, own)
    const anew = await similarityOfEmbeddings(list, own, { budgetBytes: 0, blockBytes: 1_024 })
    expect(anew.summary).toEqual(whole.summary)
    const isUsable = Uint8Array.from(list.isUsable)
    isUsable[whole.lines[3]!] = 0
    const fewer = await similarityOfEmbeddings({ ...list, isUsable }, own)
    expect(fewer.summary.sha256).not.toBe(whole.summary.sha256)
  })

  it('stops when told', async () => {
    const list = await readWordFile(goldenWordsPath)
    const own = await model()
    const signal = AbortSignal.abort()
    expect((await failureOf(() => similarityOfEmbeddings(list, own, { signal }))).code).toBe(
      'job/cancelled'
    )
  })
})
