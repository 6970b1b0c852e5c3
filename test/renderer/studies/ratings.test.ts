import { describe, expect, it, vi } from 'vitest'
import type { StoredRating } from '../../../preload/analysis/studies/record.ts'
import { Refusal } from '../../helpers/stub-bridge.ts'
import type { FakeStudyOptions } from '../../helpers/study-record.ts'
import { openedStudy, readyStudies } from '../../helpers/study-state.ts'

describe('ratings', () => {
  async function rating(stored: readonly StoredRating[] = [], options?: FakeStudyOptions) {
    const { calls, studies } = await readyStudies({
      'study/ratings': () => stored,
      'study/rate': () => null
    })
    studies.open(openedStudy(options ?? { nCases: 6, rated: 'none' }))
    await vi.waitFor(() => expect(studies.ratings.stored).toHaveLength(stored.length))
    const asked = () =>
      calls
        .filter(({ name }) => name === 'study/rate')
        .map(({ request }) => request as { case: number; role: string; rating: number | null })
    return { ratings: studies.ratings, asked, studies }
  }

  it('go to the next response at once, are saved one by one, and can be taken back', async () => {
    const { ratings, asked } = await rating()
    ratings.begin('tuned', true)
    await ratings.rate(1)
    await ratings.rate(2)
    expect(ratings.current).toEqual({ case: 2, role: 'tuned' })
    expect(ratings.nRated).toBe(2)
    await ratings.undo()
    expect(ratings.current).toEqual({ case: 1, role: 'tuned' })
    expect(ratings.ratingOf({ case: 1, role: 'tuned' })).toBeNull()
    expect(asked()).toEqual([
      { resultId: 'r1', case: 0, role: 'tuned', rating: 1 },
      { resultId: 'r1', case: 1, role: 'tuned', rating: 2 },
      { resultId: 'r1', case: 1, role: 'tuned', rating: null }
    ])
  })

  it('taking back a changed rating gives the one before it', async () => {
    const before = { case: 0, role: 'tuned', createdAt: '2026-11-26T12:00:00.000Z' } as const
    const { ratings, asked } = await rating([{ ...before, rating: 3 }])
    ratings.begin('tuned', false)
    await ratings.rate(1)
    await ratings.undo()
    expect(asked().map((one) => one.rating)).toEqual([1, 3])
    expect(ratings.ratingOf({ case: 0, role: 'tuned' })).toBe(3)
  })

  it('a rating that cannot be saved shows its response again and says why', async () => {
    const { studies } = await readyStudies({
      'study/rate': () => {
        throw new Refusal({ code: 'store/unavailable', message: 'the disk is full' })
      }
    })
    studies.open(openedStudy({ nCases: 6, rated: 'none' }))
    studies.ratings.begin('tuned', true)
    await studies.ratings.rate(2)
    expect(studies.ratings.error?.message).toBe('the disk is full')
    expect(studies.ratings.current?.case).toBe(0)
    expect(studies.ratings.canUndo).toBe(false)
  })

  it('only unrated ones are asked for, unless all are', async () => {
    const { ratings } = await rating([], { nCases: 30, rated: 'some' })
    ratings.begin('tuned', true)
    const nUnrated = ratings.queue.length
    expect(nUnrated).toBeGreaterThan(0)
    expect(nUnrated).toBeLessThan(30)
    expect(ratings.queue.every((place) => ratings.ratingOf(place) === null)).toBe(true)
    ratings.begin('tuned', false)
    expect(ratings.queue).toHaveLength(30)
  })

  it('blind rating mixes both models and leaves out responses that are not there', async () => {
    const { ratings } = await rating([], { nCases: 20, rated: 'none', nFailed: 2 })
    ratings.begin('blind', true)
    expect(ratings.queue).toHaveLength(38)
    const roles = ratings.queue.map(({ role }) => role).join(' ')
    expect(roles).toMatch(/base tuned.*tuned base|tuned base.*base tuned/)
    const order = ratings.queue
    ratings.begin('blind', true)
    expect(ratings.queue).toEqual(order)
  })

  it('skipping goes on without a rating, and stops at both ends', async () => {
    const { ratings, asked } = await rating()
    ratings.begin('tuned', true)
    ratings.move(-1)
    expect(ratings.at).toBe(0)
    for (let i = 0; i < 9; i++) ratings.move(1)
    expect(ratings.current).toBeNull()
    await ratings.rate(1)
    expect(asked()).toEqual([])
  })
})
