import { describe, expect, it } from 'vitest'
import {
  embeddingRows,
  type EmbeddingRows
} from '../../../../main/analyses/words/embedding-rows.ts'
import { readWordFile } from '../../../../main/analyses/words/word-file.ts'
import type { WordList } from '../../../../main/analyses/words/word-list.ts'
import { tokensOfWord } from '../../../../main/analyses/words/word-tokens.ts'
import {
  createWordVectors,
  type WordVectors
} from '../../../../main/analyses/words/word-vectors.ts'
import { openCheckpoint } from '../../../../main/checkpoint/checkpoint.ts'
import { readTensor } from '../../../../main/checkpoint/read-tensor.ts'
import { AppError } from '../../../../main/errors.ts'
import { createTokenizer } from '../../../../main/tokenizer/tokenizer.ts'
import { goldenWordsPath } from '../../../helpers/concept-goldens.ts'
import { goldenTokenizer } from '../../../helpers/fixture-tokenizers.ts'
import { readGolden } from '../../../helpers/goldens.ts'
import { smallTokenizer } from '../../../helpers/small-tokenizer.ts'

/** a to e, " ", ab, cd, abcd, "?": the space before a word is a token of its own, and dropped. */
const tokenizer = createTokenizer(smallTokenizer())

function table(rows: readonly (readonly number[])[]): EmbeddingRows {
  const dModel = rows[0]!.length
  return {
    nRows: rows.length,
    dModel,
    read: async (ids) => Float32Array.from(Array.from(ids, (id) => [...rows[id]!]).flat())
  }
}

// Rows of a, b, c, d, e, " ", ab, cd, abcd, "?".
const rows = [
  [2, 0],
  [0, 4],
  [-2, 0],
  [0, 0],
  [3, 4],
  [9, 9],
  [1, 1],
  [-1, 0],
  [6, 8],
  [7, 7]
]

function listOf(words: readonly string[]): WordList {
  return {
    source: 'file',
    name: 'words.tsv',
    words,
    isUsable: new Uint8Array(words.length).fill(1),
    notes: []
  }
}

async function allOf(vectors: WordVectors): Promise<number[]> {
  const all: number[] = []
  for await (const block of vectors.blocks()) {
    expect(block.from).toBe(all.length / vectors.dModel)
    expect(block.vectors).toHaveLength(block.nWords * vectors.dModel)
    all.push(...block.vectors)
  }
  return all
}

