import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadLexicon } from '../../../../../main/analyses/labels/lexical/lexicon.ts'
import { resourceFile } from '../../../../../main/resource-file.ts'
import { vectorOf } from '../../../../../main/analyses/labels/lexical/vocabulary.ts'
import { AppError } from '../../../../../main/errors.ts'
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts'

const lexiconFile = resourceFile('lexicon/lexicon.bin')

describe('the lexicon in the checkout', () => {
  it('is the one whose hash is recorded beside it', () => {
    const recorded = readFileSync(lexiconFile.replace(/bin$/, 'sha256'), 'utf8').split(' ')[0]
    const found = createHash('sha256').update(readFileSync(lexiconFile)).digest('hex')
    expect(found).toBe(recorded)
  })

  it('is smaller than eight megabytes', () => {
    expect(readFileSync(lexiconFile).length).toBeLessThan(8_000_000)
  })

  it('holds words with unit vectors, parts of speech, sounds and translations', async () => {
    const { vocabulary, dictionaries, letters, functionWords, topics } = await loadLexicon()
    const place = vocabulary.find('night')!
    expect(Math.hypot(...vectorOf(vocabulary, place))).toBeCloseTo(1, 1)
    expect(vocabulary.parts[place]! & 1).toBe(1)
    expect(vocabulary.sounds[place]).toBe('nYt')
    expect(vocabulary.parts.length).toBe(vocabulary.words.length)
    expect(vocabulary.sounds.length).toBe(vocabulary.words.length)
    expect(dictionaries.find('haus')).toContainEqual({ language: 'de', english: 'house' })
    expect(letters.languages).toContain('id')
    expect(functionWords.get('nl')).toContain('niet')
    expect(topics.length).toBeGreaterThan(150)
  })

  it('finds letters likelier in their own language', async () => {
    const { letters } = await loadLexicon()
    const likeliest = (word: string) => {
      const all = [...letters.logProbabilities(word)]
      return letters.languages[all.indexOf(Math.max(...all))]
    }
    expect(likeliest('gouvernement')).toBe('fr')
    expect(likeliest('government')).toBe('en')
    expect(likeliest('eintracht')).toBe('de')
  })
})

describe('a lexicon that cannot be read', () => {
  async function errorOf(bytes: Uint8Array): Promise<AppError> {
    const file = join(temporaryFolder(), 'broken.bin')
    writeFileSync(file, bytes)
    const thrown: unknown = await loadLexicon(file).catch((error: unknown) => error)
    if (thrown instanceof AppError) return thrown
    throw new Error('nothing was thrown, expected an AppError')
  }

  it('is told by its name when it is missing', async () => {
    await expect(loadLexicon(join(temporaryFolder(), 'none.bin'))).rejects.toMatchObject({
      code: 'checkpoint/unreadable',
      file: 'none.bin'
    })
  })

  it('is told when it is another kind of file', async () => {
    const { code, message } = await errorOf(Buffer.from('%PDF-1.7 of some length'))
    expect(code).toBe('checkpoint/malformed')
    expect(message).toContain('broken.bin: no lexicon, expected a file that starts with SLEXICON')
  })

  it('is told with both sizes when it is cut short', async () => {
    const { code, message } = await errorOf(readFileSync(lexiconFile).subarray(0, 2_000_000))
    expect(code).toBe('checkpoint/malformed')
    expect(message).toMatch(/2000000 bytes, expected \d+ or more/)
  })

  it('is told when a section is damaged', async () => {
    const bytes = Buffer.from(readFileSync(lexiconFile))
    bytes.fill(0xff, bytes.length - 100_000)
    const { code, message } = await errorOf(bytes)
    expect(code).toBe('checkpoint/malformed')
    expect(message).toContain('damaged section')
  })
})
