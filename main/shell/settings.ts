import { join } from 'node:path'
import { defaultSalience } from '../../preload/analysis/salience-settings.ts'
import { settingsSchema } from '../../preload/contract.ts'
import type { Settings } from '../../preload/data.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'

export const defaultSettings: Settings = {
  theme: 'system',
  palette: 'RdBu',
  device: 'auto',
  nThreads: 0,
  hasSeenTour: false,
  levels: defaultSalience.levels,
  threshold: defaultSalience.threshold,
  exponent: defaultSalience.norm
}

/** The user's settings: read once, kept in memory, written whole on every change. */
export class SettingsFile {
  readonly #file: string
  #current: Settings

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'settings.json')
    this.#current = readJsonFile(this.#file, settingsSchema, defaultSettings)
  }

  get current(): Settings {
    return this.#current
  }

  async write(settings: Settings): Promise<Settings> {
    await writeJsonFile(this.#file, settings)
    this.#current = settings
    return settings
  }
}
