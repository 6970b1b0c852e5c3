import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openDatabase } from '../../../../../main/service/store/database.ts'
import { migrations } from '../../../../../main/service/store/migrations/all.ts'
import { listResults } from '../../../../../main/service/store/results/library-page.ts'
import { putResult } from '../../../../../main/service/store/results/results.ts'
import { searchQuery } from '../../../../../main/service/store/results/search.ts'
import type { LibraryQuery } from '../../../../../preload/data.ts'
import { attributionRecord } from '../../../../helpers/attribution-record.ts'
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts'
import { testStore } from '../open-store.ts'

const query = (changes: Partial<LibraryQuery>): LibraryQuery => ({
  text: '',
  tag: null,
  sort: 'newest',
  offset: 0,
  limit: 50,
  ...changes
})

function library() {
  const { store } = testStore()
  const add = (
    title: string,
    prompt: string,
    response: string,
    day: number,
    tags: string[] = []
  ) => {
    const resultId = store.results.finish(null, {
      kind: 'attribution',
      keyFields: { title },
      title,
      record: attributionRecord({
        prompt,
        response,
        createdAt: `2026-01-0${day}T00:00:00.000Z`,
        // Without response tokens the score is 0.
        nResponse: day === 2 ? 0 : 3,
        roles: day === 3 ? ['base'] : ['base', 'tuned']
      })
    })
    store.results.annotate(resultId, { note: `note${day}`, tags })
    return resultId
  }
  add('Sky', 'Name the colour of the sky.', 'It is blue.', 1, ['colour', 'short'])
  add('apple', 'Name a fruit; don’t explain. (“Grüße”)', 'Straßenapfel', 2, ['short'])
  add('Bread', 'Пеките хлеб', 'AND NOT OR NEAR("a*")', 3)
  const titles = (changes: Partial<LibraryQuery>) =>
    store.results.list(query(changes)).rows.map(({ title }) => title)
  return { store, titles }
}

it('finds every word in title, prompt, responses, models, tags and notes by its beginning', () => {
  const { titles } = library()
  expect(titles({ text: 'sky' })).toEqual(['Sky'])
  expect(titles({ text: 'NAM colo' })).toEqual(['Sky'])
  expect(titles({ text: 'name' })).toEqual(['apple', 'Sky'])
  expect(titles({ text: 'blu' })).toEqual(['Sky'])
  expect(titles({ text: 'tuned-model' })).toEqual(['apple', 'Sky'])
  expect(titles({ text: 'short fru' })).toEqual(['apple'])
  expect(titles({ text: 'note3' })).toEqual(['Bread'])
  expect(titles({ text: 'grusse' })).toEqual([])
  expect(titles({ text: 'gruß' })).toEqual(['apple'])
  expect(titles({ text: 'ХЛЕБ' })).toEqual(['Bread'])
  expect(titles({ text: 'sky bread' })).toEqual([])
})

it('follows what is renamed and annotated', () => {
  const { store, titles } = library()
  const [first] = store.results.list(query({ text: 'sky' })).rows
  store.results.rename(first!.resultId, 'Heaven')
  store.results.annotate(first!.resultId, { note: 'remarkable', tags: ['  new ', 'new', ''] })
  expect(titles({ text: 'heav remark new' })).toEqual(['Heaven'])
  expect(titles({ text: 'note1' })).toEqual([])
  expect(titles({ text: 'short' })).toEqual(['apple'])
  expect(titles({ tag: 'new' })).toEqual(['Heaven'])
  expect(store.results.list(query({})).tags).toEqual([
    { tag: 'new', nResults: 1 },
    { tag: 'short', nResults: 1 }
  ])
})

