import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchApp } from './launch.ts'
import type { LaunchedApp } from './launch.ts'

describe('the started window', () => {
  let launched: LaunchedApp
  beforeAll(async () => {
    launched = await launchApp()
  })
  afterAll(() => launched.close())

  it('shows the start page under our own origin', async () => {
    expect(launched.page.url()).toBe('app://shiftlens/index.html')
    expect(await launched.page.title()).toBe('Shiftlens')
    await launched.screenshot('start')
  })

  it('runs a real, packaged Electron', async () => {
    const facts = await launched.app.evaluate(({ app }) => ({
      isPackaged: app.isPackaged,
      electron: process.versions.electron
    }))
    expect(facts.isPackaged).toBe(true)
    expect(facts.electron).toMatch(/^\d+\.\d+\.\d+/)
  })
})
