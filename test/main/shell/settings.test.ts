import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Recents } from '../../../main/shell/recents.ts'
import { SettingsFile, defaultSettings } from '../../../main/shell/settings.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shiftlens-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('settings', () => {
  it('start at the constants of the paper', () => {
    expect(new SettingsFile(folder).current).toEqual(defaultSettings)
    expect(defaultSettings).toMatchObject({ levels: 10, threshold: 7, exponent: 4 })
  })

  it('are there after a restart, and leave no temporary file', async () => {
    const changed = { ...defaultSettings, theme: 'dark', nThreads: 2 } as const
    expect(await new SettingsFile(folder).write(changed)).toEqual(changed)
    expect(new SettingsFile(folder).current).toEqual(changed)
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it.each(['', '{', 'null', '[]', '{"theme":"pink"}', '\0\0\0\0', '{"__proto__":{}}'])(
    'that hold %j are kept as .bad, and the defaults are used',
    (text) => {
      const file = join(folder, 'settings.json')
      writeFileSync(file, text)
      expect(new SettingsFile(folder).current).toEqual(defaultSettings)
      expect(existsSync(file)).toBe(false)
      expect(readFileSync(`${file}.bad`, 'utf8')).toBe(text)
    }
  )

  it('that could not be written stay as they were', async () => {
    const settings = new SettingsFile(join(folder, 'missing'))
    await expect(settings.write({ ...defaultSettings, theme: 'dark' })).rejects.toThrow()
    expect(settings.current).toEqual(defaultSettings)
  })
})

describe('recents', () => {
  it('keep the newest twenty, each once', async () => {
    const recents = new Recents(folder)
    for (let i = 0; i < 25; i++) await recents.add(`/models/${i}`)
    await recents.add('/models/20')
    const { folders } = new Recents(folder)
    expect(folders).toHaveLength(20)
    expect(folders.slice(0, 3)).toEqual(['/models/20', '/models/24', '/models/23'])
  })
})
