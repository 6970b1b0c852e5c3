import Database from 'better-sqlite3'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { databaseFile } from '../../../main/service/store/database.ts'
import { packagedExecutable } from '../../setup/packaged-executable.ts'
import { baseEnvironment, launchApp, repository, testSwitches } from '../launch.ts'
import { mapOf, shownScores, waitForResult } from './steps/attribution-view.ts'
import { storedRows } from './steps/stored-results.ts'

async function withHome(work: (home: string) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'shiftlens-store-'))
  try {
    await work(home)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

it('opens a library of a newer version to look at, says why, and changes nothing in it', () =>
  withHome(async (home) => {
    const older = await launchApp({ home })
    await older.page.getByRole('button', { name: 'Attribute the sample pair' }).click()
    await waitForResult(older.page)
    const scores = await shownScores(older.page)
    await older.close()
    const file = databaseFile(home)
    const db = new Database(file)
    db.pragma('user_version = 99')
    db.close()
    const before = readFileSync(file)

    const { page, screenshot, close } = await launchApp({ home })
    try {
      const alert = page.getByRole('alert').filter({ hasText: 'newer version' }).first()
      await alert.waitFor()
      expect(await alert.textContent()).toMatch(/its format is 99, this version knows \d/)
      expect(await alert.textContent()).toContain(
        'Update Shiftlens. Nothing in the library was changed.'
      )
      // What is there can be looked at.
      await page.getByRole('tab', { name: 'Library' }).click()
      const row = page.getByRole('grid', { name: 'Results' }).getByRole('row').nth(1)
      await row.dblclick()
      await waitForResult(page)
      expect(await shownScores(page)).toEqual(scores)
      await screenshot('newer-store')
      // A run is refused, with the same words, before anything is computed.
      const refused = await page.evaluate(async () => {
        const [newest] = await window.shiftlens
          .call('library/list', { text: '', tag: null, sort: 'newest', offset: 0, limit: 1 })
          .then((outcome) => (outcome.ok ? outcome.value.rows : []))
        return window.shiftlens.call('result/rename', { resultId: newest!.resultId, title: 'Mine' })
      })
      expect(refused).toMatchObject({ ok: false, error: { code: 'store/newer' } })
    } finally {
      await close()
    }
    expect(readFileSync(file).equals(before)).toBe(true)
  }))

it('leaves the library to the first window when the program is started twice', () =>
  withHome(async (home) => {
    const { app, page, close } = await launchApp({ home })
    try {
      await storedRows(page)
      const owner = readFileSync(join(home, 'owner.json'), 'utf8')
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
      const second = spawn(packagedExecutable(repository), [...testSwitches()], {
        env: { ...baseEnvironment(), SHIFTLENS_HOME: home },
        stdio: 'ignore'
      })
      const [code] = (await once(second, 'exit')) as [number]
      expect(code).toBe(0)
      expect(readFileSync(join(home, 'owner.json'), 'utf8')).toBe(owner)
      expect(app.windows()).toHaveLength(1)
      expect(await storedRows(page)).toEqual([])
      await page.getByRole('button', { name: 'Attribute the sample pair' }).click()
      await waitForResult(page)
      await mapOf(page, 'base').waitFor()
    } finally {
      await close()
    }
  }))
