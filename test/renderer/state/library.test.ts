import { afterEach, expect, it, vi } from 'vitest'
import type { LibraryPage, LibraryQuery, ResultRow } from '../../../preload/data.ts'
import { chunkRows, LibraryState, typingPauseMs } from '../../../renderer/state/library.svelte.ts'
import { Refusal, stubBridge } from '../../helpers/stub-bridge.ts'

afterEach(() => void vi.useRealTimers())

function row(index: number, title = `row ${index}`): ResultRow {
  return {
    resultId: `r${index}`,
    kind: 'attribution',
    title,
    prompt: 'p',
    baseName: 'b',
    tunedName: 't',
    baseScore: 0,
    tunedScore: 1,
    tags: [],
    note: '',
    createdAt: '2026-11-23T12:00:00.000Z',
    sizeBytes: 1
  }
}

function page({ offset, limit, text }: LibraryQuery, nRows = 1_000): LibraryPage {
  const nFound = text === '' ? nRows : 3
  const count = Math.max(0, Math.min(limit, nFound - offset))
  return {
    rows: Array.from({ length: count }, (_, i) => row(offset + i, `${text} row ${offset + i}`)),
    nMatching: nFound,
    tags: []
  }
}

it('reads only the chunks in sight, each once', async () => {
  const { calls } = stubBridge({ 'library/list': page })
  const library = new LibraryState()
  await library.reload()
  await library.show(chunkRows * 2 + 5, chunkRows * 2 + 40)
  await library.show(chunkRows * 2 + 6, chunkRows * 2 + 41)
  expect(calls.map(({ request }) => (request as LibraryQuery).offset)).toEqual([0, chunkRows * 2])
  expect(library.row(chunkRows * 2 + 5)?.resultId).toBe(`r${chunkRows * 2 + 5}`)
  expect(library.row(chunkRows + 1)).toBeUndefined()
})

it('typing asks once, after a pause', async () => {
  vi.useFakeTimers()
  const { calls } = stubBridge({ 'library/list': page })
  const library = new LibraryState()
  for (const text of ['s', 'su', 'sum']) library.search(text)
  expect(calls).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(typingPauseMs)
  expect(calls.map(({ request }) => (request as LibraryQuery).text)).toEqual(['sum'])
  expect(library.nMatching).toBe(3)
})

it('the answer to an older question never replaces a newer one', async () => {
  const waiting: (() => void)[] = []
  stubBridge({
    'library/list': (query) => new Promise((resolve) => waiting.push(() => resolve(page(query))))
  })
  const library = new LibraryState()
  const old = library.reload()
  library.text = 'new'
  const fresh = library.reload()
  waiting[1]?.()
  await fresh
  waiting[0]?.()
  await old
  expect(library.nMatching).toBe(3)
  expect(library.row(0)?.title).toBe('new row 0')
})

it('a change of the store reads the rows in sight anew and keeps the place and the choice', async () => {
  stubBridge({ 'library/list': page })
  const library = new LibraryState()
  await library.reload()
  await library.show(chunkRows * 3, chunkRows * 3 + 10)
  library.selectById(`r${chunkRows * 3 + 2}`)
  await library.refresh()
  expect(library.row(chunkRows * 3 + 2)?.resultId).toBe(library.selectedId)
  expect(library.indexOf(library.selectedId)).toBe(chunkRows * 3 + 2)
})

it('a store change during a new search does not bring the old rows back', async () => {
  stubBridge({ 'library/list': page })
  const library = new LibraryState()
  await library.reload()
  await library.show(chunkRows, chunkRows + 1)
  library.text = 'new'
  const searched = library.reload()
  await library.refresh()
  await searched
  expect(library.row(0)?.title).toBe('new row 0')
  expect(library.row(chunkRows)).toBeUndefined()
})

it('a row that is deleted hands the choice to its neighbour', async () => {
  stubBridge({ 'library/list': (query) => page(query, 3) })
  const library = new LibraryState()
  await library.reload()
  library.selectById('r1')
  library.selectNeighbour('r1')
  expect(library.selectedId).toBe('r2')
  library.selectNeighbour('r2')
  expect(library.selectedId).toBe('r1')
})

it('a failed read can be asked again', async () => {
  let fails = true
  stubBridge({
    'library/list': (query) => {
      if (fails) throw new Refusal({ code: 'store/unavailable', message: 'locked' })
      return page(query)
    }
  })
  const library = new LibraryState()
  await library.reload()
  expect(library.error?.message).toBe('locked')
  fails = false
  await library.show(0, 10)
  expect(library.error).toBeUndefined()
  expect(library.row(0)?.resultId).toBe('r0')
})