describe('createWordVectors', () => {
  it('takes the mean of the tokens, and its direction when asked', async () => {
    const list = listOf(['e', 'abe'])
    const means = await createWordVectors(list, tokenizer, table(rows), { toUnit: false })
    expect(await allOf(means)).toEqual([3, 4, 2, 2.5])
    const units = await createWordVectors(list, tokenizer, table(rows), { toUnit: true })
    const length = Math.hypot(2, 2.5)
    expect(await allOf(units)).toEqual([0.6, 0.8, 2 / length, 2.5 / length].map(Math.fround))
  })

  it('leaves out words without a vector, keeps lines and says why', async () => {
    // "d" has a zero embedding; "a" and "c" cancel each other in "ca".
    const list = listOf(['e', 'd', 'ca', 'b'])
    const vectors = await createWordVectors(list, tokenizer, table(rows), { toUnit: true })
    expect([...vectors.lines]).toEqual([0, 3])
    expect(vectors.notes).toEqual(['2 lines: an embedding that is zero or no number (lines 2, 3)'])
    expect(await allOf(vectors)).toEqual([0.6, 0.8, 0, 1].map(Math.fround))
  })

  it('leaves out embeddings that are no numbers', async () => {
    const broken = rows.map((row, id) => (id === 0 ? [NaN, 1] : id === 1 ? [Infinity, 1] : row))
    const list = listOf(['a', 'b', 'e'])
    const vectors = await createWordVectors(list, tokenizer, table(broken), { toUnit: true })
    expect([...vectors.lines]).toEqual([2])
  })

  it('leaves out a token beyond the embeddings and a line that cannot be used', async () => {
    const list = { ...listOf(['e', 'cd', 'a']), isUsable: Uint8Array.from([1, 1, 0]) }
    const short = table(rows.slice(0, 6))
    const vectors = await createWordVectors(list, tokenizer, short, { toUnit: true })
    expect([...vectors.lines]).toEqual([0])
    expect(vectors.notes).toEqual(['1 line: a token beyond the 6 embeddings (line 2)'])
  })

  it('leaves out a word that is spelt like a special token', async () => {
    const special = createTokenizer(
      smallTokenizer({ added_tokens: [{ id: 8, content: 'abcd', special: true }] })
    )
    const list = listOf(['abcd', 'e'])
    const vectors = await createWordVectors(list, special, table(rows), { toUnit: true })
    expect([...vectors.lines]).toEqual([1])
    expect(vectors.notes).toEqual(['1 line: a word with a special token (line 1)'])
  })

  it('says that no word has a vector', async () => {
    const work = createWordVectors(listOf(['d']), tokenizer, table(rows), { toUnit: true })
    await expect(work).rejects.toMatchObject({
      code: 'request/invalid',
      message: expect.stringContaining('expected at least one word with a vector') as string
    })
  })

  it('gives the same whole in memory and made anew in small blocks', async () => {
    const list = listOf(['abe', 'd', 'e', 'abcd', 'ca', 'cde', 'b', 'eee', 'ab'])
    const options = { toUnit: true, blockBytes: 4 * 2 * 2 }
    const whole = await createWordVectors(list, tokenizer, table(rows), options)
    const anew = await createWordVectors(list, tokenizer, table(rows), {
      ...options,
      budgetBytes: 0
    })
    expect([...anew.lines]).toEqual([...whole.lines])
    const all = await allOf(whole)
    expect(all).toHaveLength(2 * 7)
    expect(await allOf(anew)).toEqual(all)
    const places = Int32Array.from([4, 0, 4, 6])
    const chosen = Array.from(places, (place) => all.slice(2 * place, 2 * place + 2)).flat()
    expect([...(await whole.gather(places))]).toEqual(chosen)
    expect([...(await anew.gather(places))]).toEqual(chosen)
    // Memory that is larger, just large enough and too small.
    for (const size of [20, 8, 7]) {
      const into = new Float32Array(size).fill(9)
      expect([...(await whole.gather(places, into))]).toEqual(chosen)
      expect([...(await anew.gather(places, into))]).toEqual(chosen)
      expect([...into.subarray(8)]).toEqual(new Array(Math.max(0, size - 8)).fill(9))
    }
  })

  it.each([0, 2 ** 30])('stops between blocks with a budget of %i bytes', async (budgetBytes) => {
    const list = listOf(['a', 'b', 'c', 'e'])
    const options = { toUnit: true, blockBytes: 8, budgetBytes }
    const stop = new AbortController()
    const vectors = await createWordVectors(list, tokenizer, table(rows), options)
    let nBlocks = 0
    const work = (async () => {
      for await (const _ of vectors.blocks(stop.signal)) if (++nBlocks === 2) stop.abort()
    })()
    await expect(work).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(nBlocks).toBe(2)
    await expect(
      createWordVectors(list, tokenizer, table(rows), { ...options, signal: AbortSignal.abort() })
    ).rejects.toBeInstanceOf(AppError)
  })
})

describe.each(['llama', 'llama3', 'llama-grouped-tied'])('vectors of %s', (name) => {
  it('are the means of the output embeddings in the file', async () => {
    const { tensors } = await openCheckpoint(readGolden(name).checkpoint)
    const own = goldenTokenizer(name)
    const list = await readWordFile(goldenWordsPath)
    const embedding = embeddingRows(tensors.head)
    const vectors = await createWordVectors(list, own, embedding, { toUnit: false })
    const whole = await readTensor(tensors.head)
    const { dModel } = vectors
    const found = await allOf(vectors)
    list.words.forEach((word, line) => {
      const ids = tokensOfWord(own, word)
      for (let d = 0; d < dModel; d++) {
        const mean = ids.reduce((sum, id) => sum + whole[id * dModel + d]!, 0) / ids.length
        expect(found[line * dModel + d]).toBe(Math.fround(mean))
      }
    })
  })

  it('read the same rows one by one and as a stretch', async () => {
    const { tensors } = await openCheckpoint(readGolden(name).checkpoint)
    const { read, nRows, dModel } = embeddingRows(tensors.head)
    const whole = await readTensor(tensors.head)
    for (const ids of [[3, 5, 4, 3], [nRows - 1, 0, 7], []]) {
      const expected = ids.flatMap((id) => [...whole.subarray(id * dModel, (id + 1) * dModel)])
      expect([...(await read(Int32Array.from(ids)))]).toEqual(expected)
    }
  })
})
