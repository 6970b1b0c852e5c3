import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import {
  annotationSettingsSchema,
  defaultAnnotationSettings,
  estimateCost
} from '../../../../preload/analysis/concepts/annotation.ts'
import {
  describeQuestion,
  levelQuestion,
  shownWords,
  tasksQuestion
} from '../../../../preload/analysis/concepts/annotation-questions.ts'

describe('the settings to start from', () => {
  it('name no endpoint and no model: nothing can be sent', () => {
    const { url, model } = defaultAnnotationSettings
    expect([url, model]).toEqual(['', ''])
  })

  it('are sound once both are named, and ask with three seeds', () => {
    const named = { ...defaultAnnotationSettings, url: 'http://127.0.0.1:8080/v1', model: 'm' }
    expect(v.is(annotationSettingsSchema, named)).toBe(true)
    expect(new Set(named.seeds).size).toBe(3)
  })
})

describe('the estimate', () => {
  const settings = { seeds: [1, 2, 3], pricePerMillionIn: 2, pricePerMillionOut: 10 }

  it('counts three requests a concept and seed; a seed that is named twice counts once', () => {
    expect(estimateCost(settings, 100, 200, 0).nRequests).toBe(900)
    expect(estimateCost({ ...settings, seeds: [4, 4] }, 100, 200, 0).nRequests).toBe(300)
  })

  it('prices tokens in and out by the million', () => {
    const { tokensIn, tokensOut, price } = estimateCost(settings, 100, 200, 0)
    expect(tokensOut).toBe(900 * 20)
    expect(price).toBeCloseTo((tokensIn * 2 + tokensOut * 10) / 1e6, 12)
  })

  it('is within a third of four characters a token of what is really sent', () => {
    const words = Array.from({ length: 25 }, (_, i) => `word${i}`)
    const sent = [
      describeQuestion(words),
      tasksQuestion(words, 'words about cooking'),
      levelQuestion(words, 'words about cooking')
    ].flat()
    const nChars = sent.reduce((sum, { content }) => sum + content.length, 0)
    const one = { ...settings, seeds: [1] }
    const { tokensIn } = estimateCost(one, 1, shownWords(words).length, 0)
    expect(tokensIn / (nChars / 4)).toBeGreaterThan(0.99)
    expect(tokensIn / (nChars / 4)).toBeLessThan(4 / 3)
  })

  it('leaves out what is answered already', () => {
    const whole = estimateCost(settings, 100, 200, 0)
    const half = estimateCost(settings, 100, 200, 450)
    expect(half).toMatchObject({ nRequests: 900, nCached: 450 })
    expect(Math.abs(half.tokensIn - whole.tokensIn / 2)).toBeLessThan(1)
    expect(estimateCost(settings, 100, 200, 900)).toMatchObject({
      tokensIn: 0,
      tokensOut: 0,
      price: 0
    })
  })

  it('is nothing for no concept, and has no price where one is not known', () => {
    expect(estimateCost(settings, 0, 0, 0)).toEqual({
      nRequests: 0,
      nCached: 0,
      tokensIn: 0,
      tokensOut: 0,
      price: 0
    })
    expect(estimateCost({ ...settings, pricePerMillionOut: null }, 9, 9, 0).price).toBeNull()
    expect(estimateCost({ ...settings, pricePerMillionIn: null }, 9, 9, 0).price).toBeNull()
  })
})