it('takes what is typed as words and never as query syntax', () => {
  const { store, titles } = library()
  expect(titles({ text: 'AND NOT' })).toEqual(['Bread'])
  for (const text of [
    '"',
    '*',
    'a"b',
    'NEAR(',
    'title:sky',
    '-sky',
    '^sky',
    '{',
    ')',
    '(a OR',
    '\0'
  ]) {
    expect(() => titles({ text })).not.toThrow()
  }
  expect(titles({ text: '???' })).toEqual([])
  expect(titles({ text: '   ' })).toHaveLength(3)
  expect(titles({ text: 'sky OR bread' })).toEqual([])
  expect(searchQuery('a"b* c')).toBe('"a"* AND "b"* AND "c"*')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      store.results.list(query({ text }))
    })
  )
})

it('sorts, with what has no score last', () => {
  const { titles } = library()
  expect(titles({ sort: 'newest' })).toEqual(['Bread', 'apple', 'Sky'])
  expect(titles({ sort: 'oldest' })).toEqual(['Sky', 'apple', 'Bread'])
  expect(titles({ sort: 'title' })).toEqual(['apple', 'Bread', 'Sky'])
  expect(titles({ sort: 'tuned-score' })).toEqual(['Sky', 'apple', 'Bread'])
  expect(titles({ sort: 'base-score' })).toEqual(['Bread', 'Sky', 'apple'])
})

it('pages with the total, filters by tag and counts tags', () => {
  const { store, titles } = library()
  const page = store.results.list(query({ offset: 1, limit: 1 }))
  expect(page.rows.map(({ title }) => title)).toEqual(['apple'])
  expect(page.nMatching).toBe(3)
  expect(page.tags).toEqual([
    { tag: 'colour', nResults: 1 },
    { tag: 'short', nResults: 2 }
  ])
  expect(titles({ tag: 'short' })).toEqual(['apple', 'Sky'])
  expect(titles({ tag: 'shor' })).toEqual([])
  expect(titles({ tag: 'short', text: 'sky' })).toEqual(['Sky'])
  expect(titles({ offset: 9 })).toEqual([])
  expect(titles({ limit: 0 })).toEqual([])
  expect(titles({ offset: -5, limit: 1e9 })).toHaveLength(3)
})

it('searches among 10,000 results', () => {
  const db = openDatabase(':memory:', migrations)
  const place = { db, blobFolder: temporaryFolder() }
  const words = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel', 'india']
  const text = (i: number, n: number) =>
    Array.from(
      { length: n },
      (_, k) => `${words[(i * 7 + k * k) % words.length]}${(i * k) % 97}`
    ).join(' ')
  const shared = attributionRecord()
  const first = putResult(place, {
    kind: 'attribution',
    keyFields: { i: -1 },
    title: 'first',
    record: shared
  })
  db.transaction(() => {
    // As putResult does, but without 10,000 records: the search does not read them.
    const copy = db.prepare(
      `INSERT INTO results (result_id, key_fields, kind, title, prompt_sha256, base_name, record_sha256,
         created_at)
       SELECT ?, key_fields, kind, ?, prompt_sha256, base_name, record_sha256, created_at
       FROM results WHERE result_id = ?`
    )
    const index = db.prepare(
      'INSERT INTO search (rowid, title, prompt, responses, models, tags, note) VALUES (?, ?, ?, ?, ?, ?, ?)'
    )
    for (let i = 1; i < 10_000; i++) {
      const { lastInsertRowid } = copy.run(String(i).padStart(64, '0'), `result ${i}`, first)
      index.run(lastInsertRowid, `result ${i}`, text(i, 30), text(i + 1, 60), 'base-model', '', '')
    }
  })()
  const times = ['alpha', 'al br', 'result 77', 'a', 'echo12 golf3', ''].map((typed) => {
    const start = performance.now()
    const { nMatching } = listResults(db, query({ text: typed }))
    return { typed, nMatching, ms: Math.round(performance.now() - start) }
  })
  console.log('search among 10,000 results:', JSON.stringify(times))
  expect(times.find(({ typed }) => typed === 'result 77')?.nMatching).toBe(111)
  expect(times.find(({ typed }) => typed === '')?.nMatching).toBe(10_000)
  // 100 ms is wanted; a plan that reads every row takes far longer than this.
  for (const { ms } of times) expect(ms).toBeLessThan(2000)
  db.close()
})
